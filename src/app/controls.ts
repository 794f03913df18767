import type { CatalogClause } from '../core/catalog.js';
import type { MappingRole } from '../core/clause.js';
import type { ControlDefinition } from '../core/control.js';
import type { ParamDefinition } from '../core/params.js';
import { painter } from '../report/paint.js';
import { table } from '../report/table.js';
import { hanging, type Page } from '../report/terminal-layout.js';
import { wrap } from '../report/wrap.js';
import { catalogOf, definitionOf, definitions, rules } from './rules.js';

export interface Terminal {
  readonly columns: number;
  readonly color: boolean;
}

/** The controls, those mapped to one framework if it is given. */
export function listControls(framework: string | null): readonly ControlDefinition[] {
  if (framework === null) return definitions;
  const { id } = catalogOf(framework);
  return definitions.filter((control) => control.maps.some((map) => map.framework === id));
}

export function controlsTable(controls: readonly ControlDefinition[], terminal: Terminal): string {
  // Where there is little room the statement needs it more; `controls show` says what a control judges.
  const isWide = terminal.columns >= 120;
  const rows = controls.map(({ id, severity, subject, statement }) => [
    id,
    severity,
    ...(isWide ? [subject] : []),
    statement,
  ]);
  const columns = [
    { head: 'control', isFixed: true },
    { head: 'severity', isFixed: true },
    ...(isWide ? [{ head: 'subject' }] : []),
    { head: 'what must be true' },
  ];
  return table(columns, rows, terminal).join('\n');
}

export function showControl(id: string): ControlDefinition {
  return definitionOf(id);
}

/** All that control.yaml says, as text for people. */
export function controlText(control: ControlDefinition, columns: number): string {
  const paragraph = (text: string): readonly string[] =>
    text
      .trim()
      .split('\n')
      .flatMap((line) => wrap(line, columns));
  const list = (items: readonly string[]): readonly string[] =>
    items.flatMap((item) => wrap(item.trim(), columns - 2).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`));
  const parameters = Object.entries(control.params).map(([name, definition]) => parameterText(name, definition));
  return [
    `${control.id}  ${control.severity}  ${control.lifecycle}`,
    ...paragraph(control.statement),
    '',
    ...paragraph(control.rationale),
    ...section('Judges', [control.subject]),
    ...section('Parameters', parameters.length === 0 ? ['none'] : list(parameters)),
    ...section(
      'Clauses',
      list(control.maps.map((map) => `${map.framework} ${map.clause} (${map.role}): ${map.because}`)),
    ),
    ...section('How a pass could be wrong', list(control.wrong.pass)),
    ...section('How a fail could be wrong', list(control.wrong.fail)),
    ...section('Remedy: console', paragraph(control.remediation.console)),
    ...section('Remedy: command line', paragraph(control.remediation.cli)),
    ...section(
      'Remedy: Terraform',
      control.remediation.terraform
        .trimEnd()
        .split('\n')
        .flatMap((line) => code(line, columns)),
    ),
    ...section('Sources', list(control.sources)),
  ].join('\n');
}

/** A line of code is broken where it has to be, its further lines under its first. */
function code(line: string, columns: number): readonly string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  return wrap(line.trimStart(), columns - indent.length).map((part) => `${indent}${part}`);
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return ['', title, ...lines];
}

function parameterText(name: string, definition: ParamDefinition): string {
  switch (definition.kind) {
    case 'ports': {
      const least = definition.mustInclude.length === 0 ? '' : `; at least ${definition.mustInclude.join(', ')}`;
      return `${name} (ports): ${definition.description} Default ${definition.default.join(', ')}${least}. ${definition.because}`;
    }
    case 'choices': {
      const least = definition.mustInclude.length === 0 ? '' : `; at least ${definition.mustInclude.join(', ')}`;
      return `${name} (of ${definition.options.join(', ')}): ${definition.description} Default ${definition.default.join(', ')}${least}. ${definition.because}`;
    }
    case 'texts': {
      const given = definition.default.length === 0 ? 'Default none' : `Default ${definition.default.join(', ')}`;
      return `${name} (texts): ${definition.description} ${given}. ${definition.because}`;
    }
    case 'integer': {
      const { unit, minimum, maximum, limit, looser } = definition;
      return `${name} (${unit}): ${definition.description} Default ${definition.default}, ${minimum} to ${maximum}; looser ${looser} ${limit}. ${definition.because}`;
    }
  }
}

/** Every clause of a framework with what evidences it. */
export interface CoverageMatrix {
  readonly framework: string;
  readonly clauses: readonly {
    readonly clause: string;
    readonly title: string;
    readonly evidence: CatalogClause['evidence'];
    readonly supersededBy: string | null;
    readonly controls: readonly { readonly control: string; readonly role: MappingRole }[];
  }[];
  readonly mapped: number;
  readonly counted: number;
}

export function coverage(framework: string): CoverageMatrix {
  const catalog = catalogOf(framework);
  const clauses = catalog.clauses.map((clause) => ({
    clause: clause.id,
    title: clause.title,
    evidence: clause.evidence,
    supersededBy: clause.supersededBy ?? null,
    controls: definitions.flatMap((control) =>
      control.maps
        .filter((map) => map.framework === framework && map.clause === clause.id)
        .map((map) => ({ control: control.id, role: map.role })),
    ),
  }));
  const counted = clauses.filter((clause) => clause.supersededBy === null);
  return {
    framework,
    clauses,
    mapped: counted.filter((clause) => clause.controls.length > 0).length,
    counted: counted.length,
  };
}

export function coverageTable(matrix: CoverageMatrix, terminal: Terminal): string {
  const page: Page = { width: terminal.columns, paint: painter(terminal.color), color: terminal.color };
  const clauseWidth = Math.max(...matrix.clauses.map(({ clause }) => clause.length), 'clause'.length);
  const evidenceWidth = Math.max(...matrix.clauses.map(({ evidence }) => evidence.length), 'evidence'.length);
  const label = (clause: string, evidence: string): string =>
    `${clause.padEnd(clauseWidth)}  ${evidence.padEnd(evidenceWidth)}  `;
  const indent = label('', '');
  return [
    page.paint('bold', `${label('clause', 'evidence')}in our words, and the controls`),
    ...matrix.clauses.flatMap(({ clause, evidence, title, supersededBy, controls }) => [
      ...hanging(label(clause, evidence), title, page),
      ...(supersededBy === null ? [] : hanging(indent, `superseded by ${supersededBy}`, page)),
      ...controls.flatMap(({ control, role }) =>
        hanging(`${indent}→ `, role === 'tests' ? control : `${control} (${role})`, page),
      ),
    ]),
    '',
    ...wrap(
      `${matrix.mapped} of ${matrix.counted} clauses of ${matrix.framework} have a control; the others need evidence of another kind.`,
      terminal.columns,
    ),
  ].join('\n');
}

export interface LintProblem {
  readonly control: string;
  readonly text: string;
}

/** What is wrong with the library: mappings to unknown or superseded clauses, needs without a subject, double ids. */
export async function lintControls(): Promise<{
  readonly controls: number;
  readonly problems: readonly LintProblem[];
}> {
  const problems = await Promise.all(
    rules.controls.map(async (control) => {
      const check = await control.load();
      return lintControl(
        control.definition,
        Object.values(check.needs)
          .filter((need) => need.subject)
          .map((need) => need.kind),
      );
    }),
  );
  return { controls: rules.controls.length, problems: problems.flat() };
}

/** The problems of one definition whose check judges those fact kinds. */
export function lintControl(control: ControlDefinition, subjects: readonly string[]): readonly LintProblem[] {
  const problem = (text: string): LintProblem => ({ control: control.id, text });
  const mappings = control.maps.map((map) => `${map.framework} ${map.clause}`);
  return [
    ...control.maps.flatMap((map) => {
      const clause = rules.catalogs
        .find((catalog) => catalog.id === map.framework)
        ?.clauses.find((candidate) => candidate.id === map.clause);
      if (clause === undefined) return [problem(`maps to ${map.framework} ${map.clause}, which does not exist`)];
      if (clause.supersededBy === undefined) return [];
      return [problem(`maps to ${map.clause}, which gave way to ${clause.supersededBy}`)];
    }),
    ...mappings
      .filter((mapping, index) => mappings.indexOf(mapping) !== index)
      .map((mapping) => problem(`maps to ${mapping} twice`)),
    ...(subjects.length === 1 ? [] : [problem(`needs exactly one subject, has ${subjects.length}`)]),
    ...subjects
      .filter((kind) => kind !== control.subject)
      .map((kind) => problem(`control.yaml says ${control.subject}, the check judges ${kind}`)),
  ];
}
