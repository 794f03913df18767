import { actsState, type ClauseActs } from './acts.js';
import type { Outcome } from './outcome.js';
import type { CatalogClause } from './catalog.js';
import type { mappingRoles } from './control.js';

export type MappingRole = (typeof mappingRoles)[number];

/** What a clause's controls say together, worst first. */
export type ClauseStatus = 'fail' | 'unknown' | 'stale' | 'manual' | 'pass' | 'not-tested' | 'not-applicable';

/** What we propose to the assessor, who decides. ISO's reports word them as conformity, nonconformity, not audited. */
export type Proposal = 'not-in-place' | 'in-place' | 'no-exception-noted' | 'not-tested' | 'not-applicable';

/** A stated decision that a clause does not apply, with who made it. */
export interface ScopeDecision {
  readonly id: string;
  readonly reason: string;
  readonly approver: string;
}

/** What is known of a clause beside its controls; null where there is no ledger, or no decision. */
export interface BesideControls {
  readonly acts: ClauseActs | null;
  readonly decision: ScopeDecision | null;
}

const nothingBeside: BesideControls = { acts: null, decision: null };

/** What one control of a clause came to. */
export interface ClauseEvidence {
  readonly role: MappingRole;
  /** False where the selection left it out or its source was not in scope. */
  readonly ran: boolean;
  readonly counts: OutcomeCounts;
}

export interface OutcomeCounts {
  readonly pass: number;
  readonly fail: number;
  readonly unknown: number;
  /** The unknowns of reason stale; part of `unknown`. */
  readonly stale: number;
  readonly manual: number;
  readonly notApplicable: number;
}

export const noOutcomes: OutcomeCounts = { pass: 0, fail: 0, unknown: 0, stale: 0, manual: 0, notApplicable: 0 };

export function addOutcome(sum: OutcomeCounts, outcome: Outcome, reason: string | null): OutcomeCounts {
  switch (outcome) {
    case 'pass':
      return { ...sum, pass: sum.pass + 1 };
    case 'fail':
      return { ...sum, fail: sum.fail + 1 };
    case 'unknown':
      return { ...sum, unknown: sum.unknown + 1, stale: sum.stale + (reason === 'stale' ? 1 : 0) };
    case 'manual':
      return { ...sum, manual: sum.manual + 1 };
    case 'not-applicable':
      return { ...sum, notApplicable: sum.notApplicable + 1 };
  }
}

export function addCounts(a: OutcomeCounts, b: OutcomeCounts): OutcomeCounts {
  return {
    pass: a.pass + b.pass,
    fail: a.fail + b.fail,
    unknown: a.unknown + b.unknown,
    stale: a.stale + b.stale,
    manual: a.manual + b.manual,
    notApplicable: a.notApplicable + b.notApplicable,
  };
}

/**
 * The status of a clause: fail > unknown > stale > manual > pass over all of its controls and its dated human acts; not-tested
 * where nothing is mapped and nothing attested, nothing ran, or there is nothing but empty populations. A lapsed act is
 * stale; one that noted exceptions is a fail, since the entity's own evidence says that something stands (ADR 0032). A
 * clause that was decided not to apply is not-applicable, unless a control fails on it: then the fail stands. A superseded
 * clause is never tested.
 */
export function rollUp(
  clause: CatalogClause,
  evidence: readonly ClauseEvidence[],
  { acts, decision }: BesideControls = nothingBeside,
): ClauseStatus {
  if (clause.supersededBy !== undefined) return 'not-tested';
  const sum = evidence.map((item) => item.counts).reduce(addCounts, noOutcomes);
  if (sum.fail > 0) return 'fail';
  if (decision !== null) return 'not-applicable';
  const attested = acts === null ? 'none' : actsState(acts);
  if (attested === 'exceptions-noted') return 'fail';
  if (sum.unknown > sum.stale) return 'unknown';
  if (sum.stale > 0 || attested === 'lapsed') return 'stale';
  if (sum.manual > 0 || attested === 'manual') return 'manual';
  return sum.pass > 0 || attested === 'current' ? 'pass' : 'not-tested';
}

/**
 * What is proposed for a clause of that status. In Place only in a run that was not narrowed, where every mapped control ran
 * and the clause is evidenced in full: by a control that tests it rather than supports it where reading alone evidences
 * it, by acts inside all of its windows where acts do, by both where both have to.
 */
export function propose(
  clause: CatalogClause,
  status: ClauseStatus,
  evidence: readonly ClauseEvidence[],
  isPartialRun: boolean,
  { acts }: Pick<BesideControls, 'acts'> = nothingBeside,
): Proposal {
  switch (status) {
    case 'fail':
      return 'not-in-place';
    case 'not-tested':
    case 'unknown':
      return 'not-tested';
    case 'not-applicable':
      return 'not-applicable';
    case 'stale':
    case 'manual':
      return 'no-exception-noted';
    case 'pass': {
      const isWhole = !isPartialRun && evidence.every((item) => item.ran);
      return isWhole && isEvidenced(clause, evidence, acts) ? 'in-place' : 'no-exception-noted';
    }
  }
}

function isEvidenced(clause: CatalogClause, evidence: readonly ClauseEvidence[], acts: ClauseActs | null): boolean {
  const isTested = evidence.some((item) => item.role === 'tests' && item.counts.pass > 0);
  const isAttested = acts !== null && actsState(acts) === 'current';
  switch (clause.evidence) {
    case 'automatic':
      return isTested && (clause.periods.length === 0 || isAttested);
    case 'partial':
      return isTested && isAttested;
    case 'attested':
      return isAttested;
  }
}
