import type { Coverage, Fact, FactKind, IdField } from '../core/fact.js';
import { sortedEvidence } from '../core/finding.js';
import { mergeGaps } from '../core/gap.js';
import { byCodeUnit, canonical } from '../core/json.js';
import type { Gap } from '../core/read.js';
import { type Scope, scopeId } from '../core/scope.js';

/** What is missing of one fact kind in one scope. */
export interface Completeness {
  /** How complete the population is. Where nobody said so it is a gap, never empty. */
  readonly coverage: Coverage;
  /** What could not be read of single ids, or of ids that need not exist. */
  readonly gaps: ReadonlyMap<string, Gap>;
}

/** What is known of one fact kind in one scope. */
export interface Partition<K extends FactKind = FactKind> extends Completeness {
  readonly scope: Scope;
  /** By id. The same array from one call to the next, until a fact is added. */
  facts(): readonly Fact<K>[];
  find(id: string): Fact<K> | undefined;
  /** Whether it is settled that there is no fact with that id, whatever else is missing. */
  isSettledAbsent(id: string): boolean;
  /** The facts whose field is, or contains, the value; by id. Indexed when first asked. */
  matching(field: IdField<K>, value: string): readonly Fact<K>[];
}

/** The facts of one kind in one scope, indexed by id, and by a field once it is asked for. */
export class Shelf<K extends FactKind> implements Partition<K> {
  readonly kind: K;
  readonly scope: Scope;
  readonly gaps = new Map<string, Gap>();
  readonly #byId = new Map<string, Fact<K>>();
  readonly #absent = new Set<string>();
  #coverage: Coverage | null = null;
  #sorted: readonly Fact<K>[] | null = null;
  #byField = new Map<string, Map<string, Fact<K>[]>>();

  constructor(kind: K, scope: Scope) {
    this.kind = kind;
    this.scope = scope;
  }

  get coverage(): Coverage {
    return this.#coverage ?? { gap: notCollected(this.kind, this.scope), reads: [], delivered: this.#byId.size > 0 };
  }

  facts(): readonly Fact<K>[] {
    this.#sorted ??= [...this.#byId.values()].sort((a, b) => byCodeUnit(a.id, b.id));
    return this.#sorted;
  }

  find(id: string): Fact<K> | undefined {
    return this.#byId.get(id);
  }

  isSettledAbsent(id: string): boolean {
    return this.#absent.has(id);
  }

  matching(field: IdField<K>, value: string): readonly Fact<K>[] {
    let index = this.#byField.get(field);
    if (index === undefined) {
      index = indexOf(this.facts(), field);
      this.#byField.set(field, index);
    }
    return index.get(value) ?? [];
  }

  /**
   * Adds the fact. The same id again is the same resource on two pages: with equal data the evidence is merged. With
   * other data it changed while it was read: one of the two is kept, the same whichever came first, and it has a gap, so
   * that no pass rests on it.
   */
  add(fact: Fact<K>): void {
    const known = this.#byId.get(fact.id);
    this.#byId.set(fact.id, known === undefined ? fact : this.#merge(known, fact));
    this.#sorted = null;
    this.#byField = new Map();
  }

  addGap(id: string, gap: Gap): void {
    const known = this.gaps.get(id);
    this.gaps.set(id, known === undefined ? gap : mergeGaps(known, gap));
  }

  settleAbsent(id: string): void {
    this.#absent.add(id);
  }

  /** Said twice (two reads list the kind), the population is complete only if both were. */
  cover(coverage: Coverage): void {
    const known = this.#coverage;
    this.#coverage = known === null ? coverage : mergeCoverage(known, coverage);
  }

  #merge(known: Fact<K>, fact: Fact<K>): Fact<K> {
    const [mine, theirs] = [canonical(known.data), canonical(fact.data)];
    const kept = byCodeUnit(mine, theirs) <= 0 ? known : fact;
    if (mine !== theirs) {
      const reads = [...known.evidence, ...fact.evidence].map(({ read }) => read);
      this.addGap(fact.id, {
        reason: 'unresolved',
        reads: [...new Set(reads)].sort(byCodeUnit),
        text: `${fact.id} was read twice with different data: it changed while it was read`,
      });
    }
    return { ...kept, evidence: sortedEvidence([...known.evidence, ...fact.evidence]) };
  }
}

function notCollected(kind: FactKind, scope: Scope): Gap {
  return { reason: 'incomplete', reads: [], text: `${kind} was not collected in ${scopeId(scope)}` };
}

function mergeCoverage(a: Coverage, b: Coverage): Coverage {
  const [first, ...more] = [a.gap, b.gap].filter((gap) => gap !== null);
  return {
    gap: first === undefined ? null : mergeGaps(first, ...more),
    reads: [...a.reads, ...b.reads].sort((x, y) => byCodeUnit(x.key, y.key)),
    delivered: a.delivered || b.delivered,
  };
}

function indexOf<K extends FactKind>(facts: readonly Fact<K>[], field: string): Map<string, Fact<K>[]> {
  const index = new Map<string, Fact<K>[]>();
  for (const fact of facts) {
    for (const value of new Set(textsOf(fact.data, field))) {
      const list = index.get(value);
      if (list === undefined) index.set(value, [fact]);
      else list.push(fact);
    }
  }
  return index;
}

function textsOf(data: object, field: string): string[] {
  const value: unknown = Reflect.get(data, field);
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((each) => typeof each === 'string');
}
