import { type Given, type Needs, subjectOf } from '../core/check.js';
import { PrepayError } from '../core/errors.js';
import type { Fact, FactKind, FactKinds } from '../core/fact.js';
import { sortedEvidence } from '../core/finding.js';
import type { EvidenceRef, Gap } from '../core/read.js';
import { byScope, type Scope, scopeId, scopeKey } from '../core/scope.js';
import { FactBase, type FactSource } from '../facts/fact-base.js';
import type { Partition } from '../facts/shelf.js';
import { give, Touch } from '../facts/view.js';

/** What was concluded about one subject: data or nothing, on what evidence, and what could not be settled. */
export interface Derived<D> {
  readonly data: D | null;
  /** Beside the subject's own, which the derived fact carries as well. */
  readonly evidence: readonly EvidenceRef[];
  readonly gaps: readonly Gap[];
}

export function derived<D>(data: D, evidence: readonly EvidenceRef[], gaps: readonly Gap[] = []): Derived<D> {
  return { data, evidence, gaps };
}

/** Nothing to say of this subject; with gaps: nothing that is certain. */
export function nothing(gaps: readonly Gap[] = []): Derived<never> {
  return { data: null, evidence: [], gaps };
}

/** One pure conclusion for each fact of the subject kind, under the subject's id. */
export interface Derivation<K extends FactKind = FactKind, N extends Needs = Needs> {
  readonly kind: K;
  readonly needs: N;
  /**
   * For a kind that several derivations make: where the subjects of this one live. That nobody collected any elsewhere is
   * no gap.
   */
  readonly level?: 'account' | 'region';
  run(given: Given<N>): Derived<FactKinds[K]>;
}

export function defineDerivation<K extends FactKind, const N extends Needs>(
  derivation: Derivation<K, N>,
): Derivation<K, N> {
  return derivation;
}

/**
 * The collected facts together with what the derivations conclude from them, worked out once a kind and scope, when
 * first asked for. A gap that a conclusion met is the derived fact's own; a gap in the subjects is one in what is derived.
 * Several derivations may make one kind, each from subjects of its own: it is complete only where all of them are.
 */
export function withDerivations(base: FactSource, derivations: readonly Derivation[]): FactSource {
  return new DerivedFacts(base, derivations);
}

class DerivedFacts implements FactSource {
  readonly #base: FactSource;
  readonly #derivations: ReadonlyMap<FactKind, readonly Derivation[]>;
  readonly #derived = new FactBase();
  readonly #states = new Map<string, 'under-way' | 'done'>();

  constructor(base: FactSource, derivations: readonly Derivation[]) {
    this.#base = base;
    const byKind = new Map<FactKind, Derivation[]>();
    for (const each of derivations) byKind.set(each.kind, [...(byKind.get(each.kind) ?? []), each]);
    this.#derivations = byKind;
  }

  scopes(kind: FactKind): readonly Scope[] {
    const derivations = this.#derivations.get(kind);
    if (derivations === undefined) return this.#base.scopes(kind);
    const all = derivations.flatMap(({ needs }) => this.scopes(subjectOf(needs).need.kind));
    return [...new Map(all.map((scope) => [scopeKey(scope), scope])).values()].sort(byScope);
  }

  partition<K extends FactKind>(kind: K, scope: Scope): Partition<K> {
    const derivations = this.#derivations.get(kind);
    if (derivations === undefined) return this.#base.partition(kind, scope);
    const key = `${kind}\u0000${scopeKey(scope)}`;
    switch (this.#states.get(key)) {
      case 'done':
        break;
      case 'under-way':
        throw mistake(`${kind} in ${scopeId(scope)} is derived from itself`);
      case undefined:
        this.#states.set(key, 'under-way');
        for (const each of derivations) if (this.#isFor(each, scope)) this.#derive(each, scope);
        this.#states.set(key, 'done');
    }
    return this.#derived.partition(kind, scope);
  }

  #isFor({ level, needs }: Derivation, scope: Scope): boolean {
    if (level === undefined || (level === 'region') === (scope.region !== undefined)) return true;
    return this.scopes(subjectOf(needs).need.kind).some((known) => scopeKey(known) === scopeKey(scope));
  }

  #derive(derivation: Derivation, scope: Scope): void {
    const { kind, needs } = derivation;
    const subjects = this.partition(subjectOf(needs).need.kind, scope);
    const others = this.#derived.partition(kind, scope);
    for (const subject of subjects.facts()) {
      if (others.find(subject.id) !== undefined || others.isSettledAbsent(subject.id)) {
        throw mistake(`two derivations make ${kind} ${subject.id} in ${scopeId(scope)}`);
      }
      const { fact, gaps } = conclude(derivation, subject, this);
      if (fact === null) this.#derived.absent(kind, scope, subject.id);
      else this.#derived.fact(fact);
      for (const gap of gaps) this.#derived.gap(kind, scope, subject.id, gap);
    }
    for (const [id, gap] of subjects.gaps) {
      if (subjects.find(id) === undefined) this.#derived.gap(kind, scope, id, gap);
    }
    this.#derived.covered(kind, scope, subjects.coverage);
  }
}

export interface Conclusion {
  readonly fact: Fact | null;
  readonly gaps: readonly Gap[];
  readonly asked: Touch['asked'];
}

/** One derivation run for one subject: the derived fact if there is one, the gaps that it met, and what it asked. */
export function conclude(derivation: Derivation, subject: Fact, source: FactSource): Conclusion {
  const touch = new Touch();
  const { data, evidence, gaps } = run(derivation, subject, source, touch);
  const { id, name, scope } = subject;
  // What rests on nothing being left out is no conclusion at all when something is.
  const isCertain = data !== null && touch.populationGaps.size === 0;
  return {
    fact: isCertain
      ? { kind: derivation.kind, id, name, scope, data, evidence: sortedEvidence([...subject.evidence, ...evidence]) }
      : null,
    gaps: [...touch.gaps, ...gaps],
    asked: touch.asked,
  };
}

function run(derivation: Derivation, subject: Fact, source: FactSource, touch: Touch): Derived<FactKinds[FactKind]> {
  try {
    return derivation.run(give(derivation.needs, subject, source, touch, {}));
  } catch (cause) {
    if (cause instanceof PrepayError) throw cause;
    throw mistake(
      `deriving ${derivation.kind} of ${subject.id} in ${scopeId(subject.scope)} threw ${String(cause)}`,
      cause,
    );
  }
}

function mistake(message: string, cause?: unknown): PrepayError {
  return new PrepayError('PREPAY_INTERNAL', message, 'Report it with the pack or the recording that shows it.', {
    cause,
  });
}
