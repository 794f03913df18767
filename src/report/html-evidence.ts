import { excerptsShown } from './excerpt.js';
import { lines } from './html-parts.js';
import type { EvidenceItem, EvidenceRead, ReportModel } from './model-types.js';
import { visibleJson } from './visible.js';
import { plural } from './words.js';

/** A read with more places is folded. */
const openItems = 40;
/** A fold with more places stays folded on paper. */
const printedItems = 200;

export interface EvidenceView {
  readonly count: string;
  readonly shown: string;
  readonly reads: readonly ReadView[];
}

interface ReadView {
  readonly operation: string;
  readonly scope: string;
  readonly summary: string;
  readonly key: string;
  readonly file: string | null;
  /** From the folder of a pack's reports; null where the read is not in the pack. */
  readonly href: string | null;
  readonly command: string | null;
  readonly isOpen: boolean;
  readonly isPrinted: boolean;
  readonly items: readonly ItemView[];
}

interface ItemView {
  readonly number: string;
  readonly line: string;
  readonly pointer: string;
  readonly jq: string | null;
  readonly findings: readonly string[];
  readonly more: string | null;
  readonly excerpt: { readonly lines: readonly string[]; readonly isCut: boolean } | null;
}

export function evidenceView({ evidence }: ReportModel): EvidenceView {
  const hidden = evidence.count - evidence.excerpts;
  return {
    count: `${plural(evidence.count, 'place')} in ${plural(evidence.reads.length, 'read')}`,
    shown:
      hidden === 0
        ? 'Each is shown as it was recorded, a long one cut.'
        : `${evidence.excerpts} of them are shown as they were recorded, a long one cut; the other ${hidden} are in the recording alone. This report shows at most ${excerptsShown}, those of the worst findings first.`,
    reads: evidence.reads.map(readView),
  };
}

function readView({ key, source, scope, operation, outcome, file, command, items }: EvidenceRead): ReadView {
  const numbers = items.map(({ number }) => number);
  return {
    operation,
    scope: scope === '' ? source : scope,
    summary: `${span(numbers)}, ${outcome === 'no-end' ? 'no end was recorded' : outcome}`,
    key,
    file,
    href: file === null || file === '' ? null : `../${file.split('/').map(encodeSegment).join('/')}`,
    command,
    isOpen: items.length <= openItems,
    isPrinted: items.length <= printedItems,
    items: items.map(itemView),
  };
}

function itemView({ number, line, pointer, jq, findings, findingsOmitted, excerpt }: EvidenceItem): ItemView {
  return {
    number,
    line: line === null ? 'none' : String(line),
    pointer: pointer === '' ? '(whole answer)' : pointer,
    jq,
    findings,
    more: findingsOmitted === 0 ? null : `and ${findingsOmitted} more`,
    // JSON's own escapes keep the value exact; line by line, since a line break is a character that hides elsewhere.
    excerpt: excerpt === null ? null : { lines: lines(visibleJson(excerpt.text)), isCut: excerpt.isCut },
  };
}

/** A segment of a path as it may stand in a URL; halves of surrogate pairs, which no URL can hold, are left out. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Surrogate}/gu, ''));
}

/** `E4`, or `E4 to E31`: the numbers of a read follow one another. */
function span(numbers: readonly string[]): string {
  const first = numbers[0] ?? '';
  const last = numbers.at(-1) ?? '';
  return first === last ? first : `${first} to ${last}`;
}
