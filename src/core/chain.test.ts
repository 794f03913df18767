import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cadenceMs, chainFaults, chainHead, type ChainLink, packNameOf, usualGraceMs } from './chain.js';

const dayMs = 86_400_000;
const first = Date.parse('2026-01-01T02:00:00.000Z');

function shaOf(n: number): string {
  return n.toString(16).padStart(64, '0');
}

function link(n: number, more: Partial<ChainLink> = {}): ChainLink {
  return {
    packId: `p${String(n).padStart(4, '0')}`,
    manifestSha256: shaOf(n + 1),
    sequence: n,
    previousPack: n === 0 ? null : { packId: `p${String(n - 1).padStart(4, '0')}`, sha256: shaOf(n) },
    cadence: 'P1D',
    start: new Date(first + n * dayMs).toISOString(),
    ...more,
  };
}

const whole = { now: null, graceMs: usualGraceMs, isWhole: true };
const chain = (count: number): ChainLink[] => Array.from({ length: count }, (_, n) => link(n));
const kindsOf = (links: readonly ChainLink[], options = {}): string[] =>
  chainFaults(links, { ...whole, ...options }).map(({ kind }) => kind);

describe('a cadence', () => {
  it.each([
    ['P1D', dayMs],
    ['PT6H', dayMs / 4],
    ['P1W', 7 * dayMs],
    ['P0D', null],
    ['PT1M', null],
    ['', null],
    ['P1Y', null],
  ])('%s is %s ms', (text, ms) => {
    expect(cadenceMs(text)).toBe(ms);
  });
});

describe('the name of a pack', () => {
  it('tells its time and whose it is', () => {
    expect(packNameOf('20261125T221404123Z-prepay-eu')).toEqual({ at: '2026-11-25T22:14:04.123Z', name: 'prepay-eu' });
    expect(packNameOf('chain')).toBeNull();
    expect(packNameOf('.20261125T221404123Z-prepay.partial')).toBeNull();
  });
});

describe('a chain', () => {
  it('of nightly packs has no fault, whatever order its links are given in', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 }).chain((count) => fc.shuffledSubarray(chain(count), { minLength: count })),
        (links) => {
          expect(chainFaults(links, whole)).toEqual([]);
        },
      ),
    );
  });

  it('has a gap wherever a link but the last is taken out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 30 }), fc.nat(), (count, at) => {
        const out = at % (count - 1);
        const links = chain(count).filter(({ sequence }) => sequence !== out);
        const gaps = chainFaults(links, whole).filter(({ kind }) => kind === 'gap');
        expect(gaps).toHaveLength(1);
        expect(gaps[0]?.text).toContain(`pack ${out} is missing`);
      }),
    );
  });

  it('has a fork wherever a link is doubled', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.nat(), (count, at) => {
        const doubled = at % count;
        const links = [...chain(count), { ...link(doubled), packId: 'q', manifestSha256: shaOf(9999) }];
        expect(kindsOf(links)).toContain('fork');
      }),
    );
  });

  it('has a fault wherever one hash is another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 30 }), fc.nat(), fc.boolean(), (count, at, isOwn) => {
        const n = 1 + (at % (count - 1));
        const links = chain(count).map((each) => {
          if (isOwn) return each.sequence === n - 1 ? { ...each, manifestSha256: shaOf(7777) } : each;
          return each.sequence === n
            ? { ...each, previousPack: { packId: link(n - 1).packId, sha256: shaOf(7777) } }
            : each;
        });
        expect(kindsOf(links)).toContain('wrong-previous');
      }),
    );
  });

  it('names the same faults whatever order its links are given in', () => {
    const arbitrary = fc.array(
      fc.record({ n: fc.nat(6), previous: fc.nat(6), day: fc.nat(9), id: fc.nat(3) }).map(({ n, previous, day, id }) =>
        link(n, {
          packId: `p${n}-${id}`,
          previousPack: n === 0 ? null : { packId: `p${previous}-0`, sha256: shaOf(previous + 1) },
          start: new Date(first + day * dayMs).toISOString(),
        }),
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(arbitrary, fc.integer(), (links, by) => {
        const unique = [...new Map(links.map((each) => [each.packId, each])).values()];
        const turned = [
          ...unique.slice(Math.abs(by) % (unique.length + 1)),
          ...unique.slice(0, Math.abs(by) % (unique.length + 1)),
        ];
        expect(chainFaults(turned, whole)).toEqual(chainFaults(unique, whole));
      }),
    );
  });

  it('may follow packs that were not read, unless all were', () => {
    expect(kindsOf([link(5), link(6)], { isWhole: false })).toEqual([]);
    expect(chainFaults([link(5), link(6)], whole)).toMatchObject([
      { kind: 'gap', text: 'packs 0 to 4 are missing (before p0005)' },
    ]);
  });

  it.each<{ what: string; links: ChainLink[]; kinds: string[]; says: string }>([
    {
      what: 'a first pack that follows another',
      links: [link(0, { previousPack: { packId: 'x', sha256: shaOf(1) } })],
      kinds: ['wrong-previous'],
      says: 'p0000 has the sequence 0, and names x before it',
    },
    {
      what: 'a later pack that follows none',
      links: [link(0), link(1, { previousPack: null })],
      kinds: ['wrong-previous'],
      says: 'p0001 has the sequence 1, and names no pack before it',
    },
    {
      what: 'a pack that follows one that is not there',
      links: [link(0), link(1, { previousPack: { packId: 'x', sha256: shaOf(1) } })],
      kinds: ['wrong-previous'],
      says: 'p0001 follows x: expected p0000 before it',
    },
    {
      what: 'two packs that follow one',
      links: [link(0), link(1), link(2), link(3, { previousPack: { packId: 'p0001', sha256: shaOf(2) } })],
      kinds: ['wrong-previous', 'fork'],
      says: '2 packs follow the same pack: p0002 and p0003',
    },
    {
      what: 'a pack of an earlier time than its predecessor',
      links: [link(0), link(1, { start: '2025-12-31T02:00:00.000Z' })],
      kinds: ['clock'],
      says: 'not after p0000 before it',
    },
    {
      what: 'a night that was left out',
      links: [link(0), link(1, { start: '2026-01-03T03:00:00.000Z' })],
      kinds: ['late'],
      says: 'p0001 came 2 days 1 hour after p0000, which expected the next within P1D',
    },
  ])('does not hold with $what', ({ links, kinds, says }) => {
    expect(kindsOf(links)).toEqual(kinds);
    expect(
      chainFaults(links, whole)
        .map(({ text }) => text)
        .join('; '),
    ).toContain(says);
  });

  it('is late now only past cadence and grace, and not at all where no cadence is stated', () => {
    const at = (hours: number, ms = 0): string => new Date(first + hours * 3_600_000 + ms).toISOString();
    expect(kindsOf([link(0)], { now: at(26) })).toEqual([]);
    expect(kindsOf([link(0)], { now: at(26, 1) })).toEqual(['late']);
    expect(kindsOf([link(0, { cadence: null })], { now: at(900) })).toEqual([]);
    expect(kindsOf([link(0, { cadence: 'daily' })], { now: at(900) })).toEqual([]);
    expect(kindsOf([link(0, { cadence: 'PT1H' })], { now: at(4) })).toEqual(['late']);
    expect(kindsOf([link(0)], { now: at(-2) })).toEqual([]);
    expect(kindsOf([link(0)], { now: at(-2, -1) })).toEqual(['clock']);
    expect(kindsOf([], { now: at(0) })).toEqual([]);
  });

  it('ends with its highest sequence', () => {
    expect(chainHead([])).toBeNull();
    expect(chainHead([link(2), link(0), link(1)])?.packId).toBe('p0002');
    expect(chainHead([link(1, { packId: 'b' }), link(1, { packId: 'a' })])?.packId).toBe('b');
  });
});
