import { type DriftChange, type DriftClass, driftClasses, noDrift } from '../core/drift.js';
import { severities, type Severity } from '../core/outcome.js';

/** The changes to list and how many there were: what does not grow with the packs. */
export interface KeptChanges {
  add(change: DriftChange): void;
  end(): {
    readonly changes: readonly DriftChange[];
    readonly counts: Readonly<Record<DriftClass, number>>;
    readonly omitted: Readonly<Record<DriftClass, number>>;
  };
}

/** Keeps the first `most` changes of each class, the most severe before the others, and counts them all. */
export function keepChanges(most: number): KeptChanges {
  const counts = noDrift();
  const kept = new Map<DriftClass, Map<Severity, DriftChange[]>>();
  const worstFirst = severities.toReversed();
  const firstOf = (name: DriftClass): DriftChange[] =>
    worstFirst.flatMap((severity) => kept.get(name)?.get(severity) ?? []).slice(0, most);
  return {
    add(change) {
      counts[change.class] += 1;
      const ofClass = kept.get(change.class) ?? new Map<Severity, DriftChange[]>();
      kept.set(change.class, ofClass);
      const alike = ofClass.get(change.severity) ?? [];
      ofClass.set(change.severity, alike);
      if (alike.length < most) alike.push(change);
    },
    end() {
      const omitted = noDrift();
      const changes = driftClasses.flatMap((name) => {
        const first = firstOf(name);
        omitted[name] = counts[name] - first.length;
        return first;
      });
      return { changes, counts, omitted };
    },
  };
}
