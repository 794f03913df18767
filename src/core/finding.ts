import { byCodeUnit, canonical, sha256Hex } from './json.js';
import type { Outcome, Severity } from './outcome.js';
import type { ParamValues } from './params.js';
import type { EvidenceRef } from './read.js';
import { byScope, type Scope } from './scope.js';

/** A line in a file of the audited party's. */
export interface Location {
  readonly path: string;
  readonly line: number;
}

export interface Resource {
  readonly kind: string;
  readonly id: string;
  readonly name: string | null;
  readonly scope: Scope;
}

/** One line of results/findings.jsonl: a contract, fields are only ever appended. */
export interface Finding {
  readonly control: string;
  readonly outcome: Outcome;
  /** Of an unknown: an UnknownReason. Of a not-applicable: `empty`, `scoped-out`, or the control's own word. Else null. */
  readonly reason: string | null;
  readonly severity: Severity;
  readonly resource: Resource;
  readonly expected: string;
  readonly observed: string;
  /** Sorted, each once. A read that could not be had is named too, as its page 0 with pointer ''; it may have no page at all. */
  readonly evidence: readonly EvidenceRef[];
  readonly parameters: ParamValues;
  readonly location: Location | null;
  readonly owner: string | null;
  readonly exception: string | null;
  readonly fingerprint: string;
  /** What --fail-on weighs: `severity`, or what a need that could not be read might have raised it to. */
  readonly gateSeverity: Severity;
}

/** SHA-256 hex of the canonical {control, kind, scope, id}: the same finding in every run. */
export function fingerprint(control: string, { kind, scope, id }: Resource): string {
  return sha256Hex(canonical({ control, kind, scope, id }));
}

/** The order of findings.jsonl: control, then resource by scope, kind and id. */
export function byFinding(a: Finding, b: Finding): number {
  return byCodeUnit(a.control, b.control) || byResource(a.resource, b.resource);
}

export function byResource(a: Resource, b: Resource): number {
  return byScope(a.scope, b.scope) || byCodeUnit(a.kind, b.kind) || byCodeUnit(a.id, b.id);
}

/** The references in the order of read, page, pointer, each once. */
export function sortedEvidence(references: readonly EvidenceRef[]): EvidenceRef[] {
  const sorted = [...references].sort(byEvidence);
  return sorted.filter((reference, index) => {
    const before = sorted[index - 1];
    return before === undefined || byEvidence(before, reference) !== 0;
  });
}

function byEvidence(a: EvidenceRef, b: EvidenceRef): number {
  return byCodeUnit(a.read, b.read) || a.page - b.page || byCodeUnit(a.pointer, b.pointer);
}
