import { readFile, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit } from '../../../src/app/audit.js';
import type { Finding } from '../../../src/core/finding.js';
import type { ReadSummary } from '../../../src/core/run.js';
import { throwAwaySigner } from '../../../src/pack/signer.js';
import { faultyRegion } from './account.js';

export interface Audited {
  readonly exit: number;
  readonly findings: readonly Finding[];
  readonly reads: readonly ReadSummary[];
  /** The folder of the sealed pack. */
  readonly pack: string;
  readonly signer: ReturnType<typeof throwAwaySigner>;
}

/** An audit of the server through the use case that every command runs, with that configuration. AWS credentials are the environment's. */
export async function runAudit(
  url: string,
  options: { readonly configuration: string; readonly region?: readonly string[]; readonly timeoutMs?: number },
): Promise<Audited> {
  process.env['AWS_ENDPOINT_URL'] = url;
  process.env['AWS_REGION'] = faultyRegion;
  const folder = await mkdtemp(join(tmpdir(), 'prepay-planted-'));
  const config = join(folder, 'prepay.yaml');
  await writeFile(config, options.configuration);
  const signer = throwAwaySigner();
  const { summary, paths } = await audit({
    config,
    source: [],
    framework: [],
    control: [],
    excludeControl: [],
    severity: [],
    region: options.region ?? [],
    failOn: 'low',
    allowIncomplete: [],
    sign: null,
    demo: null,
    awsProfile: null,
    out: join(folder, 'evidence'),
    formats: [],
    outputs: [],
    concurrency: 8,
    timeoutMs: options.timeoutMs ?? 60_000,
    signal: new AbortController().signal,
    onEvent: () => undefined,
    signer,
  });
  const pack = paths.pack ?? '';
  const text = (file: string) => readFile(join(pack, 'results', file), 'utf8');
  const findings: Finding[] = (await text('findings.jsonl'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Finding => JSON.parse(line));
  const reads: ReadSummary[] = JSON.parse(await text('reads.json'));
  return { exit: summary.exit, findings, reads, pack, signer };
}
