import { bold, code, type Span, text } from './spans.js';
import { type Element, rule, type Sheet } from './sheet.js';
import { leading, page, size, textWidth } from './theme.js';
import { type Line, wrap } from './wrap.js';

const headingSize = { 1: size.h1, 2: size.h2, 3: size.h3 } as const;
export const bottom = page.height - page.bottom;

export interface Setting {
  readonly size?: number;
  readonly indent?: number;
  /** Space behind it. */
  readonly after?: number;
  readonly tag?: string;
}

/** Fills page after page from top to bottom. */
export class Flow {
  readonly sheet: Sheet;
  /** Where the next thing stands: from the page's upper edge down. */
  y: number = page.top;
  #section: Element;
  #isTop = true;

  constructor(sheet: Sheet) {
    this.sheet = sheet;
    this.#section = sheet.root;
    sheet.addPage();
  }

  /** What new elements are put into. */
  get section(): Element {
    return this.#section;
  }

  get room(): number {
    return bottom - this.y;
  }

  /** Whatever is drawn from here on belongs to a new section of the report. */
  startSection(): void {
    if (this.#section !== this.sheet.root) this.#section.end();
    this.#section = this.sheet.element(this.sheet.root, 'Sect');
  }

  newPage(): void {
    this.sheet.addPage();
    this.y = page.top;
    this.#isTop = true;
  }

  /** Goes to the next page unless so much room is left. */
  ensure(height: number): void {
    if (this.room < height && !this.#isTop) this.newPage();
  }

  /** Goes down, but leaves no gap at the top of a page. */
  skip(height: number): void {
    if (!this.#isTop) this.y += height;
  }

  moved(height: number): void {
    this.y += height;
    this.#isTop = false;
  }

  lines(spans: readonly Span[], width: number, letters: number): readonly Line[] {
    return wrap(this.sheet.shown(spans), width, letters, this.sheet.type.measure);
  }

  /** A heading with at least a little of what follows it on the same page. */
  heading(
    level: 1 | 2 | 3,
    spans: readonly Span[],
    {
      anchor,
      keep = 64,
      size: letters = headingSize[level],
    }: { readonly anchor?: string; readonly keep?: number; readonly size?: number } = {},
  ): void {
    const lines = this.lines(
      spans.map((span) => ({ ...span, face: span.face === 'sans' ? 'bold' : span.face })),
      textWidth,
      letters,
    );
    const before = level === 1 ? 26 : level === 2 ? 15 : 10;
    const height = lines.length * letters * leading;
    this.ensure(before + height + keep);
    this.skip(before);
    if (level === 1) {
      this.sheet.artifact(rule(this.y - 3, 'accent', 1.2));
      this.moved(4);
    }
    if (anchor !== undefined) this.sheet.place(anchor, this.y);
    this.#draw(lines, letters, 0, `H${level}`);
    this.moved(level === 1 ? 5 : 3);
  }

  paragraph(
    spans: readonly Span[],
    { size: letters = size.text, indent = 0, after = 4, tag = 'P' }: Setting = {},
  ): void {
    const lines = this.lines(spans, textWidth - indent, letters);
    if (lines.length === 0) return;
    this.ensure(Math.min(lines.length, 3) * letters * leading);
    this.#draw(lines, letters, indent, tag);
    this.moved(after);
  }

  /** Items, each behind its label: a dash, or a number. */
  list(
    items: readonly (readonly Span[])[],
    {
      size: letters = size.text,
      label = () => '–',
    }: { readonly size?: number; readonly label?: (index: number) => string } = {},
  ): void {
    if (items.length === 0) return;
    const list = this.sheet.element(this.#section, 'L');
    for (const [index, item] of items.entries()) {
      const indent = 14;
      const lines = this.lines(item, textWidth - indent, letters);
      this.ensure(Math.min(lines.length, 2) * letters * leading);
      const entry = this.sheet.element(list, 'LI');
      const mark = this.lines([text(label(index), { ink: 'quiet' })], indent, letters)[0];
      const at = { x: page.left, y: this.y, size: letters };
      if (mark !== undefined) this.sheet.line(this.sheet.element(entry, 'Lbl'), 'Lbl', mark, at);
      this.#draw(lines, letters, indent, 'LBody', entry);
      entry.end();
      this.moved(1.5);
    }
    list.end();
    this.moved(4);
  }

  /** Commands that a reader can paste, each under what it shows. */
  commands(commands: readonly { readonly what: string; readonly command: string }[]): void {
    for (const { what, command } of commands) {
      this.ensure(3 * size.text * leading);
      this.paragraph([text(what)], { after: 1 });
      for (const line of command.split(/\r?\n/u)) {
        this.paragraph([code(line)], { indent: 10, after: 1, tag: 'P' });
      }
      this.moved(3);
    }
  }

  /** Labels in bold, each with its value. */
  pairs(pairs: readonly { readonly label: string; readonly value: string }[]): void {
    for (const { label, value } of pairs) this.paragraph([bold(`${label}: `), text(value)], { after: 1.5 });
    this.moved(3);
  }

  #draw(lines: readonly Line[], letters: number, indent: number, tag: string, parent: Element = this.#section): void {
    const element = this.sheet.element(parent, tag);
    for (const [index, line] of lines.entries()) {
      // The last two lines of a paragraph stay together.
      const rest = lines.length - index;
      this.ensure((rest === 2 && lines.length > 2 ? 2 : 1) * letters * leading);
      this.sheet.line(element, tag, line, { x: page.left + indent, y: this.y, size: letters });
      this.moved(letters * leading);
    }
    element.end();
  }
}
