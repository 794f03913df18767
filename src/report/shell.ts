/** The word as a POSIX shell takes it literally: bare where that is safe, else in single quotes. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9_./:@%+,=-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * The jq path of a JSON Pointer (RFC 6901): `/A/3/b c` is `.A[3]["b c"]`. Digits are taken as an index into an array,
 * as pages of API answers have them.
 */
export function jqPath(pointer: string): string {
  return pointerTokens(pointer)
    .map((token) => {
      if (/^(?:0|[1-9][0-9]*)$/u.test(token)) return `[${token}]`;
      return /^[A-Za-z_][A-Za-z0-9_]*$/u.test(token) ? `.${token}` : `[${JSON.stringify(token)}]`;
    })
    .join('');
}

/** The reference tokens of a JSON Pointer, unescaped; none for the whole document. */
export function pointerTokens(pointer: string): readonly string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}
