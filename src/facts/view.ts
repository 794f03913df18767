import { type Given, type Need, type Needs, subjectOf } from '../core/check.js';
import type { Fact, FactKind, FactView, IdField, Lookup } from '../core/fact.js';
import type { Gap } from '../core/read.js';
import { isWithin, type Scope } from '../core/scope.js';
import type { FactSource } from './fact-base.js';
import type { Completeness, Partition } from './shelf.js';

/** What one verdict asked of its needs, and the gaps that it met. */
export class Touch {
  /** Every gap that the verdict met. A pass, or anything else that is not a fail, does not survive one. */
  readonly gaps = new Set<Gap>();
  /** Those in needs that are marked `completeness: 'population'`. A fail does not survive one either. */
  readonly populationGaps = new Set<Gap>();
  readonly asked: { readonly kind: FactKind; readonly id: string | null }[] = [];

  note(need: Need, gap: Gap): void {
    this.gaps.add(gap);
    if (need.completeness === 'population') this.populationGaps.add(gap);
  }
}

/**
 * The needs as a check or derivation is given them: the subject itself, all others as views that note what they are
 * asked; and what else it is given beside them.
 */
export function give<N extends Needs, E extends object>(
  needs: N,
  subject: Fact,
  source: FactSource,
  touch: Touch,
  beside: E,
): Given<N> & E;
// The members of Given follow from those of the needs one by one, which TypeScript cannot be shown: hence the overload.
export function give(needs: Needs, subject: Fact, source: FactSource, touch: Touch, beside: object): object {
  const { name, need, others } = shapeOf(needs);
  noteSubject(need, source.partition(subject.kind, subject.scope), subject.id, touch);
  const given: Record<string, unknown> = {};
  for (const [key, each] of others) given[key] = viewOf(each, subject.scope, source, touch);
  given[name] = subject;
  return Object.assign(given, beside);
}

/** The subject's need and the others of a check, which is the same for every subject of it. */
function shapeOf(needs: Needs): Shape {
  const known = shapes.get(needs);
  if (known !== undefined) return known;
  const shape = { ...subjectOf(needs), others: Object.entries(needs).filter(([, { subject }]) => !subject) };
  shapes.set(needs, shape);
  return shape;
}

interface Shape {
  readonly name: string;
  readonly need: Need;
  readonly others: readonly (readonly [string, Need])[];
}

const shapes = new WeakMap<Needs, Shape>();

function noteSubject(need: Need, { gaps, coverage }: Completeness, id: string, touch: Touch): void {
  touch.asked.push({ kind: need.kind, id });
  const own = gaps.get(id);
  if (own !== undefined) touch.note(need, own);
  if (need.completeness === 'population' && coverage.gap !== null) touch.note(need, coverage.gap);
}

/** The facts of the need as seen from a subject in that scope, its own scope first. */
export function viewOf<K extends FactKind>(need: Need<K>, scope: Scope, source: FactSource, touch: Touch): FactView<K> {
  let known: readonly Partition<K>[] | null = null;
  const partitions = (): readonly Partition<K>[] => {
    known ??= partitionsOf(need, scope, source);
    return known;
  };
  const noteAll = (gaps: readonly Gap[]): readonly Gap[] => {
    for (const gap of gaps) touch.note(need, gap);
    return gaps;
  };
  const glimpsed = (fact: Fact<K>, partition: Partition<K>): void => {
    touch.asked.push({ kind: need.kind, id: fact.id });
    const own = partition.gaps.get(fact.id);
    if (own !== undefined) noteAll([own]);
  };
  return {
    all() {
      touch.asked.push({ kind: need.kind, id: null });
      noteAll(everyGap(need, partitions()));
      return concat(partitions().map((partition) => partition.facts()));
    },
    get(id): Lookup<Fact<K>> {
      touch.asked.push({ kind: need.kind, id });
      const all = partitions();
      const at = all.findIndex((partition) => partition.find(id) !== undefined);
      const value = all[at]?.find(id);
      // The nearest scope answers first: where one before it has a gap, another fact of that id might have been the answer.
      const nearer = gapsAround(need, value === undefined ? all : all.slice(0, at), id);
      if (value === undefined) {
        const gaps = noteAll(all.length === 0 ? [notCollectedAnywhere(need)] : nearer);
        return gaps.length === 0 ? { state: 'absent' } : { state: 'unknown', gaps };
      }
      const own = all[at]?.gaps.get(id);
      noteAll([...nearer, ...(own === undefined ? [] : [own])]);
      if (need.completeness === 'population') noteAll(populationGaps(need, all));
      return { state: 'found', value };
    },
    where(field: IdField<K>, text): Lookup<readonly Fact<K>[]> {
      touch.asked.push({ kind: need.kind, id: null });
      // A fact that was not read in full may match as well, so that every gap counts, not those of the population alone.
      const gaps = noteAll(everyGap(need, partitions()));
      const value = concat(partitions().map((partition) => partition.matching(field, text)));
      if (value.length > 0) return { state: 'found', value };
      return gaps.length === 0 ? { state: 'absent' } : { state: 'unknown', gaps };
    },
    glimpseWhere(field: IdField<K>, text) {
      for (const partition of partitions()) {
        const [fact] = partition.matching(field, text);
        if (fact === undefined) continue;
        glimpsed(fact, partition);
        return fact;
      }
      return null;
    },
    glimpse(make) {
      for (const partition of partitions()) {
        for (const fact of partition.facts()) {
          const made = make(fact);
          if (made === null) continue;
          glimpsed(fact, partition);
          return made;
        }
      }
      return null;
    },
  };
}

function partitionsOf<K extends FactKind>(need: Need<K>, scope: Scope, source: FactSource): Partition<K>[] {
  const others = need.within === 'scope' ? [] : source.scopes(need.kind);
  const isOwn = (other: Scope): boolean => isWithin('scope', scope, other);
  const own = need.within === 'scope' ? [scope] : others.filter(isOwn);
  return [...own, ...others.filter((other) => isWithin(need.within, scope, other) && !isOwn(other))].map((other) =>
    source.partition(need.kind, other),
  );
}

/** What stands between an id without a fact and the answer that there is none. */
function gapsAround<K extends FactKind>(need: Need<K>, partitions: readonly Partition<K>[], id: string): Gap[] {
  const isWhole = need.completeness === 'population';
  const open = partitions.filter((partition) => isWhole || !partition.isSettledAbsent(id));
  const own = partitions.flatMap((partition) => partition.gaps.get(id) ?? []);
  return [...own, ...open.flatMap(({ coverage }) => coverage.gap ?? [])];
}

function populationGaps(need: Need, partitions: readonly Completeness[]): Gap[] {
  if (partitions.length === 0) return [notCollectedAnywhere(need)];
  return partitions.flatMap(({ coverage }) => coverage.gap ?? []);
}

function everyGap(need: Need, partitions: readonly Completeness[]): Gap[] {
  return [...populationGaps(need, partitions), ...partitions.flatMap(({ gaps }) => [...gaps.values()])];
}

function notCollectedAnywhere({ kind, within }: Need): Gap {
  const where = within === 'all' ? 'in any scope' : 'in any scope of the account';
  return { reason: 'incomplete', reads: [], text: `${kind} was not collected ${where}` };
}

/** A single list comes back itself, so that whoever indexes it can do so once. */
function concat<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const [first, second] = lists;
  return first !== undefined && second === undefined ? first : lists.flat();
}
