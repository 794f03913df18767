import type { Flow } from './flow.js';
import { type Column, type Placed, placed } from './columns.js';
import { bottom } from './flow.js';
import { bold, type Span } from './spans.js';
import { type Element, rule } from './sheet.js';
import { leading, page, size } from './theme.js';
import type { Line } from './wrap.js';

/** Paragraphs in a column. */
type Cell = readonly (readonly Span[])[];

export interface Row {
  /** What links lead to this row. */
  readonly anchors: readonly string[];
  readonly cells: readonly Cell[];
}

/** A line, and the space before it. */
interface Step {
  readonly line: Line;
  readonly gap: number;
}

const pad = { x: 5, y: 2.4 } as const;
const betweenParagraphs = 1.6;

/**
 * A table whose rows part between pages, its heads repeated there; a row that is longer than a third of a page parts
 * between lines. The first column heads its rows.
 */
export function drawTable(
  flow: Flow,
  columns: readonly Column[],
  rows: readonly Row[],
  letters: number = size.small,
): void {
  const table = new TableOnPage(flow, columns, letters);
  const steps = rows.slice(0, 2).map((row) => table.steps(row));
  table.start(steps.reduce((sum, own) => sum + Math.min(table.height(own), 90), 0));
  for (const [index, row] of rows.entries()) table.row(row, steps[index] ?? table.steps(row));
  table.end();
}

class TableOnPage {
  readonly #flow: Flow;
  readonly #letters: number;
  readonly #columns: readonly Placed[];
  readonly #heads: readonly (readonly Step[])[];
  readonly #element: Element;

  constructor(flow: Flow, columns: readonly Column[], letters: number) {
    this.#flow = flow;
    this.#letters = letters;
    this.#columns = placed(columns, (word) => flow.sheet.type.measure(word, 'bold') * letters + pad.x);
    this.#heads = this.steps({ anchors: [], cells: columns.map(({ title }) => [[bold(title, { ink: 'quiet' })]]) });
    this.#element = flow.sheet.element(flow.section, 'Table');
  }

  /** The heads with at least `keep` of rows under them. */
  start(keep: number): void {
    this.#flow.ensure(this.height(this.#heads) + keep);
    const row = this.#flow.sheet.element(this.#element, 'TR');
    this.#cells(this.#heads, () => this.#flow.sheet.element(row, 'TH', { scope: 'Column' }), 'TH');
    row.end();
    this.#underHeads();
  }

  row({ anchors }: Row, steps: readonly (readonly Step[])[]): void {
    const height = this.height(steps);
    if (this.#flow.room < height && (height < bottom / 3 || this.#flow.room < 4 * this.#letters * leading))
      this.#breakPage();
    for (const anchor of anchors) this.#flow.sheet.place(anchor, this.#flow.y);
    const element = this.#flow.sheet.element(this.#element, 'TR');
    const cells = this.#columns.map((_, index) =>
      this.#flow.sheet.element(element, index === 0 ? 'TH' : 'TD', index === 0 ? { scope: 'Row' } : {}),
    );
    let rest = steps;
    for (;;) {
      const part = rest.map((own) => fitting(own, this.#flow.room - 2 * pad.y, this.#letters));
      this.#cells(part, (index) => cells[index] ?? element, 'TD');
      this.#flow.sheet.artifact(rule(this.#flow.y, 'line', 0.4));
      rest = rest.map((own, index) => own.slice(part[index]?.length ?? 0));
      if (rest.every((own) => own.length === 0)) break;
      this.#breakPage();
      if (rest[0]?.length === 0) this.#again(steps[0] ?? []);
    }
    for (const cell of cells) cell.end();
    element.end();
  }

  end(): void {
    this.#element.end();
    this.#flow.moved(7);
  }

  steps({ cells }: Row): readonly (readonly Step[])[] {
    return this.#columns.map(({ width }, index) =>
      (cells[index] ?? []).flatMap((paragraph, nth) =>
        this.#flow
          .lines(paragraph, width - pad.x, this.#letters)
          .map((line, at) => ({ line, gap: nth > 0 && at === 0 ? betweenParagraphs : 0 })),
      ),
    );
  }

  height(steps: readonly (readonly Step[])[]): number {
    const heights = steps.map((own) => own.reduce((sum, { gap }) => sum + gap + this.#letters * leading, 0));
    return Math.max(this.#letters * leading, ...heights) + 2 * pad.y;
  }

  #cells(steps: readonly (readonly Step[])[], elementOf: (index: number) => Element, tag: string): void {
    const { sheet, y: top } = this.#flow;
    for (const [index, own] of steps.entries()) {
      const column = this.#columns[index];
      const element = elementOf(index);
      let y = top + pad.y;
      for (const { line, gap } of own) {
        const shift = column?.isNumber === true ? column.width - pad.x - widthOf(line) : 0;
        y += gap;
        sheet.line(element, tag, line, { x: (column?.x ?? page.left) + shift, y, size: this.#letters });
        y += this.#letters * leading;
      }
    }
    this.#flow.moved(this.height(steps));
  }

  #breakPage(): void {
    this.#flow.newPage();
    const { sheet, y: top } = this.#flow;
    // Said once to a screen reader, and shown on each page.
    const runs = this.#heads.flatMap((own, index) => {
      const column = this.#columns[index];
      return own.flatMap(({ line }, nth) =>
        line.map(({ span, text, x, width }) => {
          const shift = column?.isNumber === true ? column.width - pad.x - width : 0;
          const at = { x: (column?.x ?? page.left) + x + shift, y: top + pad.y + nth * this.#letters * leading };
          return sheet.run(text, span.face, { ...at, size: this.#letters, ink: span.ink });
        }),
      );
    });
    sheet.artifact(runs.join('\n'));
    this.#flow.moved(this.height(this.#heads));
    this.#underHeads();
  }

  /** What heads a row, once more where the row goes on; it has no room of its own to take. */
  #again(steps: readonly Step[]): void {
    const { sheet, y } = this.#flow;
    const at = { y: y + pad.y, size: this.#letters, ink: 'quiet' } as const;
    const [first] = steps;
    const runs = (first?.line ?? []).map(({ span, text, x }) =>
      sheet.run(text, span.face, { ...at, x: page.left + x }),
    );
    if (runs.length > 0) sheet.artifact(runs.join('\n'));
  }

  #underHeads(): void {
    this.#flow.sheet.artifact(rule(this.#flow.y, 'quiet', 0.8));
  }
}

/** The first steps that the height holds; at least one, so that it goes on whatever the page is like. */
function fitting(steps: readonly Step[], height: number, letters: number): readonly Step[] {
  let used = 0;
  const until = steps.findIndex(({ gap }) => {
    used += gap + letters * leading;
    return used > height;
  });
  return until === -1 ? steps : steps.slice(0, Math.max(1, until));
}

function widthOf(line: Line): number {
  const last = line.at(-1);
  return last === undefined ? 0 : last.x + last.width;
}
