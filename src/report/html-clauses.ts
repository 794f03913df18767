import type { ClauseControl, ClauseReport, FrameworkReport } from './clause-types.js';
import { groupAnchor, groupName, type MatrixView, matrixView } from './html-matrix.js';
import { type Chip, outcomeChip, statusChip } from './html-parts.js';
import type { ReportModel } from './model-types.js';
import { plural, statusesWorstFirst } from './words.js';

export interface ClausesView {
  readonly legend: readonly Chip[];
  readonly matrices: readonly MatrixView[];
  readonly frameworks: readonly {
    readonly matrix: MatrixView;
    readonly groups: readonly GroupView[];
  }[];
}

interface GroupView {
  readonly anchor: string;
  readonly name: string;
  readonly title: string;
  /** Clauses that some control is mapped to, in full. */
  readonly tested: readonly TestedView[];
  /** The others: a row each. */
  readonly untested: readonly UntestedView[];
  readonly untestedTitle: string;
}

interface TestedView {
  readonly id: string;
  readonly anchor: string;
  readonly title: string;
  readonly chip: Chip;
  readonly proposalWord: string;
  readonly notes: string;
  readonly why: string | null;
  readonly controls: readonly (Omit<ClauseControl, 'exceptions' | 'counts' | 'role'> & {
    readonly role: string;
    readonly observed: string;
    readonly exceptions: readonly {
      readonly number: string;
      readonly chip: Chip;
      readonly id: string;
      readonly name: string | null;
      readonly owner: string | null;
      readonly observed: string;
      readonly evidence: readonly string[];
    }[];
    readonly more: string | null;
  })[];
}

interface UntestedView {
  readonly id: string;
  readonly anchor: string;
  readonly title: string;
  readonly how: string;
  readonly responsible: string;
  readonly why: string;
  readonly supersededBy: string | null;
  readonly supersededAnchor: string;
}

export function clausesView({ frameworks }: ReportModel): ClausesView {
  const views = frameworks.map(frameworkView);
  return {
    legend: statusesWorstFirst.map(statusChip),
    matrices: views.map(({ matrix }) => matrix),
    frameworks: views,
  };
}

function frameworkView(framework: FrameworkReport): ClausesView['frameworks'][number] {
  return {
    matrix: matrixView(framework),
    groups: framework.groups.map(({ id, title, clauses }) => {
      const untested = clauses.filter(isUntested);
      return {
        anchor: groupAnchor(framework.id, id),
        name: groupName(framework.id, id),
        title,
        tested: clauses.filter((clause) => !isUntested(clause)).map(testedView),
        untested: untested.map((clause) => untestedView(framework.id, clause)),
        untestedTitle: `${plural(untested.length, 'clause')} of ${groupName(framework.id, id)} that nothing tested`,
      };
    }),
  };
}

function isUntested({ controls, status }: ClauseReport): boolean {
  return controls.length === 0 && status === 'not-tested';
}

function testedView(clause: ClauseReport): TestedView {
  const { id, anchor, title, status, proposalWord, why, controls } = clause;
  return {
    id,
    anchor,
    title,
    chip: statusChip(status),
    proposalWord,
    notes: notes(clause),
    why,
    controls: controls.map(controlView),
  };
}

function untestedView(framework: string, clause: ClauseReport): UntestedView {
  const { id, anchor, title, evidenceMode, periods, responsible, why, supersededBy } = clause;
  return {
    id,
    anchor,
    title,
    how: [shortHow(evidenceMode), ...periods].join(', '),
    responsible: shortResponsible(responsible),
    why: why ?? '',
    supersededBy,
    supersededAnchor: supersededBy === null ? '' : `${framework}-${supersededBy}`,
  };
}

/** How the clause is evidenced, when its human act falls due, and whose it usually is. */
function notes({ evidenceMode, periods, responsible, acts, actOwner, decision }: ClauseReport): string {
  const unrecorded = periods.length === 0 ? '' : ` (${periods.join(', ')}; none on record)`;
  const due = acts.length === 0 ? unrecorded : ` (${acts.map(({ text }) => text).join('; ')})`;
  const owner = actOwner === null ? '' : ` ${actOwner} answers for the act.`;
  const decided = decision === null ? '' : `${decision} `;
  return `${decided}Evidenced by ${howWord(evidenceMode)}${due}.${owner} Usually the duty of ${responsible}.`;
}

function howWord(mode: ClauseReport['evidenceMode']): string {
  switch (mode) {
    case 'automatic':
      return 'reading alone';
    case 'partial':
      return 'reading and a dated act';
    case 'attested':
      return 'a dated act alone';
  }
}

/** As the compact table has them: its head says what an act is. */
function shortHow(mode: ClauseReport['evidenceMode']): string {
  switch (mode) {
    case 'automatic':
      return 'reading';
    case 'partial':
      return 'reading, act';
    case 'attested':
      return 'act';
  }
}

function shortResponsible(responsible: string): string {
  return responsible.replaceAll(/\b(?:the|a) /gu, '').replace(' and tenant together', ', tenant');
}

function controlView(control: ClauseControl): TestedView['controls'][number] {
  const { counts, exceptions, exceptionsOmitted } = control;
  return {
    ...control,
    role: control.role.replaceAll('-', ' '),
    observed: control.ran ? countsWord(counts) : 'it did not run',
    exceptions: exceptions.map(({ number, outcome, resource, owner, observed, evidence }) => ({
      number,
      chip: outcomeChip(outcome),
      id: resource.id,
      name: resource.name,
      owner,
      observed,
      evidence,
    })),
    more: exceptionsOmitted === 0 ? null : `and ${exceptionsOmitted} more`,
  };
}

/** `4 fail, 10 pass`: what there is some of. */
function countsWord({ fail, unknown, manual, pass, notApplicable }: ClauseControl['counts']): string {
  const counts: readonly (readonly [number, string])[] = [
    [fail, 'fail'],
    [unknown, 'unknown'],
    [manual, 'manual'],
    [pass, 'pass'],
    [notApplicable, 'not applicable'],
  ];
  const some = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return some.length === 0 ? 'no finding' : some.join(', ');
}
