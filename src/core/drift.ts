import type { Outcome, Severity } from './outcome.js';
import type { ReadError, ReadKey, ReadOutcome } from './read.js';
import type { FailOn } from './outcome.js';
import type { Resource } from './finding.js';
import type { Scope } from './scope.js';

/** What may have become of a finding between two packs, the worst first, as reports list them. */
export const driftClasses = [
  'regressed',
  'new-fail',
  'expired-exception',
  'lapsed-attestation',
  'newly-unknown',
  'scope-lost',
  'rules-changed',
  'still-failing',
  'still-unknown',
  'fixed',
  'recovered',
  'no-longer-judged',
  'gone',
  'appeared',
  'changed-evidence',
] as const;
export type DriftClass = (typeof driftClasses)[number];

/** The classes that count against `--fail-on`: something is worse, or is no longer seen. */
export const regressions: ReadonlySet<DriftClass> = new Set([
  'regressed',
  'new-fail',
  'expired-exception',
  'lapsed-attestation',
  'newly-unknown',
  'scope-lost',
]);

/** What a finding said in one of the two packs. */
export interface DriftSide {
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly observed: string;
  readonly exception: string | null;
}

export interface DriftChange {
  readonly class: DriftClass;
  readonly control: string;
  readonly resource: Resource;
  /** The severity that `--fail-on` weighs: of the later finding, where there is one. */
  readonly severity: Severity;
  /** Null where that pack has no such finding. */
  readonly before: DriftSide | null;
  readonly after: DriftSide | null;
  /** Whether it makes the exit code 1. */
  readonly isCounted: boolean;
  /** Whether what was observed, or the evidence, is another. */
  readonly isEvidenceChanged: boolean;
  /** Whether the verdict is worse than before: of changed rules, which do not count, the part to look at. */
  readonly isWorse: boolean;
  readonly why: string;
  readonly owner: string | null;
  readonly fingerprint: string;
}

/** A control whose verdicts cannot be compared, and what of it is another. */
export interface ChangedControl {
  readonly control: string;
  readonly what: readonly ('rule' | 'parameters' | 'added' | 'removed')[];
}

export interface ChangedRules {
  /** Null where both packs were made by one version. */
  readonly tool: { readonly before: string; readonly after: string } | null;
  readonly controls: readonly ChangedControl[];
  /** Keys of the effective configuration whose values differ, parameters apart. */
  readonly configuration: readonly string[];
}

export interface ShrunkPopulation {
  readonly kind: string;
  readonly scope: Scope;
  readonly before: number;
  /** Null where the kind was not looked for in that scope any more. */
  readonly after: number | null;
  /** The first of the members that are gone. */
  readonly gone: readonly string[];
  readonly goneCount: number;
  /** Why the later population may be incomplete; null where it is whole. */
  readonly gap: string | null;
}

export interface LostRead {
  readonly key: ReadKey;
  readonly scope: Scope;
  readonly operation: string;
  readonly outcome: ReadOutcome | 'no-end';
  readonly error: ReadError | null;
}

/** One of the two packs. */
export interface DriftedPack {
  readonly packId: string;
  readonly declaredAt: string;
  readonly toolVersion: string;
  readonly manifestSha256: string;
  /** The fingerprint of the key that signed it; null where its signature was not checked. */
  readonly signedBy: string | null;
  readonly partialBecause: readonly string[];
}

/** What changed between two packs: what reports and notifications are made of, and what `--json` prints. */
export interface Drift {
  readonly schema: 'https://prepay.example/drift/v1';
  readonly before: DriftedPack;
  readonly after: DriftedPack;
  readonly failOn: FailOn;
  readonly allowIncomplete: readonly string[];
  /** 1 where something counts, else 0. */
  readonly exit: 0 | 1;
  /** How many changes count. */
  readonly counted: number;
  /** How many verdicts are worse under changed rules; they do not count. */
  readonly worseByRules: number;
  readonly counts: Readonly<Record<DriftClass, number>>;
  /** Findings of the same verdict on the same grounds. */
  readonly unchanged: number;
  /** Those that changed: by class, then severity, then control and resource; of each class the first thousand. */
  readonly changes: readonly DriftChange[];
  /** How many of each class are left out of `changes`. */
  readonly omitted: Readonly<Record<DriftClass, number>>;
  readonly rules: ChangedRules;
  readonly populations: readonly ShrunkPopulation[];
  readonly lostReads: readonly LostRead[];
  /** Reads that did not complete before and do now. */
  readonly recoveredReads: number;
}

export function noDrift(): Record<DriftClass, number> {
  return {
    regressed: 0,
    'new-fail': 0,
    'expired-exception': 0,
    'lapsed-attestation': 0,
    'newly-unknown': 0,
    'scope-lost': 0,
    'rules-changed': 0,
    'still-failing': 0,
    'still-unknown': 0,
    fixed: 0,
    recovered: 0,
    'no-longer-judged': 0,
    gone: 0,
    appeared: 0,
    'changed-evidence': 0,
  };
}
