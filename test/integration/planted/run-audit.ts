import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit } from '../../../src/app/audit.js';
import { definitions } from '../../../src/app/rules.js';
import type { Finding } from '../../../src/core/finding.js';
import type { ReadSummary } from '../../../src/core/run.js';
import { openPack } from '../../../src/pack/reader.js';
import { throwAwaySigner } from '../../../src/pack/signer.js';
import { auditOptions } from '../faults/audit-options.js';
import { faultyRegion } from './account.js';

export interface Audited {
  readonly exit: number;
  readonly findings: readonly Finding[];
  readonly reads: readonly ReadSummary[];
  /** The prepay.yaml that it ran by. */
  readonly configuration: string;
  /** The folder of the sealed pack. */
  readonly pack: string;
  readonly signer: ReturnType<typeof throwAwaySigner>;
}

/** An audit of the server through the use case that every command runs, with that configuration. AWS credentials are the environment's. */
export async function runAudit(
  url: string,
  options: {
    readonly configuration: string;
    /** The areas whose controls judge; all where nothing is said. */
    readonly areas?: readonly string[];
  },
): Promise<Audited> {
  process.env['AWS_ENDPOINT_URL'] = url;
  process.env['AWS_REGION'] = faultyRegion;
  const folder = await mkdtemp(join(tmpdir(), 'prepay-planted-'));
  const config = join(folder, 'prepay.yaml');
  await writeFile(config, options.configuration);
  const signer = throwAwaySigner();
  const { summary, paths } = await audit({
    ...auditOptions(join(folder, 'evidence')),
    config,
    control: definitions.filter(({ area }) => options.areas?.includes(area) ?? false).map(({ id }) => id),
    concurrency: 8,
    timeoutMs: 60_000,
    signer,
  });
  const pack = paths.pack ?? '';
  const opened = await openPack(pack);
  const findings: Finding[] = [];
  for await (const finding of opened.findings()) findings.push(finding);
  const reads = await opened.reads();
  return { exit: summary.exit, findings, reads, configuration: options.configuration, pack, signer };
}
