import { type Check, highestRaise } from '../core/check.js';
import type { ControlDefinition } from '../core/control.js';
import type { Fact } from '../core/fact.js';
import { type Finding, fingerprint, type Location, type Resource, sortedEvidence } from '../core/finding.js';
import { gapEvidence } from '../core/gap.js';
import { type Outcome, type Severity, worst } from '../core/outcome.js';
import type { ParamValues } from '../core/params.js';
import type { EvidenceRef, Gap } from '../core/read.js';
import { type Scope, scopeId } from '../core/scope.js';

/** A control ready to judge: its definition, its check, and the parameters that hold in this run. */
export interface Judge {
  readonly definition: ControlDefinition;
  readonly check: Check;
  readonly values: ParamValues;
}

/** What a finding says beyond its control and resource. */
interface Verdict {
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly observed: string;
  readonly evidence: readonly EvidenceRef[];
  readonly severity: Severity;
  /** Whether something that could not be read might have raised it. */
  readonly mayBeRaised: boolean;
  readonly location: Location | null;
}

export function makeFinding({ definition, check, values }: Judge, resource: Resource, verdict: Verdict): Finding {
  const { outcome, reason, observed, severity } = verdict;
  const raise = verdict.mayBeRaised ? highestRaise(check.needs) : null;
  return {
    control: definition.id,
    outcome,
    reason,
    severity,
    resource,
    expected: definition.statement,
    observed,
    evidence: sortedEvidence(verdict.evidence),
    parameters: values,
    location: verdict.location,
    owner: null,
    exception: null,
    fingerprint: fingerprint(definition.id, resource),
    gateSeverity: raise === null ? severity : worst(severity, raise),
  };
}

/** Unknown, since the resource or the population itself could not be read. */
export function gapFinding(by: Judge, resource: Resource, gap: Gap, observed: string): Finding {
  return makeFinding(by, resource, {
    outcome: 'unknown',
    reason: gap.reason,
    observed,
    evidence: gapEvidence(gap),
    severity: by.definition.severity,
    mayBeRaised: true,
    location: null,
  });
}

/** Not applicable, since a complete read found nothing to judge; the query is the evidence. */
export function emptyFinding(by: Judge, resource: Resource, observed: string, reads: readonly string[]): Finding {
  return makeFinding(by, resource, {
    outcome: 'not-applicable',
    reason: 'empty',
    observed,
    evidence: reads.map((read) => ({ read, page: 0, pointer: '' })),
    severity: by.definition.severity,
    mayBeRaised: false,
    location: null,
  });
}

export function resourceOf({ kind, id, name, scope }: Fact): Resource {
  return { kind, id, name, scope };
}

/** A whole scope as the resource of a finding. */
export function scopeResource(scope: Scope): Resource {
  return { kind: 'scope', id: scopeId(scope), name: null, scope };
}
