import { byCodeUnit } from '../core/json.js';
import { bySeverity } from '../core/outcome.js';
import type { ReportModel } from './model-types.js';
import { severityInk } from './paint.js';
import { table, type TableColumn } from './table.js';
import { type Page, paragraph, title } from './terminal-layout.js';
import { plural } from './words.js';

const shown = 15;

/** The controls that failed or could not be decided, each once with how often: the worst first. */
export function controlCounts({ controls }: ReportModel, page: Page): readonly string[] {
  const all = controls
    .filter(({ counts }) => counts.fail + counts.unknown > 0)
    .sort(
      (a, b) =>
        Math.sign(b.counts.fail) - Math.sign(a.counts.fail) ||
        bySeverity(b.severity, a.severity) ||
        b.counts.fail - a.counts.fail ||
        b.counts.unknown - a.counts.unknown ||
        byCodeUnit(a.id, b.id),
    );
  if (all.length === 0) return [];
  const columns: readonly TableColumn[] = [
    { head: 'control' },
    { head: 'severity' },
    { head: 'fail', align: 'right' },
    { head: 'unknown', align: 'right' },
    { head: 'pass', align: 'right' },
  ];
  const some = all.slice(0, shown);
  const rows = some.map(({ id, severity, counts }) => [
    id,
    severity,
    String(counts.fail),
    String(counts.unknown),
    String(counts.pass),
  ]);
  const inks = ['dim', 'dim', 'red', 'yellow', 'green'] as const;
  const paint = (text: string, column: number, row: number | null): string => {
    const control = row === null ? undefined : some[row];
    if (control === undefined) return page.paint('bold', text);
    if (column === 0) return text;
    if (column === 1) return page.paint(severityInk(control.severity), text);
    return page.paint(text === '0' ? 'dim' : (inks[column] ?? 'dim'), text);
  };
  const more = all.length - shown;
  return [
    title('Controls that did not pass everywhere', page),
    ...table(columns, rows, { columns: page.width, color: page.color, indent: 2, paint }),
    ...(more > 0 ? paragraph(`and ${plural(more, 'more control')}: section 8 of the report`, page) : []),
  ];
}
