import type { Outcome } from './outcome.js';
import type { CatalogClause } from './catalog.js';
import type { mappingRoles } from './control.js';

export type MappingRole = (typeof mappingRoles)[number];

/** What a clause's controls say together, worst first. */
export type ClauseStatus = 'fail' | 'unknown' | 'stale' | 'manual' | 'pass' | 'not-tested';

/** What we propose to the assessor, who decides. ISO's reports word them as conformity, nonconformity, not audited. */
export type Proposal = 'not-in-place' | 'in-place' | 'no-exception-noted' | 'not-tested';

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
 * The status of a clause: fail > unknown > stale > manual > pass over all of its controls; not-tested where nothing is
 * mapped, nothing ran, or there is nothing but empty populations. A superseded clause is never tested.
 */
export function rollUp(clause: CatalogClause, evidence: readonly ClauseEvidence[]): ClauseStatus {
  if (clause.supersededBy !== undefined) return 'not-tested';
  const sum = evidence.map((item) => item.counts).reduce(addCounts, noOutcomes);
  if (sum.fail > 0) return 'fail';
  if (sum.unknown > sum.stale) return 'unknown';
  if (sum.stale > 0) return 'stale';
  if (sum.manual > 0) return 'manual';
  return sum.pass > 0 ? 'pass' : 'not-tested';
}

/**
 * What is proposed for a clause of that status. In Place only where reading alone evidences the clause in full, every
 * mapped control ran, and some pass comes from a control that tests it rather than supports it.
 */
export function propose(
  clause: CatalogClause,
  status: ClauseStatus,
  evidence: readonly ClauseEvidence[],
  isPartialRun: boolean,
): Proposal {
  switch (status) {
    case 'fail':
      return 'not-in-place';
    case 'not-tested':
    case 'unknown':
      return 'not-tested';
    case 'stale':
    case 'manual':
      return 'no-exception-noted';
    case 'pass': {
      const isTested = evidence.some((item) => item.role === 'tests' && item.counts.pass > 0);
      const isWhole = !isPartialRun && evidence.every((item) => item.ran);
      return isTested && isWhole && clause.evidence === 'automatic' ? 'in-place' : 'no-exception-noted';
    }
  }
}
