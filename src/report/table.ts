import { visible } from './visible.js';
import { widthOf, wrap } from './wrap.js';

export interface TableColumn {
  readonly head: string;
  readonly align?: 'left' | 'right';
  /** Never broken over lines where there is any other way: ids, numbers. */
  readonly isFixed?: boolean;
}

export interface TableOptions {
  /** Columns of the terminal. */
  readonly columns: number;
  readonly color: boolean;
  /** Spaces before each line; default 0. */
  readonly indent?: number;
  /** Colours a cell after it was measured. Given whether it is of the head: null. */
  readonly paint?: (text: string, column: number, row: number | null) => string;
}

const gap = 2;
/** Below this a column of prose is no longer read. */
const narrowest = 14;

/**
 * The rows as lines of aligned columns, no line wider than `columns`: the widest columns are wrapped first, and where
 * even that does not fit, each row stands as `head: value` lines. The project's one table printer. Unsafe characters
 * in cells are written out.
 */
export function table(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  options: TableOptions,
): readonly string[] {
  const indent = ' '.repeat(options.indent ?? 0);
  const available = options.columns - indent.length;
  const cells = rows.map((row) => columns.map((_, position) => visible(row[position] ?? '')));
  const widths = fit(columns, cells, available);
  const lines = widths === null ? stacked(columns, cells, available) : aligned(columns, cells, widths, options);
  return lines.map((line) => `${indent}${line}`.trimEnd());
}

function aligned(
  columns: readonly TableColumn[],
  cells: readonly (readonly string[])[],
  widths: readonly number[],
  { color, paint }: TableOptions,
): readonly string[] {
  const printRow = (row: readonly string[], index: number | null): readonly string[] => {
    const wrapped = row.map((cell, position) => wrap(cell, widths[position] ?? narrowest));
    const height = Math.max(...wrapped.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) =>
      columns
        .map((column, position) => {
          const text = wrapped[position]?.[line] ?? '';
          const padding = ' '.repeat(Math.max(0, (widths[position] ?? 0) - widthOf(text)));
          const painted = color && paint !== undefined && text !== '' ? paint(text, position, index) : text;
          return column.align === 'right' ? padding + painted : painted + padding;
        })
        .join(' '.repeat(gap)),
    );
  };
  const rule = widths.map((width) => '─'.repeat(width)).join(' '.repeat(gap));
  return [
    ...printRow(
      columns.map((column) => column.head),
      null,
    ),
    rule,
    ...cells.flatMap((row, index) => printRow(row, index)),
  ];
}

/** The width of each column, or null where the table does not fit. */
function fit(
  columns: readonly TableColumn[],
  cells: readonly (readonly string[])[],
  available: number,
): readonly number[] | null {
  const natural = columns.map((column, position) =>
    cells.reduce((most, row) => Math.max(most, widthOf(row[position] ?? '')), widthOf(column.head)),
  );
  const least = columns.map((column, position) => {
    const whole = natural[position] ?? 0;
    if (column.isFixed === true) return whole;
    if (column.align !== 'right') return Math.min(whole, narrowest);
    // The head of a column of numbers may wrap, the numbers may not.
    return Math.max(...column.head.split(' ').map(widthOf), ...cells.map((row) => widthOf(row[position] ?? '')));
  });
  const room = available - gap * (columns.length - 1);
  if (sum(least) > room) return null;
  const widths = [...natural];
  for (let excess = sum(widths) - room; excess > 0; excess -= 1) {
    const widest = widestAbove(widths, least);
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function widestAbove(widths: readonly number[], least: readonly number[]): number {
  let widest = -1;
  for (const [position, width] of widths.entries()) {
    if (width > (least[position] ?? 0) && (widest < 0 || width > (widths[widest] ?? 0))) widest = position;
  }
  return widest;
}

function stacked(
  columns: readonly TableColumn[],
  cells: readonly (readonly string[])[],
  available: number,
): readonly string[] {
  return cells.flatMap((row, index) => [
    ...(index === 0 ? [] : ['']),
    ...columns.flatMap((column, position) => wrap(`${column.head}: ${row[position] ?? ''}`, available)),
  ]);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
