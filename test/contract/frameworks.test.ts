import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCatalogs } from '../../scripts/registry/read-controls.js';
import { actPeriods } from '../../src/core/catalog.js';
import { catalogs as generated } from '../../src/generated/frameworks.js';

const root = new URL('../../', import.meta.url);
const catalogs = readCatalogs(root);

/** The standards' own ids, as they were handed over: one a line, comments with #. */
function idsOf(framework: string): string[] {
  return readFileSync(new URL(`test/fixtures/frameworks/${framework}.ids.txt`, root), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

describe.each(catalogs.map((catalog) => [catalog.id, catalog] as const))('%s', (id, { groups, clauses }) => {
  it('has exactly the ids of the standard, in its order', () => {
    expect(clauses.map((clause) => clause.id)).toEqual(idsOf(id));
  });

  it('puts each clause into a group that exists, and has no empty group', () => {
    expect([...new Set(clauses.map(({ group }) => group))].sort()).toEqual(groups.map((group) => group.id).sort());
  });

  it('has a title of its own for every clause', () => {
    const titles = clauses.map(({ title }) => title);
    expect(titles.filter((title) => title.trim().length < 10)).toEqual([]);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });

  it('names a successor that exists and is in force', () => {
    for (const { supersededBy } of clauses) {
      if (supersededBy === undefined) continue;
      expect(clauses.find((clause) => clause.id === supersededBy)).toMatchObject({ id: supersededBy });
      expect(clauses.find((clause) => clause.id === supersededBy)?.supersededBy).toBeUndefined();
    }
  });

  it('asks for no repeated act where reading alone is evidence', () => {
    expect(clauses.filter(({ evidence, periods }) => evidence === 'automatic' && periods.length > 0)).toEqual([]);
  });
});

describe('the catalogs', () => {
  it('are PCI DSS with 260 clauses and ISO 27001 with 93 controls and 30 clauses', () => {
    expect(catalogs.map(({ id, clauses }) => [id, clauses.length])).toEqual([
      ['pci-dss-4.0.1', 260],
      ['iso-27001-2022', 123],
    ]);
    expect(catalogs[1]?.clauses.filter((clause) => clause.id.startsWith('A.'))).toHaveLength(93);
  });

  it('are inlined as they are', () => {
    expect(generated).toEqual(catalogs);
  });

  it('call those superseded that gave way on 31 March 2025, and no others', () => {
    const superseded = catalogs.flatMap(({ clauses }) =>
      clauses.filter(({ supersededBy }) => supersededBy !== undefined),
    );
    expect(Object.fromEntries(superseded.map((clause) => [clause.id, clause.supersededBy]))).toEqual({
      '6.4.1': '6.4.2',
      '8.3.10': '8.3.10.1',
      '10.7.1': '10.7.2',
    });
  });
});

// The dated human acts of PCI DSS by the standard's own periods.
const acts: Readonly<Record<(typeof actPeriods)[number], string>> = {
  daily: '10.4.1',
  weekly: '11.5.2 11.6.1',
  '90-days': '8.2.6',
  '3-months': '3.2.1 11.2.1 11.3.1 11.3.2 12.4.2',
  '6-months': '1.2.7 7.2.4 11.4.6 12.5.2.1 A1.1.4',
  '12-months':
    '6.2.2 9.4.1.2 9.4.5.1 11.4.2 11.4.3 11.4.5 12.1.2 12.3.1 12.3.2 12.3.3 12.3.4 12.5.2 12.6.2 12.6.3 12.8.4 12.10.2',
  'risk-analysis': '5.2.3.1 5.3.2.1 7.2.5.1 8.6.3 9.5.1.2.1 10.4.2.1 11.3.1.1 12.10.4.1',
  'significant-change': '6.5.2 11.3.1.3 11.3.2.1 11.4.2 11.4.3 11.4.5 11.4.6 12.5.2 12.5.2.1 12.5.3',
};

describe('the periods of PCI DSS', () => {
  const clauses = catalogs.find(({ id }) => id === 'pci-dss-4.0.1')?.clauses ?? [];

  it.each(actPeriods)('%s: every clause that the table of acts names', (period) => {
    const having = clauses.filter(({ periods }) => periods.includes(period)).map(({ id }) => id);
    expect(having).toEqual(expect.arrayContaining(acts[period].split(' ')));
  });
});
