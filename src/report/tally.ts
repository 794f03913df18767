import type { ClauseStatus } from '../core/clause.js';
import type { Outcome, Severity } from '../core/outcome.js';
import type { ClauseReport, ClauseTotals } from './clause-types.js';
import type { SeverityRow } from './model-types.js';
import { proposals, proposalWord, worstFirst } from './words.js';

interface Judged {
  readonly outcome: Outcome;
  readonly severity: Severity;
}

/** How many findings have each outcome. */
export function countOutcomes(findings: readonly Judged[]): Record<Outcome, number> {
  const counts: Record<Outcome, number> = { pass: 0, fail: 0, unknown: 0, 'not-applicable': 0, manual: 0 };
  for (const { outcome } of findings) counts[outcome] += 1;
  return counts;
}

/** One row a severity, critical first, the empty ones too. */
export function countBySeverity(findings: readonly Judged[]): readonly SeverityRow[] {
  return worstFirst.map((severity) => {
    const own = findings.filter((finding) => finding.severity === severity);
    return { severity, counts: countOutcomes(own), total: own.length };
  });
}

/** The clause totals of a framework; superseded clauses are shown and not counted. */
export function countClauses(framework: string, clauses: readonly ClauseReport[]): ClauseTotals {
  const counted = clauses.filter((clause) => clause.supersededBy === null);
  const statuses: Record<ClauseStatus, number> = {
    fail: 0,
    unknown: 0,
    stale: 0,
    manual: 0,
    pass: 0,
    'not-tested': 0,
    'not-applicable': 0,
  };
  for (const { status } of counted) statuses[status] += 1;
  return {
    counted: counted.length,
    superseded: clauses.length - counted.length,
    statuses,
    proposals: proposals.map((proposal) => ({
      proposal,
      word: proposalWord(framework, proposal),
      count: counted.filter((clause) => clause.proposal === proposal).length,
    })),
    evidencedPercent: percent(statuses.fail + statuses.pass, counted.length),
  };
}

/** `part` of `whole` in percent with one decimal, half up, in integers: `4.7`; `0.0` of nothing. Only all is `100.0`. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '0.0';
  const rounded = Math.floor((part * 2000 + whole) / (2 * whole));
  const tenths = part < whole ? Math.min(rounded, 999) : rounded;
  return `${Math.floor(tenths / 10)}.${tenths % 10}`;
}
