import type { ClauseReport, FrameworkReport } from './clause-types.js';
import type { ReportModel, WorstResource } from './model-types.js';
import { visible } from './visible.js';
import { outcomesWorstFirst, outcomeWord, plural, statusesWorstFirst, statusMark, statusWord } from './words.js';

/**
 * The run in one screen of Markdown, as a step summary of CI shows it: counts, the ten resources to mend first, and the
 * clauses by group. Everything that a source wrote is text in it, whatever it holds.
 */
export function writeMarkdown(model: ReportModel): string {
  const { run, summary, banners, scope } = model;
  const parts = [
    `# ${safe(model.title)}`,
    ...banners.map(({ word, text }) => `> **${safe(word)}** ${safe(text)}`),
    [
      `${plural(summary.total, 'finding')} at ${safe(run.declaredAt)}: ${summary.outcomes.fail} fail, ${summary.outcomes.unknown} unknown, ${summary.outcomes.pass} pass.`,
      `Evidence root ${code(run.evidenceRoot)}, ${run.signedBy === null ? '**UNSIGNED**' : `signed by ${code(run.signedBy)}`}.`,
      ...(run.runner === null ? [] : [`CI run ${code(run.runner)}.`]),
    ].join('\n'),
    severityTable(model),
    ...(scope.unreadable.length === 0
      ? []
      : [`${plural(scope.unreadable.length, 'read')} did not come to an end; what rests on them is unknown.`]),
    `## To mend first`,
    worstTable(summary.worst, summary.worstOmitted),
    ...model.frameworks.flatMap(frameworkPart),
  ];
  return `${parts.join('\n\n')}\n`;
}

function severityTable({ summary }: ReportModel): string {
  return table(
    ['severity', ...outcomesWorstFirst.map(outcomeWord)],
    summary.bySeverity.map(({ severity, counts }) => [
      severity,
      ...outcomesWorstFirst.map((outcome) => String(counts[outcome])),
    ]),
  );
}

function worstTable(worst: readonly WorstResource[], omitted: number): string {
  if (worst.length === 0) return 'Nothing fails.';
  const rows = worst.map(({ resource, severity, findings, remedy, remedyAsFor, owner }, index) => [
    String(index + 1),
    severity,
    `${code(resource.id)}${resource.name === null ? '' : ` ${safe(resource.name)}`}`,
    findings
      .slice(0, 3)
      .map(({ number, control, observed }) => `${number} ${code(control)}: ${safe(observed)}`)
      .join('<br>') + (findings.length > 3 ? `<br>and ${findings.length - 3} more` : ''),
    remedyAsFor === null ? safe(remedy ?? '') : `as for ${remedyAsFor}`,
    safe(owner ?? ''),
  ]);
  const more = omitted === 0 ? '' : `\n\nand ${plural(omitted, 'resource')} more that fail.`;
  return `${table(['', 'severity', 'resource', 'what', 'remedy', 'owner'], rows)}${more}`;
}

function frameworkPart({ title, totals, groups }: FrameworkReport): readonly string[] {
  const head = [
    '',
    ...statusesWorstFirst.map((status) => `${statusMark(status)} ${statusWord(status)}`),
    'clauses that fail',
  ];
  const rows = groups.map(({ id, title: name, clauses }) => {
    const counted = clauses.filter(({ supersededBy }) => supersededBy === null);
    return [
      `${safe(id)} ${safe(name)}`,
      ...statusesWorstFirst.map((status) => countOf(counted, status)),
      counted
        .filter(({ status }) => status === 'fail')
        .map(({ id: clause }) => safe(clause))
        .join(', '),
    ];
  });
  return [
    `## ${safe(title)}`,
    `${totals.evidencedPercent} % of ${totals.counted} clauses evidenced by this run.`,
    table(head, rows),
  ];
}

function countOf(clauses: readonly ClauseReport[], status: ClauseReport['status']): string {
  const count = clauses.filter((clause) => clause.status === status).length;
  return count === 0 ? '' : String(count);
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/**
 * Plain text in Markdown and HTML: what either could read as markup inside a line is a character reference, and so are
 * the colon of `://` and the point of `www.`, from which GitHub makes links.
 */
export function safe(text: string): string {
  return visible(text).replace(
    /[!"#$&'()*<>@[\\\]_`{|}~]|:(?=\/\/)|(?<=www)\./giu,
    (character) => `&#${character.codePointAt(0) ?? 0};`,
  );
}

export function code(text: string): string {
  return `<code>${safe(text)}</code>`;
}
