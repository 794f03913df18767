import type { Fact, FactKind, FactView } from './fact.js';
import type { Location } from './finding.js';
import { type Severity, type UnknownReason, worst } from './outcome.js';
import type { Params } from './params.js';
import type { EvidenceRef, Gap } from './read.js';
import type { Within } from './scope.js';

export interface Need<K extends FactKind = FactKind, S extends boolean = boolean> {
  readonly kind: K;
  /** The one need whose facts are judged, one finding each. */
  readonly subject: S;
  readonly within: Within;
  /** `population`: the verdict rests on nothing being left out, so with a gap it is wholly unknown, fail included. */
  readonly completeness: 'items' | 'population';
  /** The severity that this need can raise a finding to. A verdict that met a gap anywhere counts as raised for --fail-on. */
  readonly raises: Severity | null;
}

interface NeedOptions {
  readonly within?: Within;
  readonly completeness?: 'items' | 'population';
  readonly raises?: Severity;
}

export function need<K extends FactKind>(kind: K, options: NeedOptions & { readonly as: 'subject' }): Need<K, true>;
export function need<K extends FactKind>(kind: K, options?: NeedOptions): Need<K, false>;
export function need<K extends FactKind>(kind: K, options: NeedOptions & { readonly as?: 'subject' } = {}): Need<K> {
  return {
    kind,
    subject: options.as === 'subject',
    within: options.within ?? 'scope',
    completeness: options.completeness ?? 'items',
    raises: options.raises ?? null,
  };
}

export type Needs = Readonly<Record<string, Need>>;

/**
 * The name and the need whose facts are judged.
 *
 * @throws TypeError when there is not exactly one
 */
export function subjectOf(needs: Needs): { readonly name: string; readonly need: Need } {
  const [found, second] = Object.entries(needs).filter(([, { subject }]) => subject);
  if (found === undefined || second !== undefined) {
    throw new TypeError(`needs: expected one with as: 'subject', got ${found === undefined ? 'none' : 'several'}`);
  }
  return { name: found[0], need: found[1] };
}

/** The highest severity that any of the needs can raise a finding to; null if none can. */
export function highestRaise(needs: Needs): Severity | null {
  return Object.values(needs)
    .map(({ raises }) => raises)
    .reduce((a, b) => (a === null || b === null ? (a ?? b) : worst(a, b)), null);
}

/** What a check or derivation is given for its needs: the subject as a fact, every other need as a view. */
export type Given<N extends Needs> = {
  readonly [P in keyof N]: N[P] extends Need<infer K, infer S> ? (S extends true ? Fact<K> : FactView<K>) : never;
};

export interface Check<N extends Needs = Needs> {
  readonly needs: N;
  run(given: Given<N> & { readonly params: Params }): CheckResult;
}

/** A control's pure function. The engine, not the author, turns a pass that touched a gap into unknown. */
export function defineCheck<const N extends Needs>(check: Check<N>): Check<N> {
  return check;
}

export type CheckResult =
  | { readonly outcome: 'pass'; readonly observed: string; readonly evidence: readonly EvidenceRef[] }
  | {
      readonly outcome: 'fail';
      readonly observed: string;
      readonly evidence: readonly EvidenceRef[];
      /** A severity above the control's own; a lower one is ignored. One that no need declares with `raises` is refused. */
      readonly raisedTo: Severity | null;
      /** Where the cause stands in a file of the audited party's; null if nowhere. */
      readonly location: Location | null;
    }
  | {
      readonly outcome: 'unknown';
      readonly reason: UnknownReason;
      readonly observed: string;
      readonly evidence: readonly EvidenceRef[];
      readonly reads: readonly string[];
    }
  | {
      readonly outcome: 'not-applicable';
      readonly reason: string;
      readonly observed: string;
      readonly evidence: readonly EvidenceRef[];
    }
  | { readonly outcome: 'manual'; readonly observed: string; readonly evidence: readonly EvidenceRef[] };

/** `evidence` beside the subject's own, which the engine adds. */
export function pass(observed: string, evidence: readonly EvidenceRef[] = []): CheckResult {
  return { outcome: 'pass', observed, evidence };
}

export function fail(
  observed: string,
  evidence: readonly EvidenceRef[] = [],
  options: { readonly raisedTo?: Severity; readonly location?: Location | null } = {},
): CheckResult {
  return {
    outcome: 'fail',
    observed,
    evidence,
    raisedTo: options.raisedTo ?? null,
    location: options.location ?? null,
  };
}

/** Unknown because of what a look-up could not say. */
export function unknown(observed: string, gaps: readonly Gap[], evidence: readonly EvidenceRef[] = []): CheckResult {
  const [first] = gaps;
  return {
    outcome: 'unknown',
    reason: first?.reason ?? 'unresolved',
    observed: first === undefined ? observed : `${observed}: ${[...new Set(gaps.map((gap) => gap.text))].join('; ')}`,
    evidence,
    reads: [...new Set(gaps.flatMap((gap) => gap.reads))],
  };
}

export function notApplicable(reason: string, observed: string, evidence: readonly EvidenceRef[] = []): CheckResult {
  return { outcome: 'not-applicable', reason, observed, evidence };
}
