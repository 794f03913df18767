import type { Finding } from '../core/finding.js';
import { byCodeUnit } from '../core/json.js';
import type { EvidenceRef, ReadKey } from '../core/read.js';
import type { ReadSummary } from '../core/run.js';
import { scopeId } from '../core/scope.js';
import { groupBy } from './group.js';
import type { EvidenceIndex, EvidenceItem, EvidenceRead } from './model-types.js';
import { jqPath, pointerTokens, shellWord } from './shell.js';

/** Where a page of a read stands in the recording: the file inside the pack and its line, 1-based. */
export type Locate = (read: ReadKey, page: number) => { readonly file: string; readonly line: number } | null;

export interface NumberedEvidence {
  readonly index: EvidenceIndex;
  /** The number of a reference that some finding of the run makes. */
  readonly numberOf: (reference: EvidenceRef) => string;
}

/**
 * Numbers every place that a finding points at, once, in the order of the recording (read, page, pointer): the number
 * depends on the pack alone, not on what a report shows of it.
 */
export function numberEvidence(
  findings: readonly Finding[],
  reads: readonly ReadSummary[],
  locate: Locate,
): NumberedEvidence {
  const rank = new Map(reads.map((read, position) => [read.key, position]));
  const order = (key: ReadKey): number => rank.get(key) ?? reads.length;
  const places = new Map<string, EvidenceRef>();
  for (const { evidence } of findings) for (const place of evidence) places.set(placeKey(place), place);

  const sorted = [...places.values()].sort(
    (a, b) =>
      order(a.read) - order(b.read) || byCodeUnit(a.read, b.read) || a.page - b.page || byPointer(a.pointer, b.pointer),
  );
  const numbers = new Map(sorted.map((place, position) => [placeKey(place), `E${position + 1}`]));
  const numberOf = (place: EvidenceRef): string => numbers.get(placeKey(place)) ?? '';

  const grouped = groupBy(sorted, (place) => place.read);
  const known = new Map(reads.map((read) => [read.key, read]));
  return {
    index: {
      count: sorted.length,
      reads: [...grouped].map(([key, own]) => evidenceRead(key, own, known.get(key), locate, numberOf)),
    },
    numberOf,
  };
}

function evidenceRead(
  key: ReadKey,
  places: readonly EvidenceRef[],
  read: ReadSummary | undefined,
  locate: Locate,
  numberOf: (place: EvidenceRef) => string,
): EvidenceRead {
  const items = places.map((place) => evidenceItem(place, numberOf(place), read, locate(key, place.page)));
  if (read === undefined) {
    return {
      key,
      source: 'not in results/reads.json',
      scope: '',
      operation: 'a read that the pack does not list',
      outcome: 'no-end',
      pages: 0,
      file: null,
      command: null,
      items,
    };
  }
  return {
    key,
    source: read.source,
    scope: scopeId(read.scope),
    operation: read.operation,
    outcome: read.outcome,
    pages: read.pages,
    file: read.file,
    command: read.command,
    items,
  };
}

function evidenceItem(
  { read: key, page, pointer }: EvidenceRef,
  number: string,
  read: ReadSummary | undefined,
  place: ReturnType<Locate>,
): EvidenceItem {
  const item = { number, page, pointer };
  if (place !== null) {
    const filter = `.response${jqPath(pointer)}`;
    const jq = `sed -n ${place.line}p ${shellWord(place.file)} | jq ${shellWord(filter)}`;
    return { ...item, line: place.line, jq };
  }
  if (read === undefined) return { ...item, line: null, jq: null };
  // A read without that page: what the pack holds of it is how it ended.
  const filter = `select(.type=="end" and .key=="${key}")`;
  return { ...item, line: null, jq: `jq -c ${shellWord(filter)} ${shellWord(read.file)}` };
}

function placeKey({ read, page, pointer }: EvidenceRef): string {
  return `${read}\u0000${page}\u0000${pointer}`;
}

/** Token by token: indexes by number, so that /Vpcs/9 comes before /Vpcs/10, the rest by code unit. */
function byPointer(a: string, b: string): number {
  const left = pointerTokens(a);
  const right = pointerTokens(b);
  for (const [position, token] of left.entries()) {
    const other = right[position];
    if (other === undefined) return 1;
    const difference = byToken(token, other);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function byToken(a: string, b: string): number {
  const isIndex = /^[0-9]{1,15}$/u;
  return isIndex.test(a) && isIndex.test(b) ? Number(a) - Number(b) || byCodeUnit(a, b) : byCodeUnit(a, b);
}
