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
