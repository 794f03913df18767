import { isIssued, passesLuhn } from './issuers.js';
import { maskCardNumber } from './mask.js';

/** A card number in a text: where (UTF-16 code units, end exclusive), and how it may be shown. */
export interface CardNumber {
  readonly start: number;
  readonly end: number;
  readonly masked: string;
}

interface Group {
  readonly digits: string;
  readonly start: number;
  readonly end: number;
}

/** Digit groups with at most three separator characters between neighbours; `gaps[i]` stands before group i + 1. */
interface Sequence {
  readonly groups: readonly Group[];
  readonly gaps: readonly string[];
  /** Whether no letter or digit touches either end. */
  readonly isBounded: boolean;
}

const shortest = 13;
const longest = 19;

/** How card numbers are printed on cards and forms, the longest first. */
const printedGroupings: readonly (readonly number[])[] = [
  [4, 4, 4, 4, 3],
  [4, 4, 4, 4, 2],
  [4, 4, 4, 4, 1],
  [4, 4, 4, 4],
  [4, 6, 5],
  [4, 6, 4],
  [4, 4, 4, 3],
  [4, 4, 4, 2],
  [4, 3, 3, 3],
  [4, 4, 5],
];

/**
 * The card numbers in a text, in order, none overlapping. A bare run of digits counts at an issued prefix and length with
 * a right check digit; a run in the groups that cards are printed in counts with a right check digit alone, since a
 * sequence so grouped is no clock, counter or id. Fractions, longer runs, phone numbers (`+…`), UUIDs and hexadecimal
 * tokens are not looked into.
 */
export function findCardNumbers(given: string): readonly CardNumber[] {
  const text = withPlainDigits(given);
  // Long texts hold few runs that are long enough: only what stands around one is looked at closely.
  return surroundings(text).flatMap(({ start, end }) =>
    cardNumbersIn(text.slice(start, end)).map((hit) => ({
      start: start + hit.start,
      end: start + hit.end,
      masked: hit.masked,
    })),
  );
}

/** The stretches of a text that a card number can stand in, whole tokens, in order, none overlapping. */
function surroundings(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (const match of text.matchAll(separated)) {
    if (match[0].length < shortest || !hasDigits(match[0], shortest)) continue;
    const last = found.at(-1);
    const end = tokenEnd(text, match.index + match[0].length);
    if (last !== undefined && match.index <= last.end) last.end = Math.max(last.end, end);
    else found.push({ start: tokenStart(text, match.index), end });
  }
  return found;
}

/** The same of a text that is short, or all digits: what {@link findCardNumbers} finds around each of its runs. */
export function cardNumbersIn(text: string): readonly CardNumber[] {
  return sequencesOf(withoutIdentifiers(text)).flatMap((sequence) => hitsIn(sequence));
}

/** Where the token begins, or the row of tokens joined by separators, that reaches up to the place. */
function tokenStart(text: string, place: number): number {
  let at = place;
  while (at > 0 && isOfToken(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

function tokenEnd(text: string, place: number): number {
  let at = place;
  while (at < text.length && isOfToken(text.charCodeAt(at))) at += 1;
  return at;
}

/** Printable ASCII but space, quotes and angle brackets; and everything that is no ASCII, separators of digits among it. */
function isOfToken(code: number): boolean {
  return code > 0x20 && code !== 0x22 && code !== 0x27 && code !== 0x3c && code !== 0x3e;
}

export function hasCardNumber(text: string): boolean {
  return findCardNumbers(text).length > 0;
}

/** Full-width digits as plain ones, at equal length (Unicode 16, block FF00). */
function withPlainDigits(text: string): string {
  // A report is megabytes and has none.
  if (!/[\uff10-\uff19]/.test(text)) return text;
  return text.replace(/[\uff10-\uff19]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xff10 + 48));
}

function hasDigits(text: string, enough: number): boolean {
  let count = 0;
  for (let i = 0; i < text.length && count < enough; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) count += 1;
  }
  return count >= enough;
}

const uuid = /(?<![0-9a-z])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-z])/gi; // RFC 9562 §4
/** The sixteen hexadecimal digits, one time in 1,800 without a letter, after the name in an Elastic Load Balancing ARN. */
const balancerId =
  /(?<=arn:aws[\w-]*:elasticloadbalancing:[\w-]*:\d*:(?:(?:loadbalancer|listener|listener-rule)\/\w+|targetgroup)\/[\w-]+(?:\/[0-9a-f]{16})*\/)[0-9a-f]{16}(?![0-9A-Za-z])/g;
/** EC2's ids: `sg-` and seventeen hexadecimal digits, one time in 3,000 without a letter. */
const resourceId = /(?<![0-9a-z])(?:[a-z]+-)+[0-9a-f]{17}(?![0-9a-z])/g;
const hexadecimal = /(?<![0-9a-z])(?:0x[0-9a-f]+|(?=\d*[a-f])[0-9a-f]+)(?![0-9a-z])/gi;

function withoutIdentifiers(text: string): string {
  const blank = (found: string): string => '\u0000'.repeat(found.length);
  return [balancerId, uuid, resourceId, hexadecimal].reduce((rest, pattern) => rest.replace(pattern, blank), text);
}

/** What cards and forms are printed with: space, no-break spaces, full stop, hyphens, en dash. */
const printed = ' \\u00a0\\u202f.\\-\\u2010\\u2011\\u2013';
/**
 * What else people and programs put between digits: tab, underscore, slash, soft hyphen, other and zero-width spaces,
 * byte order mark. Comma and colon are left out: lists of ports and IPv6 addresses are so grouped.
 */
const unusual = '\\t_/\\u00ad\\u2000-\\u200d\\u2060\\u3000\\ufeff';
const separated = new RegExp(`\\d+(?:[${printed}${unusual}]{1,3}\\d+)*`, 'g');
const isPrinted = new RegExp(`^[${printed}]+$`);

function sequencesOf(text: string): readonly Sequence[] {
  const sequences: Sequence[] = [];
  for (const match of text.matchAll(separated)) {
    if (match[0].length < shortest) continue;
    const before = text.slice(Math.max(0, match.index - 2), match.index);
    if (before.endsWith('+') || /(?:^|[^A-Za-z])\.$/.test(before)) continue;
    const groups = [...match[0].matchAll(/\d+/g)].map((group) => ({
      digits: group[0],
      start: match.index + group.index,
      end: match.index + group.index + group[0].length,
    }));
    const gaps = groups.slice(1).map((group, i) => text.slice(groups[i]?.end, group.start));
    const after = text.charAt(match.index + match[0].length);
    sequences.push({ groups, gaps, isBounded: !/[A-Za-z]$/.test(before) && !/[A-Za-z]/.test(after) });
  }
  return sequences;
}

function hitsIn(sequence: Sequence): readonly CardNumber[] {
  const hits: CardNumber[] = [];
  let at = 0;
  while (at < sequence.groups.length) {
    const size = hitAt(sequence, at);
    const window = sequence.groups.slice(at, at + size);
    const [first] = window;
    const last = window.at(-1);
    if (first !== undefined && last !== undefined) {
      hits.push({
        start: first.start,
        end: last.end,
        masked: maskCardNumber(window.map((group) => group.digits).join('')),
      });
    }
    at += Math.max(1, size);
  }
  return hits;
}

/** How many groups from `at` on are one card number; 0 if none starts there. */
function hitAt(sequence: Sequence, at: number): number {
  const { groups, gaps } = sequence;
  for (const grouping of printedGroupings) {
    if (grouping.some((size, i) => groups[at + i]?.digits.length !== size)) continue;
    const window = groups.slice(at, at + grouping.length);
    const isWhole = window.length === groups.length && sequence.isBounded && isUniform(gaps);
    if (isCard(window, isWhole && gaps.every((gap) => isPrinted.test(gap)))) return window.length;
  }
  if (at === 0 && isEvenlyCut(sequence) && isCard(groups, false)) return groups.length;
  const group = groups[at];
  const isFraction = gaps[at - 1] === '.' || gaps[at] === '.';
  return group !== undefined && !isFraction && isCard([group], false) ? 1 : 0;
}

function isCard(groups: readonly Group[], withoutPrefix: boolean): boolean {
  const digits = groups.map((group) => group.digits).join('');
  if (digits.length < shortest || digits.length > longest || !passesLuhn(digits)) return false;
  return withoutPrefix ? !digits.startsWith('0') : isIssued(digits);
}

function isUniform(gaps: readonly string[]): boolean {
  return gaps.every((gap) => gap === gaps[0]);
}

/** Groupings that no card has but people type: halves, or equal groups; of 15 digits and more, since phone numbers look so too. */
function isEvenlyCut({ groups, gaps, isBounded }: Sequence): boolean {
  const sizes = groups.map((group) => group.digits.length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (!isBounded || total < 15 || !isUniform(gaps) || gaps.some((gap) => gap.includes('.'))) return false;
  return (
    (groups.length === 2 && sizes.every((size) => size >= 4)) || sizes.every((size) => size >= 2 && size === sizes[0])
  );
}
