import type { ClauseReport, FrameworkReport } from './clause-types.js';
import { bar, type BarHeads, type BarView } from './html-bars.js';
import { type Chip, statusChip } from './html-parts.js';
import { plural, statusesWorstFirst, statusMark, statusWord } from './words.js';

/** A framework as small cells, one a clause, and the same as counts and bars. */
export interface MatrixView {
  readonly id: string;
  readonly title: string;
  /** One line for the first screen. */
  readonly short: string;
  readonly totals: string;
  readonly statuses: readonly { readonly chip: Chip; readonly count: string }[];
  readonly proposals: readonly { readonly word: string; readonly count: string }[];
  readonly heads: BarHeads;
  readonly groups: readonly {
    readonly id: string;
    readonly anchor: string;
    readonly name: string;
    readonly title: string;
    readonly cells: readonly CellView[];
    readonly counts: readonly string[];
    readonly bar: BarView;
  }[];
}

interface CellView {
  readonly id: string;
  readonly anchor: string;
  readonly mark: string;
  readonly css: string;
  readonly word: string;
  readonly tip: string;
}

export function matrixView({ id, title, totals, groups }: FrameworkReport): MatrixView {
  const superseded =
    totals.superseded === 0
      ? ''
      : ` ${plural(totals.superseded, 'clause has', 'clauses have')} a successor and ${totals.superseded === 1 ? 'is' : 'are'} not counted.`;
  const largest = groups.reduce((most, { clauses }) => Math.max(most, clauses.length), 1);
  return {
    id,
    title,
    short: `${plural(totals.counted, 'clause')}, ${totals.evidencedPercent} % with a verdict`,
    totals: `${plural(totals.counted, 'clause')}; on ${totals.evidencedPercent} % of them a control came to a verdict.${superseded}`,
    statuses: statusesWorstFirst
      .filter((status) => totals.statuses[status] > 0)
      .map((status) => ({ chip: statusChip(status), count: String(totals.statuses[status]) })),
    proposals: totals.proposals
      .filter(({ count }) => count > 0)
      .map(({ word, count }) => ({ word, count: String(count) })),
    heads: [
      { name: null, word: 'Part' },
      ...statusesWorstFirst.map((status) => ({ name: status, word: statusWord(status) })),
      { name: null, word: 'clauses' },
    ],
    groups: groups.map((group) => ({
      id: group.id,
      anchor: groupAnchor(id, group.id),
      name: groupName(id, group.id),
      title: group.title,
      cells: group.clauses.map(cellView),
      counts: [
        ...statusesWorstFirst.map((status) => String(countOf(group.clauses, status))),
        String(group.clauses.length),
      ],
      bar: bar(
        statusesWorstFirst.map((status) => ({ css: `bar-${status}`, count: countOf(group.clauses, status) })),
        largest,
      ),
    })),
  };
}

export function groupAnchor(framework: string, group: string): string {
  return `${framework}-group-${group}`;
}

export function groupName(framework: string, group: string): string {
  if (framework.startsWith('pci-')) return /^[0-9]+$/u.test(group) ? `Requirement ${group}` : `Appendix ${group}`;
  return /^[0-9]+$/u.test(group) ? `Clause ${group}` : `Annex ${group}`;
}

function cellView({ id, anchor, status, title, proposalWord, supersededBy }: ClauseReport): CellView {
  const isOld = supersededBy !== null;
  const word = isOld ? `gave way to ${supersededBy}` : statusWord(status);
  return {
    id,
    anchor,
    mark: isOld ? '→' : status === 'not-tested' ? '' : statusMark(status),
    css: isOld ? 'st-old' : `st-${status}`,
    word,
    tip: `${id} ${word}${isOld || status === 'not-tested' ? '' : `, ${proposalWord}`}: ${title}`,
  };
}

function countOf(clauses: readonly ClauseReport[], status: ClauseReport['status']): number {
  return clauses.filter((clause) => clause.status === status).length;
}
