import type { Ink } from './theme.js';

export type Face = 'sans' | 'bold' | 'mono';

/** Where a text leads: to a place of the report, or out of it. */
export type Link = { readonly to: string } | { readonly url: string };

/** A piece of a paragraph in one face and colour. */
export interface Span {
  readonly text: string;
  readonly face: Face;
  readonly ink: Ink;
  /** Of the paragraph's size. */
  readonly scale: number;
  readonly link: Link | null;
}

export function text(words: string, more: Partial<Omit<Span, 'text'>> = {}): Span {
  return { text: words, face: 'sans', ink: 'text', scale: 1, link: null, ...more };
}
export const bold = (words: string, more: Partial<Omit<Span, 'text'>> = {}): Span =>
  text(words, { face: 'bold', ...more });
/** Monospaced letters look larger than the others at the same size. */
export const code = (words: string, more: Partial<Omit<Span, 'text'>> = {}): Span =>
  text(words, { face: 'mono', scale: 0.87, ...more });
export const quiet = (words: string, more: Partial<Omit<Span, 'text'>> = {}): Span =>
  text(words, { ink: 'quiet', ...more });

/** Numbers of findings and evidence, each leading to its place, with a space between them. */
export function refs(numbers: readonly string[]): readonly Span[] {
  return numbers.flatMap((number, index) => [
    text(index === 0 ? '' : ' '),
    text(number, { ink: 'accent', link: { to: number } }),
  ]);
}

/** A status: its mark and its word, so that colour is never the only sign. */
export function chip({ mark, word }: { readonly mark: string; readonly word: string }, ink: Ink): Span {
  // Does not break between the two.
  return bold(mark === '' ? word : `${mark}\u00a0${word.replaceAll(' ', '\u00a0')}`, { ink });
}
