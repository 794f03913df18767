import { type AuditResult, audit } from '../../src/app/audit.js';
import { everything } from '../../src/app/plan.js';
import type { Signer } from '../../src/pack/signer.js';

interface DemoAudit {
  readonly name: 'before' | 'after';
  readonly out: string;
  readonly formats: readonly string[];
  readonly signer: Signer;
}

/** A full audit of a recorded platform, in this process. */
export function auditDemo({ name, out, formats, signer }: DemoAudit): Promise<AuditResult> {
  return audit({
    ...everything,
    signer,
    demo: name,
    awsProfile: null,
    out,
    formats,
    outputs: [],
    concurrency: 10,
    timeoutMs: 60_000,
    signal: new AbortController().signal,
    onEvent: () => undefined,
  });
}
