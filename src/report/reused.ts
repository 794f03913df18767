import type { Run, ScopeFile } from '../core/run.js';
import { scopeId } from '../core/scope.js';
import { groupBy } from './group.js';

/** What a run that was cut short and resumed took over from before. */
export interface Resumption {
  /** When it was taken up again, UTC, each time. */
  readonly at: readonly string[];
  /** Reads that were made before the last of these times, and not again. */
  readonly reused: number;
  readonly rows: readonly {
    readonly operation: string;
    readonly scope: string;
    readonly count: number;
    /** When the first and the last of them ended, UTC. */
    readonly from: string;
    readonly to: string;
  }[];
}

/** Null for a run that was made at a stretch. */
export function resumptionOf(
  run: Pick<Run, 'resumedAt'>,
  { reused = [] }: Pick<ScopeFile, 'reused'>,
): Resumption | null {
  if (run.resumedAt === undefined) return null;
  const groups = groupBy(reused, ({ operation, scope }) => `${scopeId(scope)}\u0000${operation}`);
  return {
    at: run.resumedAt,
    reused: reused.length,
    rows: [...groups.values()].flatMap((same) => {
      const [first] = same;
      if (first === undefined) return [];
      const times = same.map(({ readAt }) => readAt).sort();
      return [
        {
          operation: first.operation,
          scope: scopeId(first.scope),
          count: same.length,
          from: times[0] ?? first.readAt,
          to: times.at(-1) ?? first.readAt,
        },
      ];
    }),
  };
}
