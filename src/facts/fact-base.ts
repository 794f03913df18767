import type { Coverage, Fact, FactKind, FactSink } from '../core/fact.js';
import { byCodeUnit } from '../core/json.js';
import type { Gap } from '../core/read.js';
import type { Population } from '../core/run.js';
import { byScope, type Scope, scopeKey } from '../core/scope.js';
import { type Partition, Shelf } from './shelf.js';

/** Where verdicts and derivations get their facts: the facts as collected, and what is derived from them. */
export interface FactSource {
  /** The scopes in which anything is known of the kind, a gap included; sorted. */
  scopes(kind: FactKind): readonly Scope[];
  /** What is known of the kind in the scope; where that is nothing, a gap. */
  partition<K extends FactKind>(kind: K, scope: Scope): Partition<K>;
}

/** All facts of a run in memory, by kind and scope, with how complete each population is. */
export class FactBase implements FactSink, FactSource {
  readonly #kinds = new Map<FactKind, Map<string, Shelf<FactKind>>>();

  fact(fact: Fact): void {
    this.#shelf(fact.kind, fact.scope).add(fact);
  }

  covered(kind: FactKind, scope: Scope, coverage: Coverage): void {
    this.#shelf(kind, scope).cover(coverage);
  }

  gap(kind: FactKind, scope: Scope, id: string, gap: Gap): void {
    this.#shelf(kind, scope).addGap(id, gap);
  }

  /** Says that there is certainly no fact with that id, even where the population is incomplete: a derivation's answer. */
  absent(kind: FactKind, scope: Scope, id: string): void {
    this.#shelf(kind, scope).settleAbsent(id);
  }

  scopes(kind: FactKind): readonly Scope[] {
    return [...(this.#kinds.get(kind)?.values() ?? [])].map(({ scope }) => scope).sort(byScope);
  }

  partition<K extends FactKind>(kind: K, scope: Scope): Partition<K> {
    const shelf = this.#kinds.get(kind)?.get(scopeKey(scope));
    return shelf !== undefined && isOfKind(shelf, kind) ? shelf : new Shelf(kind, scope);
  }

  /** Every kind in every scope with the ids of its members, by kind and scope: results/populations.json. */
  *populations(): Iterable<Population> {
    for (const kind of [...this.#kinds.keys()].sort(byCodeUnit)) {
      for (const scope of this.scopes(kind)) {
        const { coverage, ...shelf } = summary(this.partition(kind, scope));
        yield { kind, scope, ...shelf, reads: coverage.reads, gap: coverage.gap };
      }
    }
  }

  #shelf(kind: FactKind, scope: Scope): Shelf<FactKind> {
    const scopes = this.#kinds.get(kind) ?? new Map<string, Shelf<FactKind>>();
    this.#kinds.set(kind, scopes);
    const shelf = scopes.get(scopeKey(scope)) ?? new Shelf(kind, scope);
    scopes.set(scopeKey(scope), shelf);
    return shelf;
  }
}

function summary(partition: Partition): { count: number; members: string[]; coverage: Coverage } {
  const members = partition.facts().map(({ id }) => id);
  return { count: members.length, members, coverage: partition.coverage };
}

function isOfKind<K extends FactKind>(shelf: Shelf<FactKind>, kind: K): shelf is Shelf<FactKind> & Partition<K> {
  return shelf.kind === kind;
}
