import { join } from 'node:path';
import type { Finding } from '../core/finding.js';
import { throwAwaySigner } from '../pack/signer.js';
import { type AuditResult, audit } from './audit.js';
import type { DemoName } from './demo-recording.js';
import { everything } from './plan.js';
import { type Verified, verifyWith } from './verify.js';

export interface DemoRun {
  readonly name: DemoName;
  readonly result: AuditResult;
  readonly verified: Verified;
}

export interface DemoResult {
  readonly runs: readonly DemoRun[];
  /** Findings that failed before and do not fail after, worst first. */
  readonly fixed: readonly Finding[];
  /** Fingerprint of the throw-away key, which dies with this process. */
  readonly fingerprint: string;
}

/** Audits both recorded platforms, signs with a key that is thrown away, and verifies both packs by replay. */
export async function demo(options: { readonly out: string; readonly signal: AbortSignal }): Promise<DemoResult> {
  const signer = throwAwaySigner();
  const runs: DemoRun[] = [];
  for (const name of ['before', 'after'] as const) {
    const result = await audit({
      ...everything,
      ...quietly,
      demo: name,
      out: options.out,
      signal: options.signal,
      signer,
    });
    const verified = await verifyWith(
      result.paths.pack ?? join(options.out, 'latest'),
      [signer.publicKey],
      () => undefined,
    );
    runs.push({ name, result, verified });
  }
  return { runs, fixed: fixedBetween(runs), fingerprint: signer.fingerprint };
}

const quietly = {
  awsProfile: null,
  formats: ['html', 'pdf', 'json', 'csv'],
  outputs: [],
  concurrency: 10,
  timeoutMs: 60_000,
  onEvent: () => undefined,
} as const;

function fixedBetween(runs: readonly DemoRun[]): readonly Finding[] {
  const [before, after] = runs.map(({ result }) => result.model.findings);
  const failing = new Set(
    (after ?? []).filter((finding) => finding.outcome === 'fail').map((finding) => finding.fingerprint),
  );
  return (before ?? []).filter((finding) => finding.outcome === 'fail' && !failing.has(finding.fingerprint));
}
