/** Writes two packs of so many findings, of which one in a hundred differs. usage: diff-packs.js OUT FINDINGS, prints both. */
import { byFinding, type Finding, fingerprint } from '../../src/core/finding.js';
import type { Scope } from '../../src/core/scope.js';
import { jsonDocument, jsonLines } from '../../src/pack/json-lines.js';
import { countReads } from '../../src/pack/predicate.js';
import { createPack } from '../../src/pack/writer.js';
import { run } from '../run-of.js';

const [out = '', count = ''] = process.argv.slice(2);
const kind = 'aws.ec2.security-group';
const ofControl = 1000;
const scope: Scope = { source: 'aws', account: '111122223333', region: 'eu-west-1' };
const ids = Array.from({ length: ofControl }, (_, at) => `sg-${String(at).padStart(17, '0')}`);
const controls = Array.from({ length: Number(count) / ofControl }, (_, at) => `control-${String(at).padStart(4, '0')}`);

for (const [night, name] of ['before', 'after'].entries())
  process.stdout.write(`${await written(night, `20261126T00000${night}000Z-${name}`)}\n`);

async function written(night: number, packId: string): Promise<string> {
  const writer = await createPack({ out, packId, header: {} });
  const findings = controls.flatMap((control, c) =>
    ids.map((id, at) => finding(control, id, (at + c) % 100 === night)),
  );
  const reads = countReads([]);
  const populations = [{ kind, scope, count: ids.length, members: ids, reads: [], gap: null }];
  await writer.write('run.json', jsonDocument({ ...run, packId, selection: { ...run.selection, controls } }));
  await writer.write('scope.json', jsonDocument({ sources: [], excluded: [], unreadable: [] }));
  await writer.write('rules/parameters.json', jsonDocument([]));
  for (const id of controls) await writer.write(`rules/controls/${id}.json`, jsonDocument({ digest: '1' }));
  await writer.write('results/findings.jsonl', jsonLines(findings.sort(byFinding)));
  await writer.write('results/clauses.json', jsonDocument([]));
  await writer.write('results/populations.json', jsonDocument(populations));
  await writer.write('results/reads.json', jsonDocument([]));
  const { path } = await writer.seal({
    signer: null,
    predicate: ({ evidenceRoot, digests }) => ({
      packId,
      sequence: null,
      previousPack: null,
      expectedCadence: null,
      window: { start: run.declaredAt, end: run.declaredAt },
      evidenceRoot,
      digests,
      tool: { version: run.tool.version, commit: null, integrity: null },
      runner: null,
      collectors: [],
      clockSource: 'none',
      reads,
      populations: [],
    }),
  });
  return path;
}

function finding(control: string, id: string, fails: boolean): Finding {
  const resource = { kind, id, name: null, scope };
  return {
    control,
    outcome: fails ? 'fail' : 'pass',
    reason: null,
    severity: 'high',
    resource,
    expected: 'No administration port is open to the internet.',
    observed: fails ? `${id} lets ::/0 reach tcp/22` : `no administration port of ${id} is open to the internet`,
    evidence: [{ read: 'a'.repeat(64), page: 0, pointer: `/SecurityGroups/${id}` }],
    parameters: { adminPorts: ['tcp/22', 'tcp/3389'] },
    location: null,
    owner: null,
    exception: null,
    fingerprint: fingerprint(control, resource),
    gateSeverity: 'high',
  };
}
