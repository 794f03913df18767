/** The points p with `from <= p < to`. Half-open, so that neighbours meet without adding one. */
export interface Range<T extends number | bigint> {
  readonly from: T;
  readonly to: T;
}

/** A stretch on which the same sets hold, with the indices of these sets in ascending order. */
export interface Piece<T extends number | bigint> extends Range<T> {
  readonly members: readonly number[];
}

/**
 * An immutable set of points, kept as sorted, disjoint, non-adjacent half-open ranges.
 *
 * Every set has exactly one representation. Operations on two sets take O(n + m) in their numbers of ranges.
 */
export class RangeSet<T extends number | bigint> {
  /** Where membership changes, ascending: in at the first, out at the second, and so on. */
  readonly #bounds: readonly T[];

  private constructor(bounds: readonly T[]) {
    this.#bounds = bounds;
  }

  /** The set without points. */
  static empty<T extends number | bigint>(): RangeSet<T> {
    return new RangeSet<T>([]);
  }

  /**
   * The set of all points in any of the ranges, which may overlap, touch, be empty and come in any order. O(n log n).
   *
   * @throws RangeError when a range ends before it starts, or an end is not a number
   */
  static of<T extends number | bigint>(ranges: Iterable<Range<T>>): RangeSet<T> {
    const sorted = [...ranges].filter(isNotEmpty).sort((a, b) => ascending(a.from, b.from));
    const bounds: T[] = [];
    let open: Range<T> | undefined;
    for (const range of sorted) {
      if (open === undefined) {
        open = range;
      } else if (range.from > open.to) {
        bounds.push(open.from, open.to);
        open = range;
      } else if (range.to > open.to) {
        open = { from: open.from, to: range.to };
      }
    }
    if (open !== undefined) bounds.push(open.from, open.to);
    return new RangeSet(bounds);
  }

  /** The set of all points in any of the sets. O(n log n) in the number of all their ranges. */
  static unionAll<T extends number | bigint>(sets: Iterable<RangeSet<T>>): RangeSet<T> {
    const ranges: Range<T>[] = [];
    for (const set of sets) for (const range of set.ranges()) ranges.push(range);
    return RangeSet.of(ranges);
  }

  /**
   * The union of the sets, cut wherever one of them begins or ends, in ascending order.
   *
   * O(b log b + b × s) for b bounds, where s is the number of sets that hold at the same point.
   */
  static partition<T extends number | bigint>(sets: readonly RangeSet<T>[]): Piece<T>[] {
    const changes = sets.flatMap((set, member) => set.#bounds.map((at) => ({ at, member })));
    changes.sort((a, b) => ascending(a.at, b.at));
    const pieces: Piece<T>[] = [];
    const active = new Set<number>();
    let from: T | undefined;
    for (const { at, member } of changes) {
      if (from !== undefined && from < at && active.size > 0) {
        pieces.push({ from, to: at, members: [...active].sort((a, b) => a - b) });
      }
      if (!active.delete(member)) active.add(member);
      from = at;
    }
    return pieces;
  }

  /** The set's ranges in ascending order, none empty and no two overlapping or touching. */
  ranges(): Range<T>[] {
    const ranges: Range<T>[] = [];
    let from: T | undefined;
    for (const at of this.#bounds) {
      if (from === undefined) {
        from = at;
      } else {
        ranges.push({ from, to: at });
        from = undefined;
      }
    }
    return ranges;
  }

  /** The points in this set, in the other, or in both. */
  union(other: RangeSet<T>): RangeSet<T> {
    return this.#combine(other, (here, there) => here || there);
  }

  /** The points in both sets. */
  intersect(other: RangeSet<T>): RangeSet<T> {
    return this.#combine(other, (here, there) => here && there);
  }

  /** The points in this set that are not in the other. */
  subtract(other: RangeSet<T>): RangeSet<T> {
    return this.#combine(other, (here, there) => here && !there);
  }

  /** True when every point of the other set is in this one. */
  covers(other: RangeSet<T>): boolean {
    return other.subtract(this).isEmpty();
  }

  /** True when the set has no points. */
  isEmpty(): boolean {
    return this.#bounds.length === 0;
  }

  /** True when both sets have the same points. */
  equals(other: RangeSet<T>): boolean {
    return (
      this.#bounds.length === other.#bounds.length && this.#bounds.every((at, index) => at === other.#bounds[index])
    );
  }

  /** True when the point is in the set. O(log n). */
  has(point: T): boolean {
    let low = 0;
    let high = this.#bounds.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const at = this.#bounds[middle];
      if (at !== undefined && at <= point) low = middle + 1;
      else high = middle;
    }
    return isOdd(low);
  }

  #combine(other: RangeSet<T>, keep: (here: boolean, there: boolean) => boolean): RangeSet<T> {
    const result: T[] = [];
    let inside = false;
    let i = 0;
    let j = 0;
    for (;;) {
      const mine = this.#bounds[i];
      const theirs = other.#bounds[j];
      const at = theirs === undefined || (mine !== undefined && mine < theirs) ? mine : theirs;
      if (at === undefined) return new RangeSet(result);
      if (mine === at) i += 1;
      if (theirs === at) j += 1;
      // A point is inside a set once an odd number of its bounds has been passed.
      if (keep(isOdd(i), isOdd(j)) !== inside) {
        result.push(at);
        inside = !inside;
      }
    }
  }
}

function isNotEmpty<T extends number | bigint>(range: Range<T>): boolean {
  if (range.from < range.to) return true;
  if (range.from === range.to) return false;
  throw new RangeError(`range: expected from <= to, got ${String(range.from)} to ${String(range.to)}`);
}

function ascending<T extends number | bigint>(a: T, b: T): number {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

function isOdd(count: number): boolean {
  return count % 2 === 1;
}
