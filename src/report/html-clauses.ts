import { type Chip, outcomeChip, statusChip } from './html-parts.js';
import type { ClauseControl, ClauseReport, FrameworkReport } from './clause-types.js';
import type { ReportModel } from './model-types.js';
import { statusesWorstFirst, plural } from './words.js';

export interface ClausesView {
  readonly legend: readonly Chip[];
  readonly frameworks: readonly {
    readonly id: string;
    readonly title: string;
    readonly totals: string;
    readonly statuses: readonly { readonly chip: Chip; readonly count: string }[];
    readonly proposals: readonly { readonly word: string; readonly count: string }[];
    readonly groups: readonly {
      readonly name: string;
      readonly title: string;
      readonly clauses: readonly ClauseView[];
    }[];
  }[];
}

interface ClauseView {
  readonly id: string;
  readonly anchor: string;
  readonly title: string;
  readonly chip: Chip;
  readonly proposalWord: string;
  readonly notes: string;
  readonly why: string | null;
  readonly supersededBy: string | null;
  readonly supersededAnchor: string;
  readonly controls: readonly (Omit<ClauseControl, 'exceptions' | 'counts' | 'role'> & {
    readonly role: string;
    readonly observed: string;
    readonly exceptions: readonly {
      readonly number: string;
      readonly chip: Chip;
      readonly observed: string;
      readonly evidence: readonly string[];
    }[];
    readonly more: string | null;
  })[];
}

export function clausesView({ frameworks }: ReportModel): ClausesView {
  return { legend: statusesWorstFirst.map(statusChip), frameworks: frameworks.map(frameworkView) };
}

function frameworkView({ id, title, totals, groups }: FrameworkReport): ClausesView['frameworks'][number] {
  const superseded =
    totals.superseded === 0
      ? ''
      : ` ${plural(totals.superseded, 'clause has', 'clauses have')} a successor and ${totals.superseded === 1 ? 'is' : 'are'} not counted.`;
  return {
    id,
    title,
    totals: `${plural(totals.counted, 'clause')}; on ${totals.evidencedPercent} % of them a control came to a verdict.${superseded}`,
    statuses: statusesWorstFirst.map((status) => ({
      chip: statusChip(status),
      count: String(totals.statuses[status]),
    })),
    proposals: totals.proposals
      .filter(({ count }) => count > 0)
      .map(({ word, count }) => ({ word, count: String(count) })),
    groups: groups.map((group) => ({
      name: groupName(id, group.id),
      title: group.title,
      clauses: group.clauses.map((clause) => clauseView(id, clause)),
    })),
  };
}

function groupName(framework: string, group: string): string {
  if (framework.startsWith('pci-')) return /^[0-9]+$/u.test(group) ? `Requirement ${group}` : `Appendix ${group}`;
  return /^[0-9]+$/u.test(group) ? `Clause ${group}` : `Annex ${group}`;
}

function clauseView(framework: string, clause: ClauseReport): ClauseView {
  const { id, anchor, title, status, proposalWord, why, supersededBy, controls } = clause;
  return {
    id,
    anchor,
    title,
    chip: statusChip(status),
    proposalWord,
    notes: notes(clause),
    why,
    supersededBy,
    supersededAnchor: supersededBy === null ? '' : `${framework}-${supersededBy}`,
    controls: controls.map(controlView),
  };
}

/** How the clause is evidenced, when its human act falls due, and whose it usually is. */
function notes({ evidenceMode, periods, responsible }: ClauseReport): string {
  const due = periods.length === 0 ? '' : ` (${periods.join(', ')}; none on record)`;
  return `Evidenced by ${evidence(evidenceMode)}${due}. Usually the duty of ${responsible}.`;
}

function evidence(mode: ClauseReport['evidenceMode']): string {
  switch (mode) {
    case 'automatic':
      return 'reading alone';
    case 'partial':
      return 'reading and a dated human act';
    case 'attested':
      return 'a dated human act alone';
  }
}

function controlView(control: ClauseControl): ClauseView['controls'][number] {
  const { counts, exceptions, exceptionsOmitted } = control;
  return {
    ...control,
    role: control.role.replaceAll('-', ' '),
    observed: control.ran
      ? `${counts.fail} fail, ${counts.unknown} unknown, ${counts.manual} manual, ${counts.pass} pass, ${counts.notApplicable} not applicable`
      : 'it did not run',
    exceptions: exceptions.map((finding) => ({ ...finding, chip: outcomeChip(finding.outcome) })),
    more: exceptionsOmitted === 0 ? null : `and ${exceptionsOmitted} more`,
  };
}
