import type { ReportModel } from './model-types.js';
import { outcomeInk, painter } from './paint.js';
import { shellWord } from './shell.js';
import type { RunPaths } from './summary.js';
import { table, type TableColumn } from './table.js';
import { controlCounts } from './terminal-controls.js';
import { command, hanging, type Page, paragraph, title } from './terminal-layout.js';
import { worst } from './terminal-worst.js';
import { visible } from './visible.js';
import { outcomesWorstFirst, statusesWorstFirst, statusWord, plural } from './words.js';
import { widthOf, wrap } from './wrap.js';

export interface TerminalOptions {
  /** Of the terminal; below 40 counts as 40. */
  readonly columns: number;
  readonly color: boolean;
  readonly paths: RunPaths;
  /** The exit code of the run, for the last line; none where it is not known. */
  readonly exit?: number;
}

const unreadableShown = 10;

/**
 * What a person wants at the end of a run: counts, which controls, what to mend first, what could not be read, clause
 * totals, where everything is, and why the exit code is what it is. No line is wider than the terminal, save for a path or id in a command: those are never broken, so
 * that they can be copied.
 */
export function writeTerminal(model: ReportModel, options: TerminalOptions): string {
  const page: Page = { width: Math.max(40, options.columns), paint: painter(options.color), color: options.color };
  const blocks = [
    banners(model, page),
    head(model, page),
    counts(model, page),
    controlCounts(model, page),
    worst(model, page),
    unreadable(model, page),
    clauses(model, page),
    places(model, page, options.paths),
    options.exit === undefined ? [] : verdict(model, page, options.exit),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function banners({ banners: all }: ReportModel, page: Page): readonly string[] {
  return all.flatMap(({ word, text }) =>
    hanging(word.padEnd(10), text, page, (label) => page.paint('bold', page.paint('yellow', label))),
  );
}

function head({ run, summary }: ReportModel, page: Page): readonly string[] {
  const { reads } = summary;
  const lost = reads.unreadable === 0 ? 'all complete' : `${reads.unreadable} not readable`;
  return [
    ...wrap(visible(run.packId), page.width).map((line) => page.paint('bold', line)),
    ...wrap(
      visible(
        `judged as of ${run.declaredAt} by prepay ${run.tool.version}: ${plural(summary.total, 'finding')} from ${plural(reads.total, 'read')}, ${lost}`,
      ),
      page.width,
    ),
  ];
}

function counts({ summary }: ReportModel, page: Page): readonly string[] {
  const columns: readonly TableColumn[] = [
    { head: 'severity', isFixed: true },
    ...outcomesWorstFirst.map((outcome) => ({
      head: outcome === 'not-applicable' ? 'n/a' : outcome,
      align: 'right' as const,
    })),
    { head: 'total', align: 'right' },
  ];
  const rows = summary.bySeverity.map(({ severity, counts: own, total }) => [
    severity,
    ...outcomesWorstFirst.map((outcome) => String(own[outcome])),
    String(total),
  ]);
  const total = [
    'all',
    ...outcomesWorstFirst.map((outcome) => String(summary.outcomes[outcome])),
    String(summary.total),
  ];
  const paint = (text: string, column: number, row: number | null): string => {
    const outcome = outcomesWorstFirst[column - 1];
    if (row === null) return page.paint('bold', text);
    if (text === '0') return page.paint('dim', text);
    return outcome === undefined ? text : page.paint(outcomeInk(outcome), text);
  };
  return [
    title('Findings by severity and outcome', page),
    ...table(columns, [...rows, total], { columns: page.width, color: page.color, indent: 2, paint }),
  ];
}

function unreadable({ scope }: ReportModel, page: Page): readonly string[] {
  const all = scope.unreadable;
  if (all.length === 0) return [];
  const lines = all.slice(0, unreadableShown).flatMap(({ operation, scope: where, why, pages, error }) => {
    const partly = pages > 0 ? `, after ${plural(pages, 'page')}` : '';
    const code = error === null ? '' : ` (${error.code})`;
    return hanging('  ? ', `${operation} in ${where}: ${why}${code}${partly}`, page, (label) =>
      page.paint('yellow', label),
    );
  });
  const more = all.length - unreadableShown;
  return [
    title(`Not readable (${all.length})`, page),
    ...lines,
    ...(more > 0 ? paragraph(`and ${more} more: section 3 of the report`, page) : []),
    ...(all.some(({ source, outcome }) => source === 'aws' && outcome === 'denied')
      ? paragraph("'prepay permissions aws' prints the policy that grants the reads.", page)
      : []),
  ];
}

function clauses({ frameworks }: ReportModel, page: Page): readonly string[] {
  const columns: readonly TableColumn[] = [
    { head: 'clauses of' },
    ...statusesWorstFirst.map((status) => ({ head: statusWord(status), align: 'right' as const })),
  ];
  const rows = frameworks.map(({ title: name, totals }) => [
    name,
    ...statusesWorstFirst.map((status) => String(totals.statuses[status])),
  ]);
  const proposed = frameworks.flatMap(({ title: name, totals }) =>
    hanging(
      '  ',
      `${name}, proposed for the ${totals.counted} that count: ${totals.proposals
        .filter(({ count }) => count > 0)
        .map(({ word, count }) => `${count} ${word}`)
        .join(', ')}`,
      page,
    ),
  );
  return [
    title('Clauses by framework', page),
    ...table(columns, rows, { columns: page.width, color: page.color, indent: 2 }),
    ...proposed,
  ];
}

function places({ run }: ReportModel, page: Page, { pack, reports }: RunPaths): readonly string[] {
  const rows = [
    ...(pack === null ? [] : [{ label: 'pack', path: pack }]),
    ...reports.map(({ format, path }) => ({ label: format, path })),
  ];
  const width = Math.max(8, ...rows.map(({ label }) => widthOf(visible(label))));
  const lines = rows.map(({ label, path }) => `  ${page.paint('dim', visible(label).padEnd(width))}  ${visible(path)}`);
  if (pack === null) return lines.length === 0 ? [] : [title('Where it is', page), ...lines];
  const key = run.signedBy === null ? [] : ['--key', 'KEY.pub'];
  const verify = ['prepay', 'pack', 'verify', shellWord(visible(pack)), ...key];
  return [
    title('Where it is', page),
    ...lines,
    ...(run.signedBy === null
      ? paragraph('Verify it with the command below; it exits 1, since no key signed the pack.', page)
      : paragraph(`Verify it (signed by ${visible(run.signedBy)}):`, page)),
    ...command(verify, page),
  ];
}

/** The gate in one sentence: what the exit code of a run means. */
function verdict({ run, summary }: ReportModel, page: Page, exit: number): readonly string[] {
  const { fail, unknown } = summary.outcomes;
  const why = reason(run.selection, exit);
  const all = `${plural(fail, 'fail')} and ${plural(unknown, 'unknown')} in all`;
  return wrap(`The run ends with ${exit}: ${why}; ${all}.`, page.width).map((line) => page.paint('bold', line));
}

function reason({ failOn, allowIncomplete }: ReportModel['run']['selection'], exit: number): string {
  if (failOn === 'never') return 'no severity gates (--fail-on never)';
  if (exit === 1) return `something at or above ${failOn} failed`;
  if (exit === 3) return `nothing at or above ${failOn} failed, but something there is unknown`;
  const allowed =
    allowIncomplete.length === 0 ? '' : `, save for what --allow-incomplete ${allowIncomplete.join(',')} lets by`;
  return `nothing at or above ${failOn} failed or is unknown${allowed}`;
}
