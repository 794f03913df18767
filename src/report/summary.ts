import type { Proposal } from '../core/clause.js';
import type { Outcome, Severity } from '../core/outcome.js';
import { canonical } from '../core/json.js';
import type { ClauseTotals } from './clause-types.js';
import type { ExecutiveSummary, Integrity, ReportModel, Unreadable } from './model-types.js';
import { visibleJson } from './visible.js';

/** Where a run's results lie on this machine, as the user may type it. */
export interface RunPaths {
  /** Null where nothing was sealed. */
  readonly pack: string | null;
  readonly reports: readonly { readonly format: string; readonly path: string }[];
}

/** The one document that `audit run --json` prints. */
export interface SummaryDocument {
  readonly schema: 'https://prepay.example/summary/v1';
  readonly run: string;
  readonly declaredAt: string;
  readonly partial: boolean;
  readonly partialBecause: readonly string[];
  readonly demo: 'before' | 'after' | null;
  readonly signedBy: string | null;
  readonly evidenceRoot: Integrity['evidenceRoot'];
  /** The exit code of the run. */
  readonly exit: number;
  readonly failOn: string;
  readonly counts: {
    readonly total: number;
    readonly outcomes: Readonly<Record<Outcome, number>>;
    readonly bySeverity: Readonly<Record<Severity, Readonly<Record<Outcome, number>>>>;
  };
  readonly worst: ExecutiveSummary['worst'];
  readonly worstOmitted: number;
  readonly frameworks: readonly {
    readonly id: string;
    readonly title: string;
    readonly counted: number;
    readonly superseded: number;
    readonly statuses: ClauseTotals['statuses'];
    readonly proposals: Readonly<Record<Proposal, number>>;
    readonly evidencedPercent: string;
  }[];
  readonly unreadable: readonly Unreadable[];
  readonly paths: RunPaths;
}

/** The run's summary as a document. */
export function buildSummary(model: ReportModel, exit: number, paths: RunPaths): SummaryDocument {
  const { run, summary } = model;
  const noCounts = { pass: 0, fail: 0, unknown: 0, 'not-applicable': 0, manual: 0 };
  const countsOf = (severity: Severity): Readonly<Record<Outcome, number>> =>
    summary.bySeverity.find((row) => row.severity === severity)?.counts ?? noCounts;
  return {
    schema: 'https://prepay.example/summary/v1',
    run: run.packId,
    declaredAt: run.declaredAt,
    partial: run.partial,
    partialBecause: run.partialBecause,
    demo: run.demo,
    signedBy: run.signedBy,
    evidenceRoot: run.evidenceRoot,
    exit,
    failOn: run.selection.failOn,
    counts: {
      total: summary.total,
      outcomes: summary.outcomes,
      bySeverity: {
        critical: countsOf('critical'),
        high: countsOf('high'),
        medium: countsOf('medium'),
        low: countsOf('low'),
      },
    },
    worst: summary.worst,
    worstOmitted: summary.worstOmitted,
    frameworks: model.frameworks.map(({ id, title, totals }) => ({
      id,
      title,
      counted: totals.counted,
      superseded: totals.superseded,
      statuses: totals.statuses,
      proposals: proposalCounts(totals),
      evidencedPercent: totals.evidencedPercent,
    })),
    unreadable: model.scope.unreadable,
    paths,
  };
}

/** The summary as canonical JSON on one line; characters that hide or steer stand as JSON escapes. */
export function writeSummary(summary: SummaryDocument): string {
  return `${visibleJson(canonical(summary))}\n`;
}

function proposalCounts({ proposals }: ClauseTotals): Record<Proposal, number> {
  const counts: Record<Proposal, number> = {
    'in-place': 0,
    'no-exception-noted': 0,
    'not-in-place': 0,
    'not-tested': 0,
    'not-applicable': 0,
  };
  for (const { proposal, count } of proposals) counts[proposal] = count;
  return counts;
}
