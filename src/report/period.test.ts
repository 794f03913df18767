import { describe, expect, it } from 'vitest';
import type { Period } from '../core/nights.js';
import { chainSentence, periodBody } from './period.js';

const period: Period = {
  store: './evidence',
  cadence: 'P1D',
  place: { sequence: 3, previousPack: { packId: 'p2', sha256: 'a'.repeat(64) }, why: null },
  from: '2025-11-05',
  to: '2026-11-04',
  days: 365,
  ran: 4,
  without: [],
  since: '2026-11-01T02:00:00.000Z',
  packs: 3,
  faults: [],
  apart: [],
  unread: [],
  foreign: 0,
  others: [],
};
const textOf = (of: Period): string => JSON.stringify(periodBody(of));

describe('the period', () => {
  it('is no section of a run without a store', () => {
    expect(periodBody(null)).toBeNull();
    expect(chainSentence(null).text).toContain('no store of packs is configured');
  });

  it('says on how many nights the audit ran, and where the pack stands', () => {
    expect(textOf(period)).toContain(
      'The audit ran on 4 of the 365 days from 2025-11-05 to 2026-11-04 (UTC), this run included.',
    );
    expect(textOf(period)).toContain('Pack 3 of its chain, after p2');
    expect(textOf(period)).toContain('prepay pack verify --store ./evidence --key KEY.pub');
  });

  it('says what is missing, broken, apart and unread', () => {
    const text = textOf({
      ...period,
      place: { sequence: null, previousPack: null, why: 'a partial run is not chained' },
      without: Array.from({ length: 70 }, (_, n) => ({ from: `d${n}`, to: `d${n}`, days: 1 })),
      since: null,
      packs: 0,
      faults: [{ kind: 'late', packs: ['p2'], text: 'p2 came 2 days after p1' }],
      apart: [{ packId: 'p9', why: 'unsigned' }],
      unread: ['p8: denied'],
      foreign: 2,
      others: ['README'],
    });
    for (const part of [
      'this run, which is not chained, left out',
      'the chain begins with this run',
      'Not chained to an earlier pack: a partial run is not chained.',
      '2 packs of other names and 1 things that are no pack',
      'the last 60 of 70',
      'p2 came 2 days after p1',
      'p9',
      'p8: denied',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('tells the first pack of a chain', () => {
    const first = { ...period, place: { sequence: 0, previousPack: null, why: null } };
    expect(chainSentence(first)).toEqual({
      text: 'The first pack of its chain (number 0), in ./evidence.',
      brief: 'The first of its chain.',
    });
  });
});
