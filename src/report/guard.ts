import { PrepayError } from '../core/errors.js';

/** Where card numbers stand in a text, in UTF-16 code units. */
export type FindCardNumbers = (text: string) => readonly { readonly start: number }[];

/**
 * The rendered text, unchanged, if it holds no card number. Throws PREPAY_SECRET_IN_OUTPUT otherwise, naming format,
 * line and column of the first and never the value: it is to be called before a byte is written.
 */
export function guardOutput(format: string, text: string, findCardNumbers: FindCardNumbers): string {
  const hits = findCardNumbers(maskIdentifiers(text));
  const [first] = hits;
  if (first === undefined) return text;
  const before = text.slice(0, first.start);
  const line = before.split('\n').length;
  const column = first.start - before.lastIndexOf('\n');
  const others = hits.length === 1 ? '' : `, and ${hits.length - 1} more`;
  throw new PrepayError(
    'PREPAY_SECRET_IN_OUTPUT',
    `the ${format} report holds a card number at line ${line}, column ${column}${others}: expected none; it was not written`,
    'Find the resource that holds it by the control no-card-data-in-evidence, take it out at the source and run again; if nothing is there, report the place as a mistake of ours.',
  );
}

/**
 * What is made of digits by nature and can look like a card number by chance, blanked at equal length: SHA digests
 * with at least one letter, UUIDs, and UTC times. Nothing else, so that a number in a name or a sentence is still seen.
 */
function maskIdentifiers(text: string): string {
  return text.replace(identifiers, (found) => (/[a-zA-Z]/u.test(found) ? '_'.repeat(found.length) : found));
}

const identifiers = new RegExp(
  [
    String.raw`(?<![0-9A-Za-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9A-Za-z])`,
    String.raw`(?<![0-9A-Za-z])(?:[0-9a-f]{64}|[0-9a-f]{40})(?![0-9A-Za-z])`,
    String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z`,
    String.raw`(?<![0-9A-Za-z])\d{8}T\d{6}(?:\d{3})?Z`,
  ].join('|'),
  'gu',
);
