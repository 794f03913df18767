import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActWindow, ClauseActs } from './acts.js';
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

const window = (state: ActWindow['state'], act: string | null = 'a'): ActWindow => ({
  period: '3-months',
  state,
  act,
  performedOn: null,
  until: null,
  why: '',
});
const acts = (...windows: readonly ActWindow[]): ClauseActs => ({
  framework: 'pci-dss-4.0.1',
  clause: '1.2.5',
  windows,
  gaps: [],
  faults: [],
  exceptionsNoted: [],
  owner: null,
});
const current = acts(window('current'));
const noted = { ...current, exceptionsNoted: ['a'] };
const decision = { id: 'd', reason: 'r', approver: 'a' };

describe('rollUp with acts and decisions', () => {
  it.each([
    ['a current act', [], current, 'pass'],
    ['a current act beside a manual', [counted({ manual: 1 })], current, 'manual'],
    ['a current act beside an unknown', [counted({ unknown: 1 })], current, 'unknown'],
    ['a current act beside a fail', [counted({ fail: 1 })], current, 'fail'],
    ['a lapsed act', [counted({ pass: 1 })], acts(window('lapsed'), window('current')), 'stale'],
    ['a lapsed act beside an unknown', [counted({ unknown: 1 })], acts(window('lapsed')), 'unknown'],
    [
      'an act beside a period without one',
      [counted({ pass: 1 })],
      acts(window('current'), window('missing', null)),
      'manual',
    ],
    ['no act', [counted({ pass: 1 })], acts(window('missing', null)), 'pass'],
    ['no act and no control', [], acts(window('missing', null), window('manual', null)), 'not-tested'],
    ['an act that noted exceptions', [counted({ pass: 1 })], noted, 'fail'],
    ['one that noted exceptions beside an unknown', [counted({ unknown: 1 })], noted, 'fail'],
  ] as const)('of %s', (_, evidence, attested, status) => {
    expect(rollUp(clause, evidence, { acts: attested, decision: null })).toBe(status);
  });

  it.each([
    [[], null, 'not-applicable'],
    [[counted({ unknown: 1, manual: 2 })], noted, 'not-applicable'],
    [[counted({ fail: 1 })], null, 'fail'],
  ] as const)('of a clause that was decided not to apply', (evidence, attested, status) => {
    expect(rollUp(clause, evidence, { acts: attested, decision })).toBe(status);
    expect(rollUp({ ...clause, supersededBy: '9' }, evidence, { acts: attested, decision })).toBe('not-tested');
  });
});

describe('propose with acts', () => {
  const tested = [counted({ pass: 1 })];
  const supported = [counted({ pass: 1 }, { role: 'supports' })];
  it.each([
    ['attested', [], current, 'in-place'],
    ['attested', supported, current, 'in-place'],
    ['attested', tested, null, 'no-exception-noted'],
    ['attested', tested, acts(window('missing', null)), 'no-exception-noted'],
    ['attested', [counted({}, { ran: false })], current, 'no-exception-noted'],
    ['partial', tested, current, 'in-place'],
    ['partial', tested, acts(window('current'), window('covered')), 'in-place'],
    ['partial', supported, current, 'no-exception-noted'],
    ['partial', [], current, 'no-exception-noted'],
    ['partial', tested, null, 'no-exception-noted'],
    ['automatic', tested, null, 'in-place'],
  ] as const)('a %s clause, case %#', (mode, evidence, attested, proposal) => {
    expect(propose({ ...clause, evidence: mode }, 'pass', evidence, false, { acts: attested })).toBe(proposal);
    expect(propose({ ...clause, evidence: mode }, 'pass', evidence, true, { acts: attested })).toBe(
      'no-exception-noted',
    );
  });

  it('asks for the act of an automatic clause with a period', () => {
    const dated: CatalogClause = { ...clause, periods: ['weekly'] };
    expect(propose(dated, 'pass', tested, false, { acts: current })).toBe('in-place');
    expect(propose(dated, 'pass', tested, false)).toBe('no-exception-noted');
  });

  it('says Not Applicable of what was decided so', () => {
    expect(propose(clause, 'not-applicable', [], false)).toBe('not-applicable');
  });
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
  const rank: Record<ClauseStatus, number> = {
    fail: 0,
    unknown: 1,
    stale: 2,
    manual: 3,
    pass: 4,
    'not-tested': 5,
    'not-applicable': 6,
  };

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
