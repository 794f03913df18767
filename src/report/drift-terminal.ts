import type { Drift } from '../core/drift.js';
import { type DriftPage, type DriftSection, driftPage } from './drift-page.js';
import { painter } from './paint.js';
import { table, type TableColumn } from './table.js';
import { hanging, type Page, paragraph, title } from './terminal-layout.js';
import { wrap } from './wrap.js';
import { visible } from './visible.js';

/** The drift as a terminal shows it; no line is wider than `columns`, which count as 40 at least. */
export function writeDriftTerminal(
  drift: Drift,
  { columns, color }: { readonly columns: number; readonly color: boolean },
): string {
  const page: Page = { width: Math.max(40, columns), paint: painter(color), color };
  const shown = driftPage(drift);
  const blocks = [
    head(shown, page),
    shown.notices.flatMap((notice) => hanging('! ', notice, page, (label) => page.paint('yellow', label))),
    packs(shown, page),
    counts(shown, drift.unchanged, page),
    ...shown.sections.map((section) => sectionLines(section, page)),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function head({ headline, isRegression }: DriftPage, page: Page): readonly string[] {
  const ink = isRegression ? 'red' : 'green';
  return wrap(`${isRegression ? '✕' : '✓'} ${visible(headline)}`, page.width).map((line) =>
    page.paint('bold', page.paint(ink, line)),
  );
}

function packs({ packs: all }: DriftPage, page: Page): readonly string[] {
  return all.flatMap(({ label, packId, detail }) => hanging(`${label.padEnd(6)}  `, `${packId}, ${detail}`, page));
}

function counts({ counts: all }: DriftPage, unchanged: number, page: Page): readonly string[] {
  const columns: readonly TableColumn[] = [
    { head: 'findings', align: 'right' },
    { head: 'what', isFixed: true },
    { head: '' },
  ];
  const rows = all.map(({ word, count, meaning }) => [String(count), word, meaning]);
  return table(columns, [...rows, [String(unchanged), 'unchanged', 'The same verdict on the same grounds.']], {
    columns: page.width,
    color: page.color,
    paint: (text, column, row) =>
      row !== null && column === 1 && all[row]?.isRegression === true ? page.paint('red', text) : text,
  });
}

function sectionLines({ title: name, note, columns, rows, more }: DriftSection, page: Page): readonly string[] {
  const heads = columns.map((head): TableColumn => ({ head }));
  return [
    title(name, page),
    ...(note === null ? [] : paragraph(note, page)),
    ...table(heads, rows, { columns: page.width, color: page.color, indent: 2 }),
    ...(more === null ? [] : paragraph(more, page)),
  ];
}
