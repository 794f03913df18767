/** A part of a file. In `latin1` each character is one byte, for files that are not UTF-8: no byte is lost, and text in it is still seen. */
export interface FilePage {
  readonly encoding: 'utf-8' | 'latin1';
  readonly content: string;
}

export const pageBytes = 1024 * 1024;

/** By how much of a file its format is told. */
export const headBytes = 64 * 1024;

const newline = 0x0a;

/**
 * How many of the bytes make the page, of which more follow in the file. It ends after a line, and before a PEM block that
 * it does not hold whole, so that no card number and no key lies across two pages, where neither half would be seen.
 */
export function cutAt(bytes: Uint8Array): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begin = text.lastIndexOf('-----BEGIN ');
  if (begin > 0 && text.lastIndexOf('-----END ') < begin) return begin;
  const line = text.lastIndexOf(newline) + 1;
  return line > 0 ? line : lastGap(bytes);
}

/** In a file without lines: after the last byte that no number, token or character goes on beyond. */
function lastGap(bytes: Uint8Array): number {
  const farthest = Math.max(1, bytes.length - 4096);
  for (let at = bytes.length; at > farthest; at -= 1) {
    const before = bytes[at - 1] ?? 0;
    if (/[,;:"'{}[\]()<>|&=?]/.test(String.fromCharCode(before))) return at;
  }
  return bytes.length;
}

export function pageOf(bytes: Uint8Array): FilePage {
  try {
    return { encoding: 'utf-8', content: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { encoding: 'latin1', content: Buffer.from(bytes).toString('latin1') };
  }
}
