import { ZodError } from 'zod';
import type { Coverage, FactKind, FactSink } from '../../core/fact.js';
import { canonical, isJsonObject, type Json, pointerToken } from '../../core/json.js';
import type { EvidenceRef, Gap, PageLine, ReadRequest } from '../../core/read.js';
import { scopeId } from '../../core/scope.js';
import { forEachPage } from '../transport/drain.js';
import type { Transport } from '../transport/transport.js';
import { joinGaps } from './gap.js';
import type { ItemParser, ParsedItem } from './item-parser.js';

/** What every part of the collector works with. */
export interface Reading {
  readonly transport: Transport;
  readonly sink: FactSink;
}

interface ItemReader<T> {
  /** Where the answer lists its items: a member, or a path of members as in `body.secrets`. */
  readonly member: string;
  /** Where the answer lists groups: the member of a group that lists its items. */
  readonly memberOfGroup?: string | undefined;
  /** What a page says of itself that is missing, if it does. */
  readonly gapOf?: (page: PageLine) => Gap | null;
  readonly parse: (item: unknown) => T;
  readonly onItem: (item: T, evidence: EvidenceRef) => void;
}

/**
 * How complete the listing came in, after each of its items was parsed and handed over. An item of an undocumented
 * shape is a gap of reason `unsupported` that names the place; the items beside it are handed over all the same.
 */
export async function readItems<T>(
  transport: Transport,
  request: ReadRequest,
  { member, memberOfGroup, gapOf = () => null, parse, onItem }: ItemReader<T>,
): Promise<Coverage> {
  const problems: (Gap | null)[] = [];
  const ending = await forEachPage(transport, request, (page) => {
    problems.push(gapOf(page));
    const place = { value: page.response, pointer: '' };
    const { items, noLists } = itemsOf(place, memberOfGroup === undefined ? [member] : [member, memberOfGroup]);
    for (const pointer of noLists) problems.push(unsupported(request, page, `${pointer}: expected a list`));
    for (const { value: item, pointer } of items) {
      const problem = understood(() => onItem(parse(item), { read: page.key, page: page.page, pointer }));
      if (problem !== null) problems.push(unsupported(request, page, `${pointer}${problem}`));
    }
  });
  return {
    gap: joinGaps([ending.gap, ...problems]),
    reads: [{ key: ending.key, operation: ending.operation }],
    delivered: ending.delivered,
  };
}

/** As readItems, and each item becomes a fact of the scope. */
export async function readFacts<K extends FactKind>(
  { transport, sink }: { readonly transport: Transport; readonly sink: Pick<FactSink, 'fact' | 'gap'> },
  request: ReadRequest,
  parser: ItemParser<K>,
  onFact: (item: ParsedItem<K>) => void = () => undefined,
): Promise<Coverage> {
  return readItems(transport, request, {
    member: parser.member,
    memberOfGroup: parser.memberOfGroup,
    parse: (item) => parser.parse(item),
    onItem: eachOnce<ParsedItem<K>>(
      (item, evidence) => {
        sink.fact({ kind: parser.kind, ...item, scope: request.scope, evidence: [evidence] });
        onFact(item);
      },
      // What was kept may be the older of the two, so that no pass may rest on it.
      ({ id }, { read }) => {
        const text = `${id} was listed twice with different content: it changed while it was read`;
        sink.gap(parser.kind, request.scope, id, { reason: 'unresolved', reads: [read], text });
      },
    ),
  });
}

/**
 * Hands each thing over once: a list that changes while it is paged may show a thing again. Shown with another content,
 * which goes to `onChanged`, it is a gap, since which of the two holds is not known.
 */
export function eachOnce<T extends { readonly id: string }>(
  onItem: (item: T, evidence: EvidenceRef) => void,
  onChanged: (item: T, evidence: EvidenceRef) => void = () => undefined,
): (item: T, evidence: EvidenceRef) => void {
  const seen = new Map<string, T>();
  return (item, evidence) => {
    const before = seen.get(item.id);
    if (before === undefined) {
      seen.set(item.id, item);
      onItem(item, evidence);
    } else if (canonical(before) !== canonical(item)) {
      onChanged(item, evidence);
      throw new ListedTwice(`${item.id} is listed twice, with different content`);
    }
  };
}

class ListedTwice extends Error {}

/** What the API's documentation does not allow for, as `<pointer>: <what>`; null if there is nothing of the kind. */
export function understood(parse: () => void): string | null {
  try {
    parse();
    return null;
  } catch (error) {
    if (error instanceof ListedTwice) return `: ${error.message}`;
    if (!(error instanceof ZodError)) throw error;
    const [issue] = error.issues;
    const path = (issue?.path ?? []).map((token) => `/${pointerToken(String(token))}`).join('');
    return `${path}: ${issue?.message ?? 'not of the documented shape'}`;
  }
}

export function unsupported(request: ReadRequest, page: PageLine, problem: string): Gap {
  const place = `${request.operation} in ${scopeId(request.scope)}, page ${page.page}`;
  return { reason: 'unsupported', reads: [page.key], text: `${place}, is not of the documented shape at ${problem}` };
}

interface Place {
  readonly value: Json | undefined;
  readonly pointer: string;
}

/** The items of the list at that member, or of the lists at the second member of each of its items; and what is no list. */
function itemsOf(
  { value, pointer }: Place,
  [path, ...more]: readonly string[],
): { readonly items: readonly Place[]; readonly noLists: readonly string[] } {
  if (path === undefined) return { items: [{ value, pointer }], noLists: [] };
  const members = path.split('.');
  const at = members.reduce((above, member) => `${above}/${pointerToken(member)}`, pointer);
  const list = members.reduce<Json | undefined>(
    (above, name) => (isJsonObject(above) ? above[name] : undefined),
    value,
  );
  if (!isList(list)) return { items: [], noLists: [at] };
  const each = list.map((item, index) => itemsOf({ value: item, pointer: `${at}/${index}` }, more));
  return { items: each.flatMap(({ items }) => items), noLists: each.flatMap(({ noLists }) => noLists) };
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
