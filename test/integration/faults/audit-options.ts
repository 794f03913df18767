import type { AuditOptions } from '../../../src/app/audit.js';

/** An audit of what AWS_ENDPOINT_URL leads to, every control, no report. */
export function auditOptions(out: string, more: Partial<AuditOptions> = {}): AuditOptions {
  return {
    config: null,
    source: [],
    framework: [],
    control: [],
    excludeControl: [],
    severity: [],
    region: [],
    failOn: 'low',
    allowIncomplete: [],
    sign: null,
    demo: null,
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
