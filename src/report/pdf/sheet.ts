import { PdfFile } from './document.js';
import type { Face, Link, Span } from './spans.js';
import { type Ink, ink, leading, page } from './theme.js';
import { Typeface } from './typeface.js';
import type { Line, Piece } from './wrap.js';

export type Element = PDFKit.PDFStructureElement;

/** Pages with text, marks and links on them, every piece of it tagged, and what was drawn kept as text. */
export class Sheet {
  readonly file: PdfFile;
  readonly type: Typeface;
  readonly root: Element;
  readonly #texts: string[] = [];
  readonly #targets: ReadonlySet<string>;
  readonly #places = new Map<string, string>();
  #contents: Element | null = null;
  #pages = 0;

  /** Links lead to `targets` alone: one to another place is drawn as text. */
  constructor(head: { readonly title: string; readonly declaredAt: string }, targets: ReadonlySet<string>) {
    this.file = new PdfFile(head);
    this.type = new Typeface(this.file);
    this.#targets = targets;
    this.root = this.file.struct('Document');
    this.file.addStructure(this.root);
  }

  /** How many pages there are. */
  get pages(): number {
    return this.#pages;
  }

  /** All that was drawn, a paragraph a line. */
  get text(): string {
    return this.#texts.join('\n');
  }

  /** Says where in the order of reading the table of contents stands, which is drawn in the end. */
  startContents(): void {
    this.#contents = this.element(this.root, 'TOC');
  }

  get contents(): Element {
    return this.#contents ?? this.root;
  }

  addPage(): void {
    this.file.addPage();
    this.#pages += 1;
    Object.assign(this.file.page.fonts, this.type.resources());
  }

  element(parent: Element, tag: string, options: object = {}): Element {
    const made = this.file.struct(tag, options);
    parent.add(made);
    return made;
  }

  /** Notes a text as drawn and gives it back as it will stand there. */
  shown(spans: readonly Span[]): readonly Span[] {
    if (spans.length === 0) return spans;
    this.#texts.push(spans.map(({ text }) => text).join(''));
    return spans.map((span) => ({ ...span, text: this.type.shown(span.text, span.face) }));
  }

  /** Draws a line of an element; `y` is the line's upper edge. */
  line(
    element: Element,
    tag: string,
    line: Line,
    at: { readonly x: number; readonly y: number; readonly size: number },
  ): void {
    let plain: Piece[] = [];
    const flush = (): void => {
      if (plain.length > 0) this.tagged(element, tag, plain.map((piece) => this.#piece(piece, at)).join('\n'));
      plain = [];
    };
    for (const piece of line) {
      const { link } = piece.span;
      if (link === null || ('to' in link && !this.#targets.has(link.to))) {
        plain.push(piece);
        continue;
      }
      flush();
      this.link(element, link, piece.text.trim(), this.#piece(piece, at), {
        x: at.x + piece.x,
        y: at.y,
        width: piece.width,
        height: at.size * leading,
      });
    }
    flush();
  }

  /** What the operators draw, as content of the element. */
  tagged(element: Element, tag: string, operators: string): void {
    const content = this.file.markStructureContent(tag);
    element.add(content);
    this.file.addContent(operators).endMarkedContent();
  }

  /** A link around what the operators draw; `words` say where it leads. */
  link(parent: Element, to: Link, words: string, operators: string, box: Box, options: object = {}): void {
    const element = this.element(parent, 'Link', options);
    this.tagged(element, 'Link', operators);
    const target = 'url' in to ? { url: to.url } : { place: this.#place(to.to) };
    this.file.linkTo(target, { ...box, words }, element);
    element.end();
  }

  /** Lines and areas that are no content. */
  artifact(operators: string, type: 'Layout' | 'Pagination' = 'Layout'): void {
    this.file.markContent('Artifact', { type }).addContent(operators).endMarkedContent();
  }

  /** Where links to the name lead. */
  place(name: string, y: number): void {
    if (!this.#targets.has(name)) return;
    this.file.addNamedDestination(this.#place(name), 'XYZ', 0, Math.max(0, y - 8), null);
  }

  /** Operators for a text on one line, from the left edge `x`. */
  run(
    text: string,
    face: Face,
    at: { readonly x: number; readonly y: number; readonly size: number; readonly ink: Ink },
  ): string {
    const baseline = number(at.y + at.size * (leading / 2 + 0.36));
    return `BT /${this.type.id(face)} ${number(at.size)} Tf ${ink[at.ink]} rg 1 0 0 -1 ${number(at.x)} ${baseline} Tm <${this.type.hex(text, face)}> Tj ET`;
  }

  /** Operators for a mark in the middle of a box. */
  mark(box: Box, mark: string, color: Ink): string {
    const letters = box.height * 0.82;
    const x = box.x + (box.width - this.type.measure(mark, 'bold') * letters) / 2;
    return this.run(mark, 'bold', { x, y: box.y + (box.height - letters * leading) / 2, size: letters, ink: color });
  }

  /** The bytes; nothing can be drawn after. */
  finish(): Uint8Array {
    this.root.end();
    return this.file.finish();
  }

  #piece(
    { span, text, x }: Piece,
    { x: left, y, size }: { readonly x: number; readonly y: number; readonly size: number },
  ): string {
    // Smaller letters stand on the same baseline.
    const shift = size * (1 - span.scale) * (leading / 2 + 0.36);
    return this.run(text, span.face, { x: left + x, y: y + shift, size: size * span.scale, ink: span.ink });
  }

  /** Names in the order of their numbers: pdfkit sorts them by locale, which is right for digits alone. */
  #place(name: string): string {
    const known = this.#places.get(name) ?? `p${String(this.#places.size).padStart(7, '0')}`;
    this.#places.set(name, known);
    return known;
  }
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function fill({ x, y, width, height }: Box, color: Ink): string {
  return `${ink[color]} rg ${number(x)} ${number(y)} ${number(width)} ${number(height)} re f`;
}

export function outline({ x, y, width, height }: Box, color: Ink, thick = 0.5): string {
  return `${ink[color]} RG ${thick} w ${number(x)} ${number(y)} ${number(width)} ${number(height)} re S`;
}

/** A line across the text, or from `x` on for `width`. */
export function rule(
  y: number,
  color: Ink,
  thick = 0.5,
  x: number = page.left,
  width: number = page.width - page.left - page.right,
): string {
  return `${ink[color]} RG ${thick} w ${number(x)} ${number(y)} m ${number(x + width)} ${number(y)} l S`;
}

/** Hundredths of a point, without an exponent. */
function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}
