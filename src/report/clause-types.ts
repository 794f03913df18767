import type { ActWindow } from '../core/acts.js';
import type { ClauseStatus, MappingRole, OutcomeCounts, Proposal } from '../core/clause.js';
import type { Outcome } from '../core/outcome.js';

export interface FrameworkReport {
  readonly id: string;
  readonly title: string;
  readonly totals: ClauseTotals;
  readonly groups: readonly {
    readonly id: string;
    readonly title: string;
    readonly clauses: readonly ClauseReport[];
  }[];
}

export interface ClauseTotals {
  /** All clauses less the superseded ones. */
  readonly counted: number;
  readonly superseded: number;
  readonly statuses: Readonly<Record<ClauseStatus, number>>;
  readonly proposals: readonly { readonly proposal: Proposal; readonly word: string; readonly count: number }[];
  /** Clauses on which some control came to a verdict (fail or pass), in percent of the counted ones: `4.7`. */
  readonly evidencedPercent: string;
}

export interface ClauseReport {
  readonly id: string;
  /** `pci-dss-4.0.1-1.2.5`: a letter first, so that it can be an id in HTML and in OSCAL. */
  readonly anchor: string;
  readonly title: string;
  readonly status: ClauseStatus;
  readonly statusWord: string;
  readonly proposal: Proposal;
  /** In the framework's own words: In Place, nonconformity, … */
  readonly proposalWord: string;
  readonly supersededBy: string | null;
  readonly evidenceMode: 'automatic' | 'partial' | 'attested';
  readonly periods: readonly string[];
  readonly responsible: string;
  /** Why there is nothing to see, for a clause that is not tested. */
  readonly why: string | null;
  readonly controls: readonly ClauseControl[];
  /** What its dated human acts come to, one sentence a window; empty where the run was given no ledger. */
  readonly acts: readonly {
    readonly period: string;
    readonly state: ActWindow['state'];
    /** The last act that counts; null for none. */
    readonly act: string | null;
    /** The day by which the next act is due; null where there is no such day. */
    readonly until: string | null;
    readonly text: string;
  }[];
  /** Who answers for its newest act; null for nobody. */
  readonly actOwner: string | null;
  /** The decision that it does not apply, as a sentence; null for none. */
  readonly decision: string | null;
}

export interface ClauseControl {
  readonly control: string;
  readonly role: MappingRole;
  readonly ran: boolean;
  readonly counts: OutcomeCounts;
  readonly expected: string | null;
  /** The first fails and unknowns, worst first, as sentences. */
  readonly exceptions: readonly {
    readonly number: string;
    readonly outcome: Outcome;
    readonly resource: { readonly id: string; readonly name: string | null };
    readonly owner: string | null;
    readonly observed: string;
    readonly evidence: readonly string[];
  }[];
  readonly exceptionsOmitted: number;
  /** The first evidence numbers of its other findings. */
  readonly evidence: readonly string[];
}
