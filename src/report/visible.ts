/**
 * Characters that steer a terminal, turn text around or hide in it, so that what is shown is not what is there:
 * C0 and C1 controls (ESC starts every ANSI sequence), soft hyphen, Arabic letter mark, Mongolian vowel separator,
 * zero-width and directional marks, line and paragraph separators, bidi embeddings and overrides (UAX #9), invisible
 * operators, bidi isolates, byte order mark, interlinear marks, tag characters, and halves of surrogate pairs.
 * A fixed list, not \p{Cf}: the same report comes out whatever Unicode the runtime knows.
 */
const unsafe = new RegExp(
  '[\\u{0}-\\u{1f}\\u{7f}-\\u{9f}\\u{ad}\\u{61c}\\u{180e}\\u{200b}-\\u{200f}\\u{2028}-\\u{202e}\\u{2060}-\\u{206f}' +
    '\\u{feff}\\u{fff9}-\\u{fffb}\\u{e0000}-\\u{e007f}\\u{d800}-\\u{dfff}]',
  'gu',
);

/** The text with every unsafe character written out as `⟦U+202E⟧`, line breaks included. */
export function visible(text: string): string {
  return text.replace(unsafe, (character) => `⟦U+${codePoint(character).toString(16).toUpperCase().padStart(4, '0')}⟧`);
}

/** Plain data with every text of it made visible; names of members stay. */
export function visibleDeep(value: unknown): unknown {
  if (typeof value === 'string') return visible(value);
  if (Array.isArray(value)) return value.map(visibleDeep);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, visibleDeep(member)]));
}

/** The text line by line, each made visible; CRLF and LF both end a line. */
export function visibleLines(text: string): readonly string[] {
  return text.trimEnd().split(/\r?\n/u).map(visible);
}

/** JSON text whose unsafe characters are JSON's own escapes: the value stays exact, the bytes show what is in it. */
export function visibleJson(json: string): string {
  return json.replace(unsafe, (character) => (character === '\n' ? character : escapes(character)));
}

function escapes(character: string): string {
  let text = '';
  for (let unit = 0; unit < character.length; unit += 1) {
    text += `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`;
  }
  return text;
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}
