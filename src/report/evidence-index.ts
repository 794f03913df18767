import type { Finding } from '../core/finding.js';
import { byCodeUnit } from '../core/json.js';
import type { EvidenceRef, ReadKey } from '../core/read.js';
import type { ReadSummary } from '../core/run.js';
import { scopeId } from '../core/scope.js';
import { groupBy } from './group.js';
import type { EvidenceIndex, EvidenceItem, EvidenceRead, Excerpt } from './model-types.js';
import { jqPath, pointerTokens, shellWord } from './shell.js';

/** Where a page of a read stands in the recording: the file inside the pack and its line, 1-based. */
export type Locate = (read: ReadKey, page: number) => { readonly file: string; readonly line: number } | null;

/** What the recording holds at a place; null where the report does not show it. */
export type ExcerptAt = (place: EvidenceRef) => Excerpt | null;

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
  excerpt: ExcerptAt,
): NumberedEvidence {
  const rank = new Map(reads.map((read, position) => [read.key, position]));
  const order = (key: ReadKey): number => rank.get(key) ?? reads.length;
  const places = new Map<string, Place>();
  for (const [position, { evidence }] of findings.entries()) {
    for (const reference of evidence) {
      const place = places.get(placeKey(reference)) ?? { ...reference, users: [] };
      place.users.push(position + 1);
      places.set(placeKey(reference), place);
    }
  }
  const sorted = [...places.values()].sort(
    (a, b) =>
      order(a.read) - order(b.read) || byCodeUnit(a.read, b.read) || a.page - b.page || byPointer(a.pointer, b.pointer),
  );
  const numbers = new Map(sorted.map((place, position) => [placeKey(place), `E${position + 1}`]));
  const numberOf = (place: EvidenceRef): string => numbers.get(placeKey(place)) ?? '';

  const grouped = groupBy(sorted, (place) => place.read);
  const known = new Map(reads.map((read) => [read.key, read]));
  const indexed = [...grouped].map(([key, own]) =>
    evidenceRead(key, known.get(key), (read) =>
      own.map((place) => ({
        ...evidenceItem(place, numberOf(place), read, locate(key, place.page)),
        findings: place.users.slice(0, usersShown).map((line) => `F${line}`),
        findingsOmitted: Math.max(0, place.users.length - usersShown),
        excerpt: excerpt(place),
      })),
    ),
  );
  return {
    index: {
      count: sorted.length,
      excerpts: indexed.flatMap(({ items }) => items).filter((item) => item.excerpt !== null).length,
      reads: indexed,
    },
    numberOf,
  };
}

/** A place and the findings that point at it, by their line. */
interface Place extends EvidenceRef {
  readonly users: number[];
}

const usersShown = 5;

function evidenceRead(
  key: ReadKey,
  read: ReadSummary | undefined,
  itemsOf: (read: ReadSummary | undefined) => readonly EvidenceItem[],
): EvidenceRead {
  const items = itemsOf(read);
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
): Omit<EvidenceItem, 'excerpt' | 'findings' | 'findingsOmitted'> {
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

/** One text a place, so that a map can be keyed by it. */
export function placeKey({ read, page, pointer }: EvidenceRef): string {
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
