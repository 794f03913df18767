import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Columns that the text takes in a terminal; ANSI sequences take none, East Asian wide characters two. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** The text in lines of at most `width` columns, broken at spaces; a longer word (an ARN, say) is broken anywhere. */
export function wrap(text: string, width: number): readonly string[] {
  const limit = Math.max(2, width);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((whole) => pieces(whole, limit))) {
    if (line === '') line = word;
    else if (widthOf(line) + 1 + widthOf(word) <= limit) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  return lines;
}

function pieces(word: string, width: number): readonly string[] {
  if (widthOf(word) <= width) return [word];
  const parts: string[] = [];
  let part = '';
  for (const { segment } of graphemes.segment(word)) {
    if (part !== '' && widthOf(part) + widthOf(segment) > width) {
      parts.push(part);
      part = '';
    }
    part += segment;
  }
  return part === '' ? parts : [...parts, part];
}
