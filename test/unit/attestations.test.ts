import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import { packageRoot } from '../../src/app/package-root.js';
import { reperform } from '../../src/app/reperform.js';
import { ruleDigests } from '../../src/app/sealing.js';
import AuditRun from '../../src/commands/audit/run.js';
import type { Finding } from '../../src/core/finding.js';
import { addDays } from '../../src/core/period.js';
import { sha256Hex } from '../../src/core/json.js';
import { clauses as clausesSchema, finding as findingSchema, run as runSchema } from '../../src/pack/schemas.js';
import { openPack, packFolder } from '../../src/pack/reader.js';
import { type VerifyReport, verifyPack } from '../../src/pack/verify.js';
import { runCommand } from '../helpers/run-command.js';
import { relist } from '../helpers/small-pack.js';

const work = mkdtempSync(join(tmpdir(), 'prepay-attestations-'));
const ledger = join(work, 'attestations');
const file = join(work, 'p.yaml');
mkdirSync(join(ledger, 'evidence'), { recursive: true });
mkdirSync(join(work, 'artefacts'));
writeFileSync(file, stringify({ version: 1, attestations: 'attestations', gates: { dir: join(work, 'artefacts') } }));

const pci = 'pci-dss-4.0.1';
let pack = '';
let today = '';

function act(id: string, clause: string, performedOn: string, more: object = {}, evidence = `evidence of ${id}`): void {
  const name = `evidence/${id}.txt`;
  writeFileSync(join(ledger, name), evidence);
  const [framework = pci, own = clause] = clause.includes(':') ? clause.split(':') : [pci, clause];
  const said = {
    id,
    title: `Act <script> ${id}`,
    clauses: [{ framework, clause: own }],
    performedOn,
    recordedOn: performedOn,
    performedBy: 'the network team',
    owner: 'security',
    outcome: 'met',
    file: name,
    sha256: sha256Hex(evidence),
    ...more,
  };
  writeFileSync(join(ledger, `${id}.yaml`), stringify(said));
}

async function audited(out: string): Promise<string> {
  const run = await runCommand(AuditRun, [
    '--config',
    file,
    '--out',
    join(work, out),
    '--json',
    '--format',
    'html,json',
  ]);
  expect(run.stdout, run.stderr).toContain('"paths"');
  return z.object({ paths: z.object({ pack: z.string() }) }).parse(JSON.parse(run.stdout)).paths.pack;
}

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

const textOf = (path: string): string => readFileSync(join(pack, path), 'utf8');

beforeAll(async () => {
  // Without credentials nothing but the folder of artefacts is in scope.
  for (const name of Object.keys(process.env)) if (/^(?:AWS|GITHUB|GH)_/u.test(name)) vi.stubEnv(name, undefined);
  const first = await audited('empty');
  today = runSchema.parse(JSON.parse(readFileSync(join(first, 'run.json'), 'utf8'))).declaredAt.slice(0, 10);
  act('asv-current', '11.3.2', addDays(today, -92));
  act('asv-earlier', '11.3.2', addDays(today, -200));
  act('scan-lapsed', '11.3.1', addDays(today, -93), {
    correctiveAction: { what: 'scan again', owner: 'o', dueOn: today },
  });
  act('policy', 'iso-27001-2022:A.5.1', today);
  act('review-noted', '7.2.4', today, { outcome: 'exceptions-noted' });
  act('of-tomorrow', '12.6.2', addDays(today, 1));
  act('changed', '12.6.3', today, { sha256: 'a'.repeat(64) });
  act('with-a-card', '12.10.2', today, {}, 'paid with 4111 1111 1111 1111');
  pack = await audited('out');
}, 120_000);

describe('a run with a ledger', () => {
  it('copies each evidence file, but those with a fault or a card number, byte for byte', async () => {
    const entries = await (await openPack(pack)).manifest();
    const copied = entries.filter(({ path }) => path.startsWith('attestations/')).map(({ path }) => path);
    expect(copied).toEqual([
      'attestations/asv-current/asv-current.txt',
      'attestations/asv-earlier/asv-earlier.txt',
      'attestations/of-tomorrow/of-tomorrow.txt',
      'attestations/policy/policy.txt',
      'attestations/review-noted/review-noted.txt',
      'attestations/scan-lapsed/scan-lapsed.txt',
    ]);
    expect(textOf('attestations/policy/policy.txt')).toBe('evidence of policy');
  });

  it('brings the acts into the clauses', () => {
    const clauses = clausesSchema.parse(JSON.parse(textOf('results/clauses.json')));
    const of = (id: string, framework = pci) =>
      clauses.find(({ clause, framework: own }) => clause === id && own === framework);
    expect(of('11.3.2')).toMatchObject({
      status: 'pass',
      proposal: 'in-place',
      acts: {
        windows: [{ state: 'current', act: 'asv-current', until: today }],
        gaps: [{ performedOn: addDays(today, -92) }],
      },
    });
    expect(of('11.3.1')?.acts?.windows).toMatchObject([{ state: 'lapsed', until: addDays(today, -1) }]);
    expect(of('A.5.1', 'iso-27001-2022')?.acts?.windows).toMatchObject([{ state: 'current' }]);
    expect(of('7.2.4')).toMatchObject({ status: 'fail', proposal: 'not-in-place' });
    expect(of('12.6.2')).toMatchObject({ acts: { windows: [{ state: 'missing' }], faults: [{ act: 'of-tomorrow' }] } });
    expect(of('12.6.3')).toMatchObject({ acts: { faults: [{ act: 'changed' }] } });
    expect(of('12.10.2')?.acts?.windows).toMatchObject([{ state: 'current' }]);
    expect(of('2.2.1')).not.toHaveProperty('acts');
  });

  it('states every clause with a period in results/acts.json, in the order of the catalogs', () => {
    const acts = z
      .array(z.object({ framework: z.string(), clause: z.string() }))
      .parse(JSON.parse(textOf('results/acts.json')));
    expect(acts.map(({ clause }) => clause).slice(0, 2)).toEqual(['1.2.7', '3.2.1']);
    expect(acts.at(-1)).toMatchObject({ clause: 'A.5.1' });
    expect(new Set(acts.map(({ framework, clause }) => `${framework} ${clause}`)).size).toBe(acts.length);
  });

  it('has a finding a clause, at the line of the act that lapsed or counts for nothing', () => {
    const found = findingsOf(pack, 'evidence-current');
    const of = (clause: string, framework = pci) =>
      found.find(({ resource }) => resource.id === `${framework} ${clause}`);
    expect(of('11.3.2')).toMatchObject({ outcome: 'pass' });
    expect(of('11.3.1')).toMatchObject({ outcome: 'fail', location: { line: 6 } });
    expect(of('11.3.1')?.observed).toContain(
      `3-months lapsed since ${addDays(today, -1)}: the last act is scan-lapsed`,
    );
    expect(of('11.3.1')?.observed).toContain(`corrective action: scan again (o, due on ${today})`);
    expect(of('11.3.1')?.location?.path).toMatch(/attestations\/scan-lapsed\.yaml$/u);
    expect(of('12.6.2')?.outcome).toBe('fail');
    expect(of('12.6.2')?.observed).toContain('after the run');
    expect(of('12.6.3')?.outcome).toBe('fail');
    expect(of('12.6.3')?.observed).toContain('another hash');
    expect(of('1.2.7')).toMatchObject({ outcome: 'unknown', reason: 'missing' });
    expect(of('6.5.2')).toMatchObject({ outcome: 'manual' });
    expect(of('7.2.4')?.outcome).toBe('pass');
    expect(of('7.2.4')?.observed).toContain('noted exceptions');
    expect(of('A.5.1', 'iso-27001-2022')).toMatchObject({ outcome: 'pass' });
  });

  it('finds the card number, and keeps neither it nor its file', () => {
    const findings = findingsOf(pack, 'no-card-data-in-evidence').filter(({ outcome }) => outcome === 'fail');
    expect(findings).toMatchObject([{ resource: { name: 'run:Attestations' }, severity: 'critical' }]);
    expect(findings[0]?.observed).toMatch(/a card number at page 0 \/Attestations\/acts\/\d\/file/);
    expect(textOf('run.json')).not.toContain('4111');
  });

  it('shows them in section 6 and under the clauses, escaped', () => {
    const html = textOf('reports/report.html');
    expect(html).toContain('Act &lt;script&gt; asv-current');
    expect(html).not.toContain('Act <script>');
    expect(html).toContain('scan again');
    expect(html).toContain(`in force until ${today}`);
    expect(html).not.toContain('The run was given no ledger');
  });

  it('verifies, by replay', async () => {
    const report = await verified(pack);
    expect(report, JSON.stringify(report.steps)).toMatchObject({ exit: 0 });
  });

  it.each([
    {
      what: 'evidence',
      edit: (copy: string) => writeFileSync(join(copy, 'attestations/policy/policy.txt'), 'evidence of police'),
      says: 'attestations/policy/policy.txt: expected sha256',
    },
    {
      what: 'date',
      edit: (copy: string) =>
        replace(copy, 'run.json', `"performedOn":"${addDays(today, -93)}"`, `"performedOn":"${today}"`),
      says: 'run.json states other attestations than the recorded read run:Attestations',
    },
    {
      what: 'ledger',
      edit: (copy: string) => replace(copy, 'run.json', '"attestations":{', '"attestation":{'),
      says: 'attestations',
    },
    {
      what: 'window',
      edit: (copy: string) => replace(copy, 'results/acts.json', '"state":"lapsed"', '"state":"current"'),
      says: 'results/acts.json',
    },
  ])('does not verify once the $what was edited, whoever lists the files again', async ({ what, edit, says }) => {
    const copy = join(work, `edited-${what}`);
    await cp(pack, copy, { recursive: true });
    edit(copy);
    await relist(copy, null, () => {
      throw new Error('nobody signs');
    });
    const report = await verified(copy);
    expect(report.exit).toBe(1);
    expect(report.steps.find(({ result }) => result === 'failed')?.detail).toContain(says);
  });

  it('does not verify without a copied file, or with one that run.json does not state', async () => {
    const copy = join(work, 'renamed');
    await cp(pack, copy, { recursive: true });
    await cp(join(copy, 'attestations/policy/policy.txt'), join(copy, 'attestations/policy/other.txt'));
    rmSync(join(copy, 'attestations/policy/policy.txt'));
    replace(copy, 'manifest.json', 'attestations/policy/policy.txt', 'attestations/policy/other.txt');
    await relist(copy, null, () => {
      throw new Error('nobody signs');
    });
    const report = await verified(copy);
    expect(report.exit).toBe(1);
    expect(report.steps.find(({ result }) => result === 'failed')?.detail).toMatch(/attestations\/policy\//);
  });
});

describe('a run with an empty ledger', () => {
  it('verifies, and says so in the report', async () => {
    const empty = join(work, 'empty', 'latest');
    expect(await verified(empty)).toMatchObject({ exit: 0 });
    expect(readFileSync(join(empty, 'reports/report.html'), 'utf8')).toContain('The ledger is empty.');
  });
});

describe('a run without a ledger', () => {
  it('has one finding that says so, and no acts', async () => {
    const config = join(work, 'none.yaml');
    writeFileSync(config, stringify({ version: 1, gates: { dir: join(work, 'artefacts') } }));
    const out = join(work, 'none');
    const run = await runCommand(AuditRun, ['--config', config, '--out', out, '--format', 'html']);
    expect(run.stderr).toContain('sealing');
    const latest = await packFolder(join(out, 'latest'));
    expect(findingsOf(latest, 'evidence-current')).toMatchObject([
      { outcome: 'not-applicable', reason: 'no-ledger', resource: { id: 'no-ledger' } },
    ]);
    expect(readFileSync(join(latest, 'reports/report.html'), 'utf8')).toContain('The run was given no ledger');
    expect(await (await openPack(latest)).added()).toMatchObject({ acts: null });
    expect(await verified(latest)).toMatchObject({ exit: 0 });
  });
});

function findingsOf(folder: string, of: string): Finding[] {
  return readFileSync(join(folder, 'results', 'findings.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => findingSchema.parse(JSON.parse(line)))
    .filter(({ control }) => control === of);
}

function replace(copy: string, path: string, from: string, to: string): void {
  const text = readFileSync(join(copy, path), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(copy, path), text.replace(from, to));
}
