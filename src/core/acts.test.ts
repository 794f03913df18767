import { describe, expect, it } from 'vitest';
import { type Act, actsState, asksForAct, clauseActs, faultOf, ledgerClauses } from './acts.js';
import type { CatalogClause } from './catalog.js';
import type { ActPeriod } from './period.js';

const today = '2026-11-26';
const framework = 'pci-dss-4.0.1';
const kept = { state: 'kept', path: 'attestations/a/a.pdf', sha256: '0'.repeat(64), size: 1 } as const;

function act(id: string, performedOn: string, more: Partial<Act> = {}): Act {
  return {
    id,
    title: id,
    clauses: [{ framework, clause: 'x' }],
    performedOn,
    recordedOn: performedOn,
    performedBy: 'network team',
    owner: 'security',
    outcome: 'met',
    fileName: 'a.pdf',
    file: kept,
    validUntil: null,
    basis: null,
    trigger: null,
    correctiveAction: null,
    location: { path: `attestations/${id}.yaml`, line: 1 },
    ...more,
  };
}

const analysis = (performedOn: string, more: Partial<Act> = {}): Act =>
  act('tra', performedOn, { clauses: [{ framework, clause: '12.3.1' }], ...more });

function of(periods: readonly ActPeriod[], ...acts: readonly Act[]) {
  return clauseActs(framework, { id: 'x', periods: [...periods] }, acts, today);
}
function stateOf(periods: readonly ActPeriod[], ...acts: readonly Act[]): string {
  return actsState(of(periods, ...acts));
}

describe('asksForAct', () => {
  it.each([
    [{ evidence: 'automatic', periods: [] }, false],
    [{ evidence: 'automatic', periods: ['weekly'] }, true],
    [{ evidence: 'partial', periods: [] }, true],
    [{ evidence: 'attested', periods: [] }, true],
    [{ evidence: 'attested', periods: ['weekly'], supersededBy: 'y' }, false],
  ] as const)('of %j is %s', (clause, asks) => {
    expect(asksForAct({ ...clause, periods: [...clause.periods] })).toBe(asks);
  });
});

describe('ledgerClauses', () => {
  it('are those with a period and those that an act names, if an act can evidence them', () => {
    const clause = (id: string, more: Partial<CatalogClause> = {}): CatalogClause => ({
      id,
      group: '1',
      title: id,
      evidence: 'attested',
      periods: [],
      responsible: 'entity',
      ...more,
    });
    const clauses = [
      clause('dated', { periods: ['weekly'] }),
      clause('policy'),
      clause('x'),
      clause('old', { periods: ['weekly'], supersededBy: 'dated' }),
      clause('read', { evidence: 'automatic' }),
    ];
    const acts = [act('a', today), act('b', today, { clauses: [{ framework, clause: 'read' }] })];
    const found = ledgerClauses(
      [
        { id: framework, clauses },
        { id: 'other', clauses: [clause('x')] },
      ],
      acts,
    );
    expect(found.map(({ clause: { id } }) => id)).toEqual(['dated', 'x']);
  });
});

describe('faultOf', () => {
  it.each([
    ['an act of today', {}, null],
    ['an act of tomorrow', { performedOn: '2026-11-27', recordedOn: '2026-11-27' }, 'dated 2026-11-27, after the run'],
    ['one recorded tomorrow', { recordedOn: '2026-11-27' }, 'recorded on 2026-11-27, after the run'],
    ['a missing file', { file: { state: 'missing' } }, 'evidence file is missing'],
    [
      'a changed file',
      { file: { state: 'changed', expected: 'aa', sha256: 'bb' } },
      'another hash (bb) than was recorded (aa)',
    ],
    ['a withheld file', { file: { state: 'withheld', reason: 'card-number', sha256: 'aa' } }, null],
  ] as const)('of %s', (_, more, why) => {
    const fault = faultOf(act('a', today, more), today);
    if (why === null) expect(fault).toBeNull();
    else expect(fault).toContain(why);
  });
});

describe('clauseActs', () => {
  it('is in force through the last day of its window, and lapsed on the next', () => {
    expect(of(['3-months'], act('a', '2026-08-26')).windows).toMatchObject([
      { state: 'current', until: today, act: 'a' },
    ]);
    expect(of(['3-months'], act('a', '2026-08-25')).windows).toMatchObject([
      { state: 'lapsed', until: '2026-11-25', why: 'the next act was due by 2026-11-25' },
    ]);
  });

  it('takes the newest act, by day, then by when it was recorded, then by id', () => {
    const both = [act('b', '2026-11-01'), act('a', '2026-11-02')];
    expect(of(['weekly'], ...both).windows).toMatchObject([{ act: 'a' }]);
    const sameDay = [act('b', '2026-11-01', { recordedOn: '2026-11-02' }), act('c', '2026-11-01')];
    expect(of(['12-months'], ...sameDay).windows).toMatchObject([{ act: 'b' }]);
    const sameRecord = [act('c', '2026-11-01', { owner: 'c' }), act('b', '2026-11-01', { owner: 'b' })];
    expect(of(['12-months'], ...sameRecord)).toMatchObject({ windows: [{ act: 'c' }], owner: 'c' });
  });

  it('leaves acts of other clauses and frameworks out', () => {
    const other = act('a', today, {
      clauses: [
        { framework: 'iso-27001-2022', clause: 'x' },
        { framework, clause: 'y' },
      ],
    });
    expect(of(['weekly'], other)).toMatchObject({ owner: null, windows: [{ state: 'missing', act: null }] });
    expect(stateOf(['weekly'], other)).toBe('none');
  });

  it('lets validUntil shorten a window and never lengthen it', () => {
    const at = (validUntil: string) => of(['12-months'], act('a', '2026-11-01', { validUntil })).windows[0];
    expect(at(today)).toMatchObject({ state: 'current', until: today });
    expect(at('2026-11-25')).toMatchObject({ state: 'lapsed', until: '2026-11-25' });
    expect(at('2030-01-01')).toMatchObject({ state: 'current', until: '2027-11-01' });
  });

  it('counts an act with a fault for nothing, and names it', () => {
    const acts = of(['weekly'], act('b', '2026-11-27'), act('a', today, { file: { state: 'missing' } }));
    expect(acts).toMatchObject({ windows: [{ state: 'missing' }], faults: [{ act: 'a' }, { act: 'b' }] });
    expect(actsState(acts)).toBe('none');
  });

  it('gives a clause without a period a year', () => {
    expect(of([], act('a', '2025-11-26')).windows).toMatchObject([
      { period: '12-months-default', state: 'current', until: today },
    ]);
    expect(of([], act('a', '2025-11-25')).windows).toMatchObject([{ state: 'lapsed' }]);
  });

  it('shows the gaps between acts, however late the newest is', () => {
    const acts = [act('a', '2026-01-01'), act('b', '2026-04-03'), act('c', '2026-07-05')];
    expect(of(['3-months'], ...acts).gaps).toEqual([
      { period: '3-months', until: '2026-07-04', performedOn: '2026-07-05' },
    ]);
    const changes = [act('a', '2020-01-01', { trigger: 't' }), act('b', '2026-01-01', { trigger: 't' })];
    expect(of(['significant-change'], ...changes).gaps).toEqual([]);
  });

  describe('by risk analysis', () => {
    const every = (everyDays: number, performedOn: string): Act =>
      act('a', performedOn, { basis: { attestation: 'tra', everyDays } });

    it('is manual without a basis, and missing without an act', () => {
      expect(of(['risk-analysis'], act('a', today)).windows).toMatchObject([
        {
          state: 'manual',
          act: 'a',
          why: 'a names no targeted risk analysis (12.3.1) that sets how often it falls due',
        },
      ]);
      expect(of(['risk-analysis']).windows).toMatchObject([{ state: 'missing', until: null }]);
    });

    it('holds as many days as the analysis says', () => {
      expect(of(['risk-analysis'], analysis('2026-01-01'), every(30, '2026-10-27')).windows[0]).toMatchObject({
        until: today,
      });
      expect(stateOf(['risk-analysis'], analysis('2026-01-01'), every(30, '2026-10-27'))).toBe('current');
      expect(stateOf(['risk-analysis'], analysis('2026-01-01'), every(30, '2026-10-26'))).toBe('lapsed');
    });

    it('lapses with its basis', () => {
      expect(stateOf(['risk-analysis'], analysis('2025-11-26'), every(30, today))).toBe('current');
      const lapsed = of(['risk-analysis'], analysis('2025-11-25'), every(30, today)).windows[0];
      expect(lapsed).toMatchObject({ state: 'lapsed', why: 'its basis tra had to be reviewed by 2026-11-25' });
      const broken = of(['risk-analysis'], analysis('2026-11-25', { file: { state: 'missing' } }), every(30, today));
      expect(broken.windows[0]).toMatchObject({
        state: 'lapsed',
        why: 'its basis tra counts for nothing: its evidence file is missing',
      });
      expect(of(['risk-analysis'], every(30, today)).windows[0]?.why).toBe('its basis tra is not in the ledger');
    });

    it('shows gaps by the days of the earlier act, and none where it names no basis', () => {
      const acts = [every(10, '2026-01-01'), act('b', '2026-01-12')];
      expect(of(['risk-analysis'], ...acts).gaps).toEqual([
        { period: 'risk-analysis', until: '2026-01-11', performedOn: '2026-01-12' },
      ]);
      expect(of(['risk-analysis'], act('b', '2026-01-12'), act('c', '2026-11-12')).gaps).toEqual([]);
    });

    it('or weekly leaves the choice', () => {
      const choice = ['weekly', 'risk-analysis'] as const;
      const states = (...acts: readonly Act[]) => of(choice, ...acts).windows.map(({ state }) => state);
      expect(states(act('a', today))).toEqual(['current', 'covered']);
      expect(states(act('a', '2026-11-01'))).toEqual(['lapsed', 'covered']);
      expect(states(analysis('2026-01-01'), every(30, '2026-11-01'))).toEqual(['covered', 'current']);
      expect(states(analysis('2026-01-01'), every(9, '2026-11-01'))).toEqual(['lapsed', 'lapsed']);
      expect(states()).toEqual(['missing', 'missing']);
      expect(stateOf(choice, act('a', today))).toBe('current');
      expect(stateOf(choice, act('a', '2026-11-01'))).toBe('lapsed');
      const acts = [every(20, '2026-10-01'), act('b', '2026-10-20'), act('c', '2026-10-28')];
      expect(of(choice, ...acts).gaps).toEqual([{ period: 'weekly', until: '2026-10-27', performedOn: '2026-10-28' }]);
    });
  });

  describe('on significant change', () => {
    it('is for a person to say, unless an act states the change', () => {
      expect(of(['significant-change'], act('a', today)).windows).toMatchObject([{ state: 'manual', act: null }]);
      const stated = of(['significant-change'], act('a', '2025-11-26', { trigger: 'new data centre' }));
      expect(stated.windows).toMatchObject([
        { state: 'current', why: 'a states the change: new data centre', until: today },
      ]);
      const old = of(['significant-change'], act('a', '2025-11-25', { trigger: 'new data centre' }));
      expect(old.windows).toMatchObject([{ state: 'manual', act: 'a' }]);
    });

    it('and within 12 months: both have to hold', () => {
      const both = ['12-months', 'significant-change'] as const;
      expect(stateOf(both, act('a', today))).toBe('manual');
      expect(stateOf(both, act('a', today), act('b', '2026-01-01', { trigger: 'none since 2025' }))).toBe('current');
      expect(stateOf(both, act('b', '2025-01-01', { trigger: 'none' }))).toBe('lapsed');
    });
  });

  describe('whose outcome is exceptions-noted', () => {
    const noted = (id: string, on: string) => act(id, on, { outcome: 'exceptions-noted' });

    it('says so until a newer act is met', () => {
      expect(of(['12-months'], noted('a', '2026-01-01'))).toMatchObject({ exceptionsNoted: ['a'] });
      expect(stateOf(['12-months'], noted('a', '2026-01-01'))).toBe('exceptions-noted');
      expect(stateOf(['12-months'], act('b', '2025-12-30'), noted('a', '2026-01-01'))).toBe('exceptions-noted');
      expect(stateOf(['12-months'], noted('a', '2026-01-01'), act('b', '2026-02-01'))).toBe('current');
    });

    it('outweighs that it lapsed', () => {
      expect(stateOf(['12-months'], noted('a', '2024-01-01'))).toBe('exceptions-noted');
    });
  });
});
