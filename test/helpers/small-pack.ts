import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noOutcomes } from '../../src/core/clause.js';
import { type Finding, fingerprint } from '../../src/core/finding.js';
import { canonical, type JsonObject, sha256Hex } from '../../src/core/json.js';
import { type EndLine, type PageLine, type ReadLine, readKey, type ReadOutcome } from '../../src/core/read.js';
import type { ClauseResult, Population, Run, ScopeFile } from '../../src/core/run.js';
import type { Scope } from '../../src/core/scope.js';
import { jsonDocument, jsonLines } from '../../src/pack/json-lines.js';
import { type ManifestEntry, manifestText, sumsText } from '../../src/pack/manifest.js';
import { countPopulations, countReads, type PackPredicate } from '../../src/pack/predicate.js';
import { type PackReader, parseManifest } from '../../src/pack/reader.js';
import { type Signer, throwAwaySigner } from '../../src/pack/signer.js';
import { signedBundle } from '../../src/pack/statement.js';
import type { ReplayResult } from '../../src/pack/verify-replay.js';
import { createPack, type PackWriter, type Sealed, type SealedPack } from '../../src/pack/writer.js';

export const declaredAt = '2026-11-25T22:14:04.123Z';
export const packId = '20261125T221404Z-small';
export const toolVersion = '0.1.0';
export const scope: Scope = { source: 'aws', account: '111122223333', region: 'eu-west-1' };

/** A folder of its own, gone when the test has ended. */
export async function temporary(onEnd: (end: () => Promise<void>) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'prepay-pack-'));
  onEnd(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export function page(operation: string, number: number, response: JsonObject, input: JsonObject = {}): PageLine {
  return {
    type: 'page',
    ...request(operation, input),
    page: number,
    token: { request: number === 0 ? null : `t${number}`, next: null },
    response,
    requestId: 'r-1',
    serverDate: null,
    startedAt: declaredAt,
    durationMs: 12,
    attempts: 1,
    sha256: sha256Hex(canonical(response)),
    redactions: [],
    command: `aws ${operation}`,
  };
}

export function end(
  operation: string,
  pages: number,
  outcome: ReadOutcome = 'complete',
  input: JsonObject = {},
): EndLine {
  return {
    type: 'end',
    ...request(operation, input),
    outcome,
    pages,
    attempts: pages === 0 ? 1 : pages,
    endedAt: declaredAt,
    error: outcome === 'denied' ? { class: 'access-denied', code: 'UnauthorizedOperation', message: 'no' } : null,
    command: `aws ${operation}`,
  };
}

export const groups = 'ec2:DescribeSecurityGroups';
export const lines: readonly ReadLine[] = [
  page(groups, 0, { SecurityGroups: [{ GroupId: 'sg-1', 'a/b~c': { '22': '::/0' } }, { GroupId: 'sg-2' }] }),
  page(groups, 1, { SecurityGroups: [{ GroupId: 'sg-3', Description: 'é <script>' }] }),
  end(groups, 2),
  end('ec2:DescribeVpcs', 0, 'denied'),
];

export const findings: readonly Finding[] = [
  finding('sg-1', 'fail', 'sg-1 lets ::/0 reach tcp/22', 0, '/SecurityGroups/0/a~1b~0c/22'),
  finding('sg-2', 'pass', 'no administration port of sg-2 is open', 0, '/SecurityGroups/1'),
  finding('sg-3', 'pass', 'no administration port of sg-3 is open', 1, '/SecurityGroups/0'),
];

export const rules: ReadonlyMap<string, string> = new Map([
  ['rules/controls/no-world-open-admin-ports.yaml', 'id: no-world-open-admin-ports\n'],
]);
export const ruleDigests = new Map([...rules].map(([path, text]) => [path, sha256Hex(text)]));

/** A writer of the small pack, all written but not sealed. */
export async function writeSmallPack(out: string): Promise<PackWriter> {
  const writer = await createPack({ out, packId, header: { declaredAt, configuration: 'x' } });
  for (const line of lines) await writer.append(line);
  await writer.write('run.json', jsonDocument(run));
  await writer.write('scope.json', jsonDocument(scopeFile));
  await writer.write('rules/parameters.json', jsonDocument({}));
  for (const [path, text] of rules) await writer.write(path, text);
  await writer.write('results/findings.jsonl', jsonLines(findings));
  for (const [path, text] of resultFiles) await writer.write(path, text);
  await writer.write('results/reads.json', jsonDocument(await writer.recorded.summaries()));
  await writer.write('reports/report.html', `<p>${await writer.evidenceRoot()}</p>`);
  return writer;
}

export async function sealSmallPack(out: string, signer: Signer | null = throwAwaySigner()): Promise<SealedPack> {
  const writer = await writeSmallPack(out);
  const reads = countReads(await writer.recorded.summaries());
  return writer.seal({ signer, predicate: (sealed) => predicate(sealed, reads) });
}

export function predicate(sealed: Sealed, reads: PackPredicate['reads']): PackPredicate {
  return {
    packId,
    sequence: null,
    previousPack: null,
    expectedCadence: null,
    window: { start: declaredAt, end: declaredAt },
    evidenceRoot: sealed.evidenceRoot,
    digests: sealed.digests,
    tool: { version: toolVersion, commit: null, integrity: null },
    runner: null,
    collectors: [{ source: 'aws', identity: 'arn:aws:sts::111122223333:assumed-role/audit/me' }],
    clockSource: 'system',
    reads,
    populations: countPopulations(populations),
  };
}

/** What a replay that judges as the run did comes to. */
export async function sameReplay(pack: PackReader): Promise<ReplayResult> {
  const reads = jsonDocument(await pack.recorded.summaries());
  const report = 'reports/report.html';
  return {
    findings,
    files: new Map([
      ...resultFiles,
      ['scope.json', jsonDocument(scopeFile)],
      ['results/reads.json', reads],
      [report, await pack.text(report)],
    ]),
  };
}

/** A second folder with the same pack, to be spoilt. */
export async function copyPack(pack: string, to: string): Promise<string> {
  await cp(pack, to, { recursive: true });
  return to;
}

/** Makes the lists anew after an edit, as a forger would; and signs anew, if there is a signer. */
export async function relist(
  pack: string,
  signer: Signer | null,
  stated: (entries: readonly ManifestEntry[], manifestSha256: string) => PackPredicate,
): Promise<void> {
  const before = parseManifest(await readFile(join(pack, 'manifest.json'), 'utf8'));
  const entries = await Promise.all(
    before.map(async (entry) => {
      const bytes = await readFile(join(pack, entry.path));
      return { ...entry, size: bytes.length, sha256: sha256Hex(bytes) };
    }),
  );
  const manifest = manifestText(entries);
  await writeFile(join(pack, 'manifest.json'), manifest);
  await writeFile(join(pack, 'SHA256SUMS'), sumsText(entries, sha256Hex(manifest)));
  if (signer === null) return;
  const hash = sha256Hex(manifest);
  await writeFile(join(pack, 'attestation.sigstore.json'), await signedBundle(hash, stated(entries, hash), signer));
}

export const run: Run = {
  schema: 'https://prepay.example/run/v1',
  packId,
  declaredAt,
  tool: { name: 'prepay', version: toolVersion, libraries: { '@aws-sdk/client-ec2': '3.1169.0' } },
  configuration: { version: 1 },
  selection: {
    sources: ['aws'],
    frameworks: ['pci-dss-4.0.1'],
    controls: ['no-world-open-admin-ports'],
    regions: 'all',
    severities: ['critical'],
    failOn: 'high',
    allowIncomplete: [],
  },
  partial: false,
  partialBecause: [],
  demo: null,
  runner: null,
};

const scopeFile: ScopeFile = {
  sources: [{ source: 'aws', state: 'read', identity: 'arn:aws:iam::111122223333:root', scopes: [scope], why: null }],
  excluded: [],
  unreadable: [],
};

const clauses: readonly ClauseResult[] = [
  {
    framework: 'pci-dss-4.0.1',
    clause: '1.3.1',
    status: 'fail',
    proposal: 'not-in-place',
    supersededBy: null,
    controls: [
      {
        control: 'no-world-open-admin-ports',
        role: 'tests',
        ran: true,
        counts: { ...noOutcomes, pass: 2, fail: 1 },
      },
    ],
  },
];

const populations: readonly Population[] = [
  {
    kind: 'aws.ec2.security-group',
    scope,
    count: 3,
    members: ['sg-1', 'sg-2', 'sg-3'],
    reads: [{ key: request(groups, {}).key, operation: groups }],
    gap: null,
  },
];

const resultFiles: ReadonlyMap<string, string> = new Map([
  ['results/clauses.json', jsonDocument(clauses)],
  ['results/populations.json', jsonDocument(populations)],
]);

function request(
  operation: string,
  input: JsonObject,
): Pick<ReadLine, 'key' | 'source' | 'scope' | 'operation' | 'input'> {
  const asked = { source: 'aws', scope, operation, input } as const;
  return { key: readKey(asked), ...asked };
}

function finding(id: string, outcome: 'pass' | 'fail', observed: string, pageNumber: number, pointer: string): Finding {
  const control = 'no-world-open-admin-ports';
  const resource = { kind: 'aws.ec2.security-group', id, name: null, scope };
  return {
    control,
    outcome,
    reason: null,
    severity: 'critical',
    resource,
    expected: 'No administration port is open to the internet.',
    observed,
    evidence: [{ read: request(groups, {}).key, page: pageNumber, pointer }],
    parameters: {},
    location: null,
    owner: null,
    exception: null,
    fingerprint: fingerprint(control, resource),
    gateSeverity: 'critical',
  };
}
