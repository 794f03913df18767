import { PrepayError } from '../core/errors.js';

/** Where card numbers stand in a text, in UTF-16 code units. */
export type FindCardNumbers = (text: string) => readonly { readonly start: number }[];

/**
 * The rendered text, unchanged, if it holds no card number. Throws PREPAY_SECRET_IN_OUTPUT otherwise, naming format,
 * line and column of the first and never the value: it is to be called before a byte is written.
 */
export function guardOutput(format: string, text: string, findCardNumbers: FindCardNumbers): string {
  const hits = findCardNumbers(text);
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
