import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { effectiveApprovals } from '../../src/app/approvals.js';
import { parseConfig, withoutConfig } from '../../src/app/config.js';
import { packageRoot } from '../../src/app/package-root.js';
import { reperform } from '../../src/app/reperform.js';
import { ruleDigests } from '../../src/app/sealing.js';
import AuditRun from '../../src/commands/audit/run.js';
import { finding as findingSchema, run as runSchema } from '../../src/pack/schemas.js';
import { type VerifyReport, verifyPack } from '../../src/pack/verify.js';
import { fencesOf } from '../helpers/markdown.js';
import { runCommand } from '../helpers/run-command.js';
import { relist } from '../helpers/small-pack.js';

const work = mkdtempSync(join(tmpdir(), 'prepay-approvals-'));
const file = join(work, 'p.yaml');
writeFileSync(
  file,
  `version: 1
cde: { aws: { tags: { pci-scope: cde } } }
approved:
  networks:
    - { cidr: 198.18.7.0/24, reason: A partner that left, owner: payments }
  ports:
    - { protocol: tcp, ports: "443", reason: The wallet, owner: platform }
    - { protocol: tcp, ports: "80", reason: Redirected to it, owner: platform }
`,
);

let pack = '';

beforeAll(async () => {
  const run = await runCommand(AuditRun, ['--demo', 'after', '--config', file, '--out', join(work, 'out'), '--json']);
  expect(run.exit, run.stdout + run.stderr).toBe(0);
  pack = z.object({ paths: z.object({ pack: z.string() }) }).parse(JSON.parse(run.stdout)).paths.pack;
}, 60_000);

function verified(path: string): Promise<VerifyReport> {
  return verifyPack(path, {
    publicKeys: [],
    allowUnsigned: true,
    toolVersion: packageRoot.version,
    ruleDigests: ruleDigests(),
    replay: reperform,
    onStep: () => undefined,
  });
}

describe('a run with approvals and a cardholder data environment', () => {
  it('states both in run.json, the defaults that are left with them', () => {
    const { configuration } = runSchema.parse(JSON.parse(readFileSync(join(pack, 'run.json'), 'utf8')));
    expect(configuration).toMatchObject({ cde: { awsTags: { 'pci-scope': 'cde' } } });
    const entry = z.object({ id: z.string(), value: z.string(), owner: z.string().nullable() });
    const approvals = z.array(entry).parse(configuration['approvals']);
    expect(approvals.slice(0, 4)).toEqual([
      { id: 'networks[0]', value: '198.18.7.0/24', owner: 'payments' },
      { id: 'ports[0]', value: 'tcp/443', owner: 'platform' },
      { id: 'ports[1]', value: 'tcp/80', owner: 'platform' },
      { id: 'default icmp/3', value: 'icmp/3', owner: null },
    ]);
  });

  it('verifies: what it was judged by is in the recording', async () => {
    const report = await verified(pack);
    expect({ exit: report.exit, steps: report.steps }).toMatchObject({ exit: 0 });
    const reads = readFileSync(join(pack, 'results', 'reads.json'), 'utf8');
    for (const operation of ['run:Parameters', 'run:Approvals', 'run:Cde']) expect(reads).toContain(`"${operation}"`);
  });

  it('reports the entry that matches nothing, at its line, and no default', () => {
    const findings = readFileSync(join(pack, 'results', 'findings.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => findingSchema.parse(JSON.parse(line)))
      .filter(({ control }) => control === 'approvals-in-use');
    const outcomes = new Map(findings.map(({ resource, outcome }) => [resource.id, outcome]));
    expect(outcomes.get('networks[0]')).toBe('fail');
    expect(outcomes.get('ports[0]')).toBe('pass');
    expect(outcomes.get('default icmp/3')).toBe('not-applicable');
    expect(findings.find(({ outcome }) => outcome === 'fail')?.location).toMatchObject({ line: 5 });
  });

  it.each([
    {
      what: 'an owner',
      from: '"owner":"payments"',
      to: '"owner":"nobody"',
      says: 'run.json states other approvals than the recorded read run:Approvals',
    },
    {
      what: 'the tags of the CDE',
      from: '"awsTags":{"pci-scope":"cde"}',
      to: '"awsTags":null',
      says: 'run.json states other tags of the CDE than the recorded read run:Cde',
    },
    {
      what: 'a port to something that is none',
      from: '"value":"tcp/443"',
      to: '"value":"https"',
      says: 'configuration.approvals.1: expected what a control can judge by',
    },
    { what: 'the approvals out', from: '"approvals":', to: '"approval":', says: 'configuration.approvals' },
  ])('does not verify once run.json was edited: $what', async ({ what, from, to, says }) => {
    const copy = join(work, what.replaceAll(' ', '-'));
    await cp(pack, copy, { recursive: true });
    const path = join(copy, 'run.json');
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
    await relist(copy, null, () => {
      throw new Error('nobody signs');
    });
    const report = await verified(copy);
    expect(report.exit).toBe(1);
    expect(report.steps.find(({ result }) => result === 'failed')?.detail).toContain(says);
  });
});

describe('docs/configuration.md', () => {
  const page = readFileSync(join(packageRoot.folder, 'docs', 'configuration.md'), 'utf8');

  it.each(fencesOf(page, 'yaml').map((text, index) => [index + 1, text] as const))(
    'shows an example %i that is accepted',
    (_, text) => {
      expect(parseConfig('prepay.yaml', text).config.version).toBe(1);
    },
  );

  it('tells of every default', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('|'));
    const told = (pattern: RegExp): string => rows.find((row) => pattern.test(row)) ?? '';
    for (const { value } of effectiveApprovals(withoutConfig())) {
      const [protocol = '', port = ''] = value.split('/');
      const row = { tcp: told(/^\| tcp/), icmp: told(/^\| ICMP types/), icmpv6: told(/^\| ICMPv6/) }[protocol];
      expect(row, value).toMatch(new RegExp(`\\b${port}\\b`));
    }
  });
});
