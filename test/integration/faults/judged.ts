import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit, type AuditOptions } from '../../../src/app/audit.js';
import type { Finding } from '../../../src/core/finding.js';
import type { Run, ScopeFile } from '../../../src/core/run.js';
import { openPack } from '../../../src/pack/reader.js';
import { auditOptions } from './audit-options.js';

/** What an audit came to. */
export interface Judged {
  readonly exit: number;
  readonly pack: string;
  readonly run: Run;
  readonly scope: ScopeFile;
  /** Control and resource by fingerprint, with the outcome: what does not hang on the time of the run. */
  readonly verdicts: ReadonlyMap<string, string>;
}

export function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'prepay-faults-'));
}

/** An audit in this process. Credentials and endpoint are the environment's. */
export async function judged(more: Partial<AuditOptions> & { readonly out?: string }): Promise<Judged> {
  const { summary, paths } = await audit(auditOptions(more.out ?? (await newFolder()), more));
  return packed(paths.pack ?? '', summary.exit);
}

export async function packed(path: string, exit: number): Promise<Judged> {
  const pack = await openPack(path);
  const findings: Finding[] = [];
  for await (const finding of pack.findings()) findings.push(finding);
  const verdicts = findings.map(({ fingerprint, control, resource, outcome, reason }): [string, string] => [
    fingerprint,
    [control, resource.id, outcome, reason ?? ''].join(' '),
  ]);
  return { exit, pack: path, run: await pack.run(), scope: await pack.scope(), verdicts: new Map(verdicts) };
}

/** The passes that the undisturbed run does not have. */
export function newPasses(disturbed: Judged, undisturbed: Judged): readonly string[] {
  return [...disturbed.verdicts].flatMap(([fingerprint, verdict]) =>
    / pass /.test(verdict) && undisturbed.verdicts.get(fingerprint) !== verdict ? [verdict] : [],
  );
}

/** How each read ended that was not read: `ec2:DescribeSubnets denied access-denied UnauthorizedOperation`. */
export function unreadOf({ scope }: Judged): readonly string[] {
  return scope.unreadable
    .map(({ operation, outcome, error }) => [operation, outcome, error?.class ?? '', error?.code ?? ''].join(' '))
    .sort();
}
