import { page, textWidth } from './theme.js';

export interface Column {
  readonly title: string;
  /** Its share of the width, beside the shares of the others. */
  readonly share: number;
  readonly isNumber?: boolean;
}

export interface Placed {
  readonly x: number;
  readonly width: number;
  readonly isNumber: boolean;
}

/** Columns by their shares, but none narrower than the longest word of its head; the widest ones give what that takes. */
export function placed(columns: readonly Column[], widthOfWord: (word: string) => number): readonly Placed[] {
  const all = columns.reduce((sum, { share }) => sum + share, 0);
  const least = columns.map(({ title }) => Math.min(textWidth / columns.length, longestWord(title, widthOfWord)));
  const wanted = columns.map(({ share }) => (textWidth * share) / all);
  const missing = wanted.reduce((sum, width, index) => sum + Math.max(0, (least[index] ?? 0) - width), 0);
  const spare = wanted.reduce((sum, width, index) => sum + Math.max(0, width - (least[index] ?? 0)), 0);
  let x: number = page.left;
  return columns.map(({ isNumber = false }, index) => {
    const [own, low] = [wanted[index] ?? 0, least[index] ?? 0];
    const width = own < low ? low : own - (spare === 0 ? 0 : ((own - low) * missing) / spare);
    const column = { x, width, isNumber };
    x += width;
    return column;
  });
}

function longestWord(title: string, widthOfWord: (word: string) => number): number {
  return title.split(' ').reduce((most, word) => Math.max(most, widthOfWord(word)), 0);
}
