import { describe, expect, it } from 'vitest';
import { type EarlierPack, linksOf, periodOf, type PeriodInput, untrustedOf } from './nights.js';

const sha = (n: number): string => n.toString(16).padStart(64, '0');

function pack(n: number, more: Partial<EarlierPack> = {}): EarlierPack {
  const day = String(n + 1).padStart(2, '0');
  return {
    id: `202611${day}T020000000Z-prepay`,
    state: 'signed',
    why: null,
    manifestSha256: sha(n + 1),
    sequence: n,
    previousPack: n === 0 ? null : { packId: `202611${String(n).padStart(2, '0')}T020000000Z-prepay`, sha256: sha(n) },
    cadence: 'P1D',
    start: `2026-11-${day}T02:00:00.000Z`,
    ...more,
  };
}

const period = (more: Partial<PeriodInput> = {}) =>
  periodOf({
    store: './evidence',
    cadence: 'P1D',
    declaredAt: '2026-11-04T02:00:00.000Z',
    partial: false,
    packs: [pack(0), pack(1), pack(2)],
    gap: null,
    unread: [],
    foreign: 0,
    others: [],
    older: 0,
    ...more,
  });

describe('the nights of a run', () => {
  it('are counted with its own, and the days without one are ranges', () => {
    expect(period()).toMatchObject({
      place: { sequence: 3, previousPack: { packId: pack(2).id, sha256: sha(3) }, why: null },
      from: '2025-11-05',
      to: '2026-11-04',
      days: 365,
      ran: 4,
      without: [{ from: '2025-11-05', to: '2026-10-31', days: 361 }],
      since: '2026-11-01T02:00:00.000Z',
      packs: 3,
      faults: [],
      apart: [],
      unread: [],
    });
    const { without, ran, faults } = period({ declaredAt: '2026-11-06T02:00:00.000Z' });
    expect(ran).toBe(4);
    expect(without.at(-1)).toEqual({ from: '2026-11-04', to: '2026-11-05', days: 2 });
    expect(faults).toMatchObject([{ kind: 'late' }]);
  });

  it('leave out packs before the period, and two runs of one day count once', () => {
    const old = pack(0, { start: '2025-01-01T02:00:00.000Z' });
    const again = pack(1, { start: '2026-11-03T01:00:00.000Z' });
    expect(period({ packs: [old, again, pack(2)] }).ran).toBe(2);
  });

  it('begin with the run where there is no pack before it', () => {
    expect(period({ packs: [] })).toMatchObject({
      place: { sequence: 0, previousPack: null, why: null },
      since: null,
      ran: 1,
    });
  });

  it('name the packs that do not count, and keep a hundred other things', () => {
    const apart = [
      pack(3, { sequence: null }),
      pack(4, { state: 'untrusted', why: 'another key' }),
      pack(5, { state: 'unsigned', why: null }),
      pack(6, { state: 'unchecked', why: 'no key' }),
      pack(7, { state: 'partial', why: 'no manifest', manifestSha256: null }),
      pack(8, { start: null }),
    ];
    const found = period({
      packs: [pack(0), ...apart],
      others: Array.from({ length: 120 }, (_, n) => `x${n}`),
      foreign: 2,
    });
    expect(found.packs).toBe(1);
    expect(found.apart.map(({ why }) => why)).toEqual([
      'not chained: its run was partial, or its store could not be read',
      'untrusted: another key',
      'unsigned',
      'unchecked: no key',
      'partial: no manifest',
      'not chained: its run was partial, or its store could not be read',
    ]);
    expect(found.others).toHaveLength(100);
    expect(found.foreign).toBe(2);
    expect(untrustedOf(apart).map(({ id }) => id)).toEqual([apart[1]?.id, apart[3]?.id]);
    expect(untrustedOf([pack(0, { state: 'untrusted', sequence: null, start: null })])).toHaveLength(1);
    expect(untrustedOf([pack(0, { state: 'untrusted', sequence: null })])).toEqual([]);
    expect(linksOf(apart)).toEqual([]);
  });
});

describe('the place of a run', () => {
  const whyOf = (more: Partial<PeriodInput>): string | null => {
    const { sequence, previousPack, why } = period(more).place;
    expect([sequence, previousPack]).toEqual([null, null]);
    return why;
  };

  it('is none where the run was narrowed', () => {
    expect(whyOf({ partial: true })).toBe('a partial run is not chained');
  });

  it('is none where the head is not known', () => {
    expect(whyOf({ gap: 'it was denied' })).toContain('the store could not be read');
    const unread = [{ packId: pack(3).id, why: 'denied' }];
    expect(whyOf({ unread })).toContain(`it is not known whether ${pack(3).id} is the last pack: denied`);
    expect(whyOf({ packs: [], unread })).toContain('is the last pack');
    expect(period({ unread }).unread).toEqual([`${pack(3).id}: denied`]);
    expect(period({ gap: 'cut', packs: [] }).unread).toEqual(['cut']);
  });

  it('follows the head all the same where an older pack could not be read', () => {
    expect(period({ packs: [pack(1), pack(2)], unread: [{ packId: pack(0).id, why: 'denied' }] })).toMatchObject({
      place: { sequence: 3 },
      faults: [],
    });
  });

  it('is none where no known key signed the packs that are there', () => {
    const packs = [pack(0, { state: 'untrusted', why: 'another key' })];
    expect(whyOf({ packs })).toBe(`no key of this run signed the packs that are there (${pack(0).id}: another key)`);
    expect(whyOf({ packs: [pack(0, { state: 'untrusted' })] })).toContain('(20261101T020000000Z-prepay: )');
    expect(period({ packs: [pack(0), pack(1, { state: 'untrusted' })] }).place.sequence).toBe(1);
  });

  it('counts a night only where the run has one', () => {
    expect(period({ partial: true }).ran).toBe(3);
  });
});
