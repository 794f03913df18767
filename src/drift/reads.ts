import type { LostRead } from '../core/drift.js';
import type { ReadSummary } from '../core/run.js';

/** Reads that were complete before and are not any more, and how many it is the other way round with. */
export function comparedReads(
  before: readonly ReadSummary[],
  after: readonly ReadSummary[],
): { readonly lost: readonly LostRead[]; readonly recovered: number } {
  const earlier = new Map(before.map((read) => [read.key, isComplete(read)]));
  const lost = after.filter((read) => earlier.get(read.key) === true && !isComplete(read));
  return {
    lost: lost.map(({ key, scope, operation, outcome, error }) => ({ key, scope, operation, outcome, error })),
    recovered: after.filter((read) => earlier.get(read.key) === false && isComplete(read)).length,
  };
}

function isComplete({ outcome }: ReadSummary): boolean {
  return outcome === 'complete' || outcome === 'absent';
}
