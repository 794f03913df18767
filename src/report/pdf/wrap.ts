import type { Face, Span } from './spans.js';

/** The width of a text at the size of one, in the face. */
export type Measure = (text: string, face: Face) => number;

export interface Piece {
  readonly span: Span;
  readonly text: string;
  /** From the left edge of the line, in points. */
  readonly x: number;
  readonly width: number;
}
/** Pieces side by side; the last may end in a space that reaches beyond the edge. */
export type Line = readonly Piece[];

interface Part {
  readonly span: Span;
  readonly text: string;
}

/**
 * The paragraph in lines of at most `width` points. Breaks at spaces; a word that is wider than a line, after signs that
 * part ids and paths, and where there are none, between any two characters.
 */
export function wrap(spans: readonly Span[], width: number, size: number, measure: Measure): readonly Line[] {
  const widthOf = ({ span, text }: Part): number => measure(text, span.face) * size * span.scale;
  const lines: Line[] = [];
  let line: Piece[] = [];
  let x = 0;
  const put = (parts: readonly Part[]): void => {
    for (const part of parts) {
      const own = widthOf(part);
      const last = line.at(-1);
      if (last?.span === part.span) {
        line[line.length - 1] = { ...last, text: last.text + part.text, width: last.width + own };
      } else line.push({ ...part, x, width: own });
      x += own;
    }
  };
  const breakLine = (): void => {
    if (line.length > 0) lines.push(line);
    line = [];
    x = 0;
  };
  for (const word of words(spans)) {
    const own = visibleWidth(word, widthOf);
    if (x + own > width && x > 0) breakLine();
    if (own <= width) put(word);
    else {
      for (const piece of broken(word, width, widthOf)) {
        if (x + widthOf(piece) > width && x > 0) breakLine();
        put([piece]);
      }
    }
  }
  breakLine();
  return lines;
}

/** Words with the spaces behind them; a word may have parts in several faces. */
function* words(spans: readonly Span[]): Generator<readonly Part[]> {
  let word: Part[] = [];
  for (const span of spans) {
    for (const [text] of span.text.matchAll(/[^ ]* +|[^ ]+/gu)) {
      word.push({ span, text });
      if (!text.endsWith(' ')) continue;
      yield word;
      word = [];
    }
  }
  if (word.length > 0) yield word;
}

function visibleWidth(word: readonly Part[], widthOf: (part: Part) => number): number {
  const last = word.at(-1);
  if (last === undefined) return 0;
  const before = word.slice(0, -1).reduce((sum, part) => sum + widthOf(part), 0);
  return before + widthOf({ ...last, text: last.text.trimEnd() });
}

/** A word that no line holds, in pieces that one does. */
function* broken(word: readonly Part[], width: number, widthOf: (part: Part) => number): Generator<Part> {
  for (const { span, text } of word) {
    for (const [piece] of text.matchAll(/[^-/:.,_=?&@|;⟧]*[-/:.,_=?&@|;⟧]* */gu)) {
      if (piece === '') continue;
      if (widthOf({ span, text: piece.trimEnd() }) <= width) {
        yield { span, text: piece };
        continue;
      }
      // One character at a time: the line takes as many of them as it holds.
      for (const character of piece) yield { span, text: character };
    }
  }
}
