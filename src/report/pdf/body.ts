import type { BodyViews } from '../html-body.js';
import type { SectionBody } from '../section-body.js';
import type { Flow } from './flow.js';
import { chip, code, type Span, text } from './spans.js';
import { drawTable } from './table.js';
import { inkOf } from './theme.js';

type View = NonNullable<BodyViews['acts']>['blocks'][number];

/** A section of prose and tables; `blocks` are what the views were made from, which know the columns' shares. */
export function drawBody(flow: Flow, views: readonly View[], { blocks }: SectionBody): void {
  for (const [index, { text: words, commands, table }] of views.entries()) {
    if (words !== null) flow.paragraph([text(words)]);
    if (commands !== null) flow.commands(commands);
    const block = blocks[index];
    if (table === null || block?.type !== 'table') continue;
    flow.heading(2, [text(table.caption)], { size: 10 });
    if (table.rows.length === 0) {
      flow.paragraph([text(table.empty)]);
      continue;
    }
    drawTable(
      flow,
      block.table.columns.map(({ title, kind, share }) => ({ title, share, isNumber: kind === 'number' })),
      table.rows.map((row) => ({ anchors: [], cells: row.map((cell) => [[cellSpan(cell)]]) })),
    );
  }
}

function cellSpan({
  text: words,
  isCode,
  chip: status,
  clause,
}: NonNullable<View['table']>['rows'][number][number]): Span {
  if (status !== null) return chip(status, inkOf(status.css));
  const link = clause === null ? {} : ({ link: { to: clause }, ink: 'accent' } as const);
  return isCode ? code(words, link) : text(words, link);
}
