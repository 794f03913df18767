import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CatalogClause } from './catalog.js';
import {
  addCounts,
  addOutcome,
  type ClauseEvidence,
  type ClauseStatus,
  noOutcomes,
  type OutcomeCounts,
  propose,
  rollUp,
} from './clause.js';
import { mappingRoles } from './control.js';
import { outcomes } from './outcome.js';

const clause: CatalogClause = {
  id: '1.2.5',
  group: '1',
  title: 'a clause',
  evidence: 'automatic',
  periods: [],
  responsible: 'entity',
};
const counted = (part: Partial<OutcomeCounts>, more: Partial<ClauseEvidence> = {}): ClauseEvidence => ({
  role: 'tests',
  ran: true,
  counts: { ...noOutcomes, ...part },
  ...more,
});

describe('rollUp', () => {
  it.each([
    ['nothing mapped', [], 'not-tested'],
    ['nothing ran', [counted({}, { ran: false })], 'not-tested'],
    ['empties only', [counted({ notApplicable: 3 })], 'not-tested'],
    ['a pass', [counted({ pass: 1, notApplicable: 1 })], 'pass'],
    ['a manual beside a pass', [counted({ pass: 1 }), counted({ manual: 1 })], 'manual'],
    ['only stale unknowns', [counted({ pass: 1, manual: 1, unknown: 2, stale: 2 })], 'stale'],
    ['an unknown that is not stale', [counted({ unknown: 2, stale: 1 })], 'unknown'],
    ['a fail beside everything', [counted({ pass: 9, unknown: 2, manual: 1 }), counted({ fail: 1 })], 'fail'],
  ] as const)('of %s is %s', (_, evidence, status) => {
    expect(rollUp(clause, evidence)).toBe(status);
  });

  it('of a superseded clause is not-tested, whatever was found', () => {
    expect(rollUp({ ...clause, supersededBy: '1.2.6' }, [counted({ fail: 1 })])).toBe('not-tested');
  });
});

describe('propose', () => {
  const passing = [counted({ pass: 1 })];

  it.each([
    ['fail', 'not-in-place'],
    ['unknown', 'not-tested'],
    ['not-tested', 'not-tested'],
    ['stale', 'no-exception-noted'],
    ['manual', 'no-exception-noted'],
    ['pass', 'in-place'],
  ] as const)('of %s is %s', (status, proposal) => {
    expect(propose(clause, status, passing, false)).toBe(proposal);
  });

  it.each([
    ['the clause has a human part', { ...clause, evidence: 'partial' }, passing, false],
    ['passes only support', clause, [counted({ pass: 2 }, { role: 'supports' })], false],
    [
      'passes only support that it does not apply',
      clause,
      [counted({ pass: 2 }, { role: 'supports-not-applicable' })],
      false,
    ],
    [
      'the control that tests it found nothing to judge',
      clause,
      [counted({ notApplicable: 1 }), counted({ pass: 1 }, { role: 'supports' })],
      false,
    ],
    ['a mapped control did not run', clause, [...passing, counted({}, { ran: false })], false],
    ['the run was narrowed', clause, passing, true],
  ] as const)('is never in place where %s', (_, judged, evidence, isPartial) => {
    expect(propose(judged, 'pass', evidence, isPartial)).toBe('no-exception-noted');
  });
});

describe('properties', () => {
  const count = fc.nat(3);
  const counts = fc
    .record({ pass: count, fail: count, unknown: count, stale: count, manual: count, notApplicable: count })
    .map((made): OutcomeCounts => ({ ...made, stale: Math.min(made.stale, made.unknown) }));
  const item: fc.Arbitrary<ClauseEvidence> = fc.record({
    role: fc.constantFrom(...mappingRoles),
    ran: fc.boolean(),
    counts,
  });
  const clauses: fc.Arbitrary<CatalogClause> = fc
    .record({ evidence: fc.constantFrom('automatic', 'partial', 'attested'), isOld: fc.boolean() })
    .map(({ evidence, isOld }) => ({ ...clause, evidence, ...(isOld ? { supersededBy: '9.9.9' } : {}) }));
  const rank: Record<ClauseStatus, number> = { fail: 0, unknown: 1, stale: 2, manual: 3, pass: 4, 'not-tested': 5 };

  it('the order of the controls does not matter', () => {
    fc.assert(
      fc.property(clauses, fc.array(item), fc.boolean(), (judged, evidence, isPartial) => {
        const turned = [...evidence].reverse();
        const status = rollUp(judged, evidence);
        expect(rollUp(judged, turned)).toBe(status);
        expect(propose(judged, status, turned, isPartial)).toBe(propose(judged, status, evidence, isPartial));
      }),
    );
  });

  it('a fail, or an unknown, never improves a clause', () => {
    fc.assert(
      fc.property(clauses, fc.array(item), fc.constantFrom('fail', 'unknown'), (judged, evidence, outcome) => {
        const more = [...evidence, counted({ [outcome]: 1 })];
        expect(rank[rollUp(judged, more)]).toBeLessThanOrEqual(rank[rollUp(judged, evidence)]);
        expect(propose(judged, rollUp(judged, more), more, false)).not.toBe('in-place');
        if (outcome === 'fail' && judged.supersededBy === undefined) {
          expect(propose(judged, rollUp(judged, more), more, false)).toBe('not-in-place');
        }
      }),
    );
  });

  it('in place rests on a pass of a control that tests, and on nothing worse', () => {
    fc.assert(
      fc.property(clauses, fc.array(item), fc.boolean(), (judged, evidence, isPartial) => {
        if (propose(judged, rollUp(judged, evidence), evidence, isPartial) !== 'in-place') return;
        const sum = evidence.map((each) => each.counts).reduce(addCounts, noOutcomes);
        expect([sum.fail, sum.unknown, sum.manual]).toEqual([0, 0, 0]);
        expect(evidence.some((each) => each.role === 'tests' && each.counts.pass > 0)).toBe(true);
        expect(judged.evidence).toBe('automatic');
      }),
    );
  });

  it('adding outcomes one by one counts them', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...outcomes)), fc.array(fc.constantFrom(...outcomes)), (a, b) => {
        const sum = (all: readonly (typeof outcomes)[number][]) =>
          all.reduce(
            (counts_, outcome) => addOutcome(counts_, outcome, outcome === 'unknown' ? 'stale' : null),
            noOutcomes,
          );
        expect(addCounts(sum(a), sum(b))).toEqual(sum([...b, ...a]));
        expect(sum(a).stale).toBe(sum(a).unknown);
        expect(sum(a).notApplicable).toBe(a.filter((outcome) => outcome === 'not-applicable').length);
        expect(addOutcome(sum(a), 'unknown', 'denied').stale).toBe(sum(a).stale);
      }),
    );
  });
});
