import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Range, RangeSet } from './range-set.js';

const size = 64;
const points = [...Array(size).keys()];

const rawRanges = fc.array(
  fc.tuple(fc.nat(size), fc.nat(size)).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
  { maxLength: 8 },
);
const sets = rawRanges.map((ranges) => RangeSet.of(ranges));

function members(ranges: readonly Range<number>[]): Set<number> {
  return new Set(points.filter((point) => ranges.some(({ from, to }) => from <= point && point < to)));
}

function listed(set: RangeSet<number>): number[] {
  return points.filter((point) => set.has(point));
}

describe('RangeSet', () => {
  it('merges ranges that overlap, touch or lie inside another, and drops empty ones', () => {
    const set = RangeSet.of([
      { from: 20, to: 30 },
      { from: 0, to: 5 },
      { from: 5, to: 8 },
      { from: 22, to: 25 },
      { from: 29, to: 31 },
      { from: 50, to: 50 },
    ]);
    expect(set.ranges()).toEqual([
      { from: 0, to: 8 },
      { from: 20, to: 31 },
    ]);
  });

  it('holds bigints as well as numbers', () => {
    const half = 1n << 127n;
    const set = RangeSet.of([
      { from: half, to: half * 2n },
      { from: 0n, to: half },
    ]);
    expect(set.ranges()).toEqual([{ from: 0n, to: half * 2n }]);
    expect([set.has(half), set.has(half * 2n)]).toEqual([true, false]);
  });

  it.each([
    { from: 2, to: 1 },
    { from: Number.NaN, to: 1 },
    { from: 0, to: Number.NaN },
  ])('refuses the range $from to $to', (range) => {
    expect(() => RangeSet.of([range])).toThrow(RangeError);
    expect(() => RangeSet.of([range])).toThrow(`got ${String(range.from)} to ${String(range.to)}`);
  });

  it('is empty without points, and only then', () => {
    expect(RangeSet.empty<number>().isEmpty()).toBe(true);
    expect(RangeSet.of([{ from: 3, to: 3 }]).isEmpty()).toBe(true);
    expect(RangeSet.of([{ from: 3, to: 4 }]).isEmpty()).toBe(false);
  });

  it('has the points of its ranges and no others', () => {
    fc.assert(
      fc.property(rawRanges, (ranges) => {
        expect(listed(RangeSet.of(ranges))).toEqual([...members(ranges)]);
      }),
    );
  });

  it('gives ranges that are sorted, not empty and apart', () => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        for (const set of [a, a.union(b), a.intersect(b), a.subtract(b)]) {
          const bounds = set.ranges().flatMap(({ from, to }) => [from, to]);
          expect(bounds).toEqual([...new Set(bounds)].sort((x, y) => x - y));
        }
      }),
    );
  });

  it('does union, intersection, difference, covering and equality as a set of numbers does', () => {
    fc.assert(
      fc.property(rawRanges, rawRanges, (rawA, rawB) => {
        const [a, b] = [RangeSet.of(rawA), RangeSet.of(rawB)];
        const [inA, inB] = [members(rawA), members(rawB)];
        expect(listed(a.union(b))).toEqual(points.filter((point) => inA.has(point) || inB.has(point)));
        expect(listed(a.intersect(b))).toEqual(points.filter((point) => inA.has(point) && inB.has(point)));
        expect(listed(a.subtract(b))).toEqual(points.filter((point) => inA.has(point) && !inB.has(point)));
        expect(a.covers(b)).toBe([...inB].every((point) => inA.has(point)));
        expect(a.equals(b)).toBe(points.every((point) => inA.has(point) === inB.has(point)));
      }),
    );
  });

  it('equals a set with the same points however it was made, and no set with others', () => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        expect(a.subtract(b).union(a.intersect(b)).equals(a)).toBe(true);
        expect(a.equals(RangeSet.of([{ from: size, to: size + 1 }]).union(a))).toBe(false);
      }),
    );
    const [low, high] = [RangeSet.of<number>([{ from: 0, to: 1 }]), RangeSet.of<number>([{ from: 0, to: 2 }])];
    expect(low.equals(high)).toBe(false);
  });

  it('keeps the laws of sets', () => {
    const all = RangeSet.of<number>([{ from: 0, to: size }]);
    fc.assert(
      fc.property(sets, sets, sets, (a, b, c) => {
        const equal: [RangeSet<number>, RangeSet<number>][] = [
          [a.union(b), b.union(a)],
          [a.intersect(b), b.intersect(a)],
          [a.union(b).union(c), a.union(b.union(c))],
          [a.intersect(b.union(c)), a.intersect(b).union(a.intersect(c))],
          [all.subtract(a.union(b)), all.subtract(a).intersect(all.subtract(b))],
          [all.subtract(a.intersect(b)), all.subtract(a).union(all.subtract(b))],
          [a.subtract(b).union(b), a.union(b)],
          [RangeSet.unionAll([a, b, c]), a.union(b).union(c)],
        ];
        for (const [left, right] of equal) expect(left.equals(right)).toBe(true);
        expect(a.union(b).covers(a)).toBe(true);
        expect(a.covers(a.intersect(b))).toBe(true);
      }),
    );
  });

  it('cuts a union into pieces that each name the sets that hold them', () => {
    const pieces = RangeSet.partition([
      RangeSet.of([{ from: 0, to: 10 }]),
      RangeSet.of([
        { from: 5, to: 10 },
        { from: 20, to: 21 },
      ]),
      RangeSet.of([{ from: 10, to: 12 }]),
    ]);
    expect(pieces).toEqual([
      { from: 0, to: 5, members: [0] },
      { from: 5, to: 10, members: [0, 1] },
      { from: 10, to: 12, members: [2] },
      { from: 20, to: 21, members: [1] },
    ]);
  });

  it('cuts so that every point is in one piece with exactly its sets, and neighbours differ', () => {
    fc.assert(
      fc.property(fc.array(sets, { maxLength: 6 }), (many) => {
        const pieces = RangeSet.partition(many);
        for (const point of points) {
          const holding = many.flatMap((set, index) => (set.has(point) ? [index] : []));
          const found = pieces.filter(({ from, to }) => from <= point && point < to).map((piece) => piece.members);
          expect(found).toEqual(holding.length === 0 ? [] : [holding]);
        }
        for (const [index, piece] of pieces.slice(1).entries()) {
          const before = pieces.at(index);
          expect(before?.to === piece.from && String(before.members) === String(piece.members)).toBe(false);
        }
      }),
    );
  });
});
