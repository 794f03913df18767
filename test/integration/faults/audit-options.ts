import type { AuditOptions } from '../../../src/app/audit.js';
import { everything } from '../../../src/app/plan.js';

/** An audit of what AWS_ENDPOINT_URL leads to, every control, no report. */
export function auditOptions(out: string, more: Partial<AuditOptions> = {}): AuditOptions {
  return {
    ...everything,
    failOn: 'low',
    awsProfile: null,
    out,
    formats: [],
    outputs: [],
    concurrency: 6,
    timeoutMs: 20_000,
    signal: new AbortController().signal,
    onEvent: () => undefined,
    ...more,
  };
}
