import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Columns that the text takes in a terminal; ANSI sequences take none, East Asian wide characters two. */
export function widthOf(text: string): number {
  // Most text is plain, and asking for its graphemes takes a hundred times as long.
  return plain.test(text) ? text.length : stringWidth(text);
}

const plain = /^[\x20-\x7e]*$/;

/** The text in lines of at most `width` columns, broken at spaces; a longer word (an ARN, say) is broken at a seam of its own, else anywhere. */
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

/** After these a long word is broken where there is a choice: ARNs, ids, paths. */
const seams = /[-/:._,=]/;

function pieces(word: string, width: number): readonly string[] {
  if (widthOf(word) <= width) return [word];
  const parts: string[] = [];
  let part: string[] = [];
  for (const { segment } of graphemes.segment(word)) {
    if (part.length > 0 && widthOf(part.join('')) + widthOf(segment) > width) {
      const seam = part.findLastIndex((character) => seams.test(character)) + 1;
      // A seam near the beginning would leave a stub.
      const end = seam * 2 > part.length ? seam : part.length;
      parts.push(part.slice(0, end).join(''));
      part = part.slice(end);
    }
    part.push(segment);
  }
  return part.length === 0 ? parts : [...parts, part.join('')];
}
