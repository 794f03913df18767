import { describe, expect, it } from 'vitest';
import { type Act, clauseActs } from '../core/acts.js';
import { actsBody, type LedgerResults } from './acts.js';
import type { BodyTable } from './section-body.js';

const framework = 'pci-dss-4.0.1';
const sha256 = '0'.repeat(64);
const collectedOn = '2026-11-26';

function act(id: string, clause: string, performedOn: string, more: Partial<Act> = {}): Act {
  return {
    id,
    title: `title of ${id}`,
    clauses: [{ framework, clause }],
    performedOn,
    recordedOn: '2026-11-25',
    performedBy: 'somebody',
    owner: 'owner',
    outcome: 'met',
    fileName: 'a.pdf',
    file: { state: 'kept', path: `attestations/${id}/a.pdf`, sha256, size: 1 },
    validUntil: null,
    basis: null,
    trigger: null,
    correctiveAction: null,
    location: { path: 'a.yaml', line: 1 },
    ...more,
  };
}

const acts = [
  act('scan-1', '11.3.1', '2026-01-01'),
  act('scan-2', '11.3.1', '2026-06-01', {
    correctiveAction: { what: 'scan again', owner: 'ops', dueOn: '2026-12-01' },
  }),
  act('asv', '11.3.2', '2026-11-01', { file: { state: 'withheld', reason: 'card-number', sha256 } }),
  act('noted', '7.2.4', '2026-11-01', { outcome: 'exceptions-noted' }),
  act('gone', '12.6.2', '2026-11-01', { file: { state: 'missing' } }),
  act('swapped', '12.6.2', '2026-11-01', { file: { state: 'changed', expected: '1'.repeat(64), sha256 } }),
  act('weekly', '11.6.1', '2026-11-25'),
  act('lapsed', '8.2.6', '2025-11-01'),
  act('policy', '1.1.1', '2026-11-01'),
];
const dated = [
  { id: '11.3.1', periods: ['3-months'] },
  { id: '11.3.2', periods: ['3-months'] },
  { id: '7.2.4', periods: ['6-months'] },
  { id: '12.6.2', periods: ['12-months'] },
  { id: '11.6.1', periods: ['weekly', 'risk-analysis'] },
  { id: '8.2.6', periods: ['90-days'] },
  { id: '6.5.2', periods: ['significant-change'] },
  { id: '1.1.1', periods: [] },
] as const;
const ledger: LedgerResults = {
  folder: 'attestations',
  acts,
  clauses: dated.map(({ id, periods }) => clauseActs(framework, { id, periods: [...periods] }, acts, collectedOn)),
  collectedOn,
};

function tables(results: LedgerResults): readonly BodyTable[] {
  return (actsBody(results)?.blocks ?? []).flatMap((block) => (block.type === 'table' ? [block.table] : []));
}
function texts(table: BodyTable | undefined): readonly string[] {
  return (table?.rows ?? []).map((row) => row.map(({ text }) => text).join(' | '));
}

describe('section 6', () => {
  it('is left out without a ledger', () => {
    expect(actsBody(null)).toBeNull();
  });

  it('has as many cells a row as columns', () => {
    for (const { columns, rows } of tables(ledger)) for (const row of rows) expect(row).toHaveLength(columns.length);
  });

  it('counts the acts and the windows', () => {
    const [first] = actsBody(ledger)?.blocks ?? [];
    expect(first).toMatchObject({
      text: '9 acts of attestations, collected on 2026-11-26. Of 9 windows: 4 current, 2 lapsed, 1 without any act, 1 for a person to say, 1 covered by the clause’s other frequency.',
    });
  });

  it('shows each window with its state, its last act, and the day by which the next is due', () => {
    const [windows] = tables(ledger);
    expect(texts(windows)).toEqual([
      '11.3.1 | every 3 months | lapsed | scan-2 | 2026-06-01 | 2026-09-01 | owner | the next act was due by 2026-09-01',
      '11.3.2 | every 3 months | current | asv | 2026-11-01 | 2027-02-01 | owner | in force until 2027-02-01',
      '7.2.4 | every 6 months | exceptions noted | noted | 2026-11-01 | 2027-05-04 | owner | in force until 2027-05-04',
      '12.6.2 | every 12 months | no act | none |  |  |  | no act that counts is recorded',
      '11.6.1 | weekly | current | weekly | 2026-11-25 | 2026-12-02 | owner | in force until 2026-12-02',
      '11.6.1 | as the risk analysis sets | covered | weekly | 2026-11-25 |  | owner | the clause leaves the choice between two frequencies',
      '8.2.6 | every 90 days | lapsed | lapsed | 2025-11-01 | 2026-01-30 | owner | the next act was due by 2026-01-30',
      '6.5.2 | on significant change | manual | none |  |  |  | whether anything changed significantly is for a person to say',
      '1.1.1 | every 12 months, as no period is named | current | policy | 2026-11-01 | 2027-11-01 | owner | in force until 2027-11-01',
    ]);
    expect(windows?.rows.map((row) => row[2]?.tone)).toEqual([
      'bad',
      'good',
      'bad',
      'open',
      'good',
      'good',
      'bad',
      'open',
      'good',
    ]);
    expect(windows?.rows[0]?.[0]?.clause).toBe('pci-dss-4.0.1-11.3.1');
  });

  it('shows each act with its dates, its evidence, and why it counts for nothing', () => {
    const [, all] = tables(ledger);
    const of = (id: string) => texts(all).find((text) => text.startsWith(`${id} |`));
    expect(of('scan-1')).toBe(
      `scan-1 | title of scan-1 | 11.3.1 | 2026-01-01 | 2026-11-25 | somebody | met | attestations/scan-1/a.pdf (SHA-256 ${sha256})`,
    );
    expect(of('asv')).toContain('a.pdf: not copied, since it holds what looks like a card number');
    expect(of('noted')).toContain('exceptions noted');
    expect(of('gone')).toContain('does not count | its evidence file is missing: a.pdf: missing');
    expect(of('swapped')).toContain(`a.pdf: SHA-256 ${sha256}, recorded was ${'1'.repeat(64)}`);
  });

  it('shows what lapsed with its corrective action, and the gaps between acts', () => {
    const [, , lapsed, gaps] = tables(ledger);
    expect(texts(lapsed)).toEqual([
      '11.3.1 | scan-2 | the next act was due by 2026-09-01 | scan again | ops | 2026-12-01',
      '8.2.6 | lapsed | the next act was due by 2026-01-30 | none stated |  | ',
    ]);
    expect(texts(gaps)).toEqual(['11.3.1 | every 3 months | 2026-04-03 | 2026-06-01']);
  });

  it('says so where there is nothing', () => {
    const empty = tables({ folder: 'a', acts: [], clauses: [], collectedOn });
    expect(empty.map((table) => table.rows)).toEqual([[], [], [], []]);
    expect(empty.map((table) => table.empty).join(' ')).toContain('The ledger is empty.');
  });
});
