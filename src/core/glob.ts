/**
 * Whether the whole of the text is the pattern, in which each `*` stands for any characters or none. Takes time in
 * proportion to the product of the lengths at most, whatever the pattern.
 */
export function isGlobMatch(pattern: string, text: string): boolean {
  let at = 0;
  let from = 0;
  let star = -1;
  let taken = 0;
  while (at < text.length) {
    if (pattern[from] === '*') {
      star = from;
      from += 1;
      taken = at;
    } else if (pattern[from] === text[at]) {
      from += 1;
      at += 1;
    } else if (star === -1) {
      return false;
    } else {
      // The last star takes one character more, and the rest of the pattern is tried again.
      taken += 1;
      at = taken;
      from = star + 1;
    }
  }
  return /^\**$/.test(pattern.slice(from));
}
