import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import { actsTable, dueActs, dueTable, listActs, today } from '../../src/app/attestations-ledger.js';
import AttestationsAdd from '../../src/commands/attestations/add.js';
import AttestationsDue from '../../src/commands/attestations/due.js';
import AttestationsList from '../../src/commands/attestations/list.js';
import { sha256Hex } from '../../src/core/json.js';
import { addDays } from '../../src/core/period.js';
import { runCommand } from '../helpers/run-command.js';

const work = mkdtempSync(join(tmpdir(), 'prepay-attest-'));
const config = join(work, 'prepay.yaml');
const ledger = join(work, 'attestations');
const evidence = join(ledger, 'evidence', 'report.pdf');
const on = today();
const shown = { columns: 200, color: false };

beforeAll(() => {
  mkdirSync(join(ledger, 'evidence'), { recursive: true });
  writeFileSync(config, 'version: 1\nattestations: attestations/\n');
  writeFileSync(evidence, 'a report');
});

function flags(id: string, more: Readonly<Record<string, string>> = {}): string[] {
  const all = {
    config,
    id,
    title: `Act ${id}`,
    clause: 'pci-dss-4.0.1:11.3.2',
    'performed-on': addDays(on, -1),
    'performed-by': 'the ASV',
    owner: 'security',
    outcome: 'met',
    file: evidence,
    ...more,
  };
  return Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]);
}

describe('attestations add', () => {
  it('writes a file with the hash of the evidence, and copies nothing', async () => {
    const run = await runCommand(AttestationsAdd, flags('asv-1'));
    expect(run.exit, run.stderr).toBe(0);
    expect(run.stdout).toMatch(/attestations\/asv-1\.yaml written\.\n$/);
    expect(readFileSync(join(ledger, 'asv-1.yaml'), 'utf8')).toBe(
      stringify({
        id: 'asv-1',
        title: 'Act asv-1',
        clauses: [{ framework: 'pci-dss-4.0.1', clause: '11.3.2' }],
        performedOn: addDays(on, -1),
        recordedOn: on,
        performedBy: 'the ASV',
        owner: 'security',
        outcome: 'met',
        file: 'evidence/report.pdf',
        sha256: sha256Hex('a report'),
      }),
    );
  });

  it('takes every flag', async () => {
    const analysis = await runCommand(AttestationsAdd, flags('tra-1', { clause: 'pci-dss-4.0.1:12.3.1' }));
    expect(analysis.exit, analysis.stderr).toBe(0);
    const more = {
      'recorded-on': addDays(on, -1),
      'valid-until': addDays(on, 90),
      basis: 'tra-1',
      'every-days': '30',
      trigger: 'none since the last one',
    };
    const run = await runCommand(AttestationsAdd, [
      ...flags('full', { ...more, clause: 'pci-dss-4.0.1:8.6.3' }),
      '--clause',
      'pci-dss-4.0.1:11.4.2',
      '--json',
    ]);
    expect(run.exit, run.stdout).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({
      act: {
        id: 'full',
        basis: { attestation: 'tra-1', everyDays: 30 },
        trigger: 'none since the last one',
        file: { state: 'kept' },
      },
    });
  });

  it.each([
    ['an act of tomorrow', { 'performed-on': addDays(on, 1) }, 'PREPAY_USAGE', '--performed-on'],
    ['one recorded tomorrow', { 'recorded-on': addDays(on, 1) }, 'PREPAY_USAGE', '--recorded-on'],
    ['evidence outside the folder', { file: config }, 'PREPAY_USAGE', 'expected a file below'],
    ['evidence that is not there', { file: join(ledger, 'none.pdf') }, 'PREPAY_USAGE', 'there is no such file'],
    ['a folder as evidence', { file: join(ledger, 'evidence') }, 'PREPAY_USAGE', 'expected a regular file'],
    ['a clause without its framework', { clause: '11.3.2' }, 'PREPAY_USAGE', 'expected FRAMEWORK:CLAUSE'],
    ['a clause that is none', { clause: 'pci-dss-4.0.1:99' }, 'PREPAY_CONFIG_INVALID', 'no clause 99'],
    ['a day that no calendar has', { 'performed-on': '2026-02-30' }, 'PREPAY_CONFIG_INVALID', 'a day of the calendar'],
    ['an id out of the folder', { id: '../../x' }, 'PREPAY_CONFIG_INVALID', '"id"'],
    ['an id that the ledger has', { id: 'asv-1' }, 'PREPAY_CONFIG_INVALID', 'is the id of'],
    [
      'a configuration without a ledger',
      { config: join(work, 'none.yaml') },
      'PREPAY_CONFIG_INVALID',
      'expected "attestations"',
    ],
  ])('refuses %s', async (_, more, code, says) => {
    writeFileSync(join(work, 'none.yaml'), 'version: 1\n');
    const run = await runCommand(AttestationsAdd, flags('new', more));
    expect(run.exit).toBe(2);
    expect(run.stderr).toContain(`${code}: `);
    expect(run.stderr).toContain(says);
  });

  it('overwrites nothing', async () => {
    writeFileSync(
      join(ledger, 'taken.yaml'),
      readFileSync(join(ledger, 'asv-1.yaml'), 'utf8').replace('id: asv-1', 'id: other'),
    );
    const run = await runCommand(AttestationsAdd, flags('taken'));
    expect(run.stderr).toContain('PREPAY_OUTPUT_EXISTS: ');
  });

  it('says that no pack will have a file with a card number', async () => {
    writeFileSync(join(ledger, 'evidence', 'card.txt'), '4111 1111 1111 1111');
    const run = await runCommand(AttestationsAdd, flags('card', { file: join(ledger, 'evidence', 'card.txt') }));
    expect(run.stdout).toContain('no pack will have a copy of it');
  });
});

describe('attestations list', () => {
  it('shows every act, and why one counts for nothing', async () => {
    const run = await runCommand(AttestationsList, ['--config', config]);
    expect(run.exit, run.stderr).toBe(0);
    for (const id of ['asv-1', 'tra-1', 'full', 'other', 'card']) expect(run.stdout).toContain(id);
    const acts = await listActs(config, addDays(on, -7));
    expect(acts.find(({ id }) => id === 'asv-1')?.fault).toBe(`it is dated ${addDays(on, -1)}, after the run`);
    expect(actsTable(acts, shown)).toContain('counts for nothing: it is dated');
    expect(actsTable([], shown)).toBe('The ledger is empty.');
  });

  it('gives one document under --json', async () => {
    const run = await runCommand(AttestationsList, ['--config', config, '--json']);
    const { acts } = z
      .object({ acts: z.array(z.object({ id: z.string(), fault: z.null() })) })
      .parse(JSON.parse(run.stdout));
    expect(acts).toHaveLength(5);
  });
});

describe('attestations due', () => {
  it('lists what lapsed first, then what lapses within the days that are asked for', async () => {
    const later = addDays(on, 35);
    const { due, missing } = await dueActs(config, later, 60);
    expect(due.map(({ clause, state, daysLeft }) => [clause, state, daysLeft])).toEqual(
      [
        ['8.6.3', 'lapsed', -6],
        ['11.3.2', 'current', 56],
        ['11.4.2', 'current', 55],
        ['11.4.2', 'current', 55],
      ].sort((a, b) => Number(a[2]) - Number(b[2])),
    );
    expect(missing.map(({ clause }) => clause)).toContain('11.3.1');
    const text = dueTable({ due, missing }, shown);
    expect(text).toMatch(
      /8\.6\.3 +as the risk analysis sets +full +security +lapsed: the next act was due by .*; no corrective action/,
    );
    expect(text).toMatch(/\d+ clauses with a period without any act: .*11\.3\.1/);
  });

  it('counts the last day in', async () => {
    const days = async (within: number) => (await dueActs(config, on, within)).due.map(({ clause }) => clause);
    expect(await days(28)).toEqual([]);
    expect(await days(29)).toEqual(['8.6.3']);
  });

  it('exits 0, whatever lapsed', async () => {
    const run = await runCommand(AttestationsDue, ['--config', config, '--within', '0']);
    expect(run.exit, run.stderr).toBe(0);
    expect(run.stdout).toContain('Nothing lapsed, and nothing lapses in that time.');
    const json = await runCommand(AttestationsDue, ['--config', config, '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ due: [{ clause: '8.6.3', correctiveAction: null }] });
  });

  it('names the corrective action', () => {
    const correctiveAction = { what: 'scan again', owner: 'o', dueOn: '2026-12-01' };
    const lapsed = {
      framework: 'f',
      clause: 'c',
      title: 't',
      period: 'risk-analysis',
      state: 'lapsed',
      act: null,
      until: null,
    } as const;
    const due = [{ ...lapsed, daysLeft: null, owner: null, why: 'its basis lapsed', correctiveAction }];
    expect(dueTable({ due, missing: [] }, shown)).toContain('lapsed: its basis lapsed; scan again, by 2026-12-01');
  });
});
