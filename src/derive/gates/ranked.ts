import { type Rank, ranks, type Tally } from '../../facts/gates/findings.js';

/** The findings at or above the limit, and those that are not. */
export interface Weighed {
  readonly total: number;
  readonly fixable: number;
  readonly unfixable: number;
  /** Of those below: how many of each rank. */
  readonly below: readonly string[];
  /** Findings without a severity that the limit does not take in: whether they count cannot be said. */
  readonly unranked: number;
}

/** Weighs findings against the ranks that count. */
export function weighRanks(tallies: readonly Tally[], limit: readonly string[]): Weighed {
  const inside = tallies.filter(({ rank }) => limit.includes(rank));
  const outside = tallies.filter(({ rank }) => !limit.includes(rank));
  return {
    total: sum(inside.map(totalOf)),
    fixable: sum(inside.map(({ fixable }) => fixable)),
    unfixable: sum(inside.map(({ unfixable }) => unfixable)),
    below: ranks.flatMap((rank) => shownBelow(rank, outside)),
    unranked: sum(outside.filter(({ rank }) => rank === 'unranked').map(totalOf)),
  };
}

/** `critical or high`, gravest first. */
export function limitText(limit: readonly string[]): string {
  const names = ranks.filter((rank) => limit.includes(rank));
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' or ');
}

/** `3 (2 with a fix, 1 without, which 6.3.3 does not ask to be mended yet)`. */
export function countText({ total, fixable, unfixable }: Weighed): string {
  const parts = [
    ...(fixable > 0 ? [`${fixable} with a fix`] : []),
    ...(unfixable > 0 ? [`${unfixable} without one, for 6.3.1 and not yet for 6.3.3`] : []),
  ];
  return parts.length === 0 ? String(total) : `${total} (${parts.join(', ')})`;
}

/** `; below the limit: 2 medium, 1 low`, or nothing. */
export function belowText({ below }: Weighed): string {
  return below.length === 0 ? '' : `; below the limit: ${below.join(', ')}`;
}

function shownBelow(rank: Rank, outside: readonly Tally[]): string[] {
  const count = sum(outside.filter((tally) => tally.rank === rank).map(totalOf));
  return count === 0 ? [] : [`${count} ${rank}`];
}

function totalOf({ fixable, unfixable, unsaid }: Tally): number {
  return fixable + unfixable + unsaid;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((a, b) => a + b, 0);
}
