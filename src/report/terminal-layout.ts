import type { Paint } from './paint.js';
import { visible } from './visible.js';
import { widthOf, wrap } from './wrap.js';

export interface Page {
  /** Columns. */
  readonly width: number;
  readonly paint: Paint;
  readonly color: boolean;
}

export function title(text: string, page: Page): string {
  return page.paint('bold', text);
}

export function paragraph(text: string, page: Page): readonly string[] {
  return hanging('  ', text, page);
}

/** A label and its text, the text's further lines under its first. */
export function hanging(
  label: string,
  text: string,
  page: Page,
  paint: (label: string) => string = (plain) => plain,
): readonly string[] {
  const indent = widthOf(label);
  return wrap(visible(text), page.width - indent).map((line, position) =>
    position === 0 ? `${paint(label)}${line}` : `${' '.repeat(indent)}${line}`,
  );
}

/** The first lines, the last of them marked where there are more; the mark takes no room that a line has not. */
export function clipped(lines: readonly string[], most: number, page: Page): readonly string[] {
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most);
  const last = kept.at(-1) ?? '';
  const words = last.split(' ');
  while (words.length > 1 && widthOf(words.join(' ')) + 2 > page.width) words.pop();
  return [...kept.slice(0, -1), `${words.join(' ').replace(/[,;:]$/, '')} …`];
}

/** A shell command over several lines with backslashes, no word broken. */
export function command(words: readonly string[], page: Page): readonly string[] {
  const lines: string[] = [];
  let line = ' ';
  for (const word of words) {
    if (line.trim() !== '' && widthOf(line) + widthOf(word) + 3 > page.width) {
      lines.push(`${line} \\`);
      line = '     ';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

export function oneLine(text: string): string {
  return text.split(/\s+/u).join(' ').trim();
}
