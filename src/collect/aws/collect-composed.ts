import type { Coverage, Fact, FactKind, FactKinds } from '../../core/fact.js';
import type { EvidenceRef, Gap, PageLine, ReadRequest } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import type { ItemParser, ParsedItem } from '../reading/item-parser.js';
import { readOf } from './read-of.js';
import { eachOnce, type Reading, readItems } from '../reading/read-items.js';

/** A thing as its listing gave it, and where. */
type Listed<K extends FactKind> = ParsedItem<K> & { readonly evidence: EvidenceRef };

type OnPart<P> = (part: P, evidence: EvidenceRef) => void;

/** What another operation says of each thing that a listing shows. */
interface Parts<K extends FactKind, P> {
  /** The read for one thing; null where there is nothing to ask. */
  readonly request: (thing: ParsedItem<K>) => ReadRequest | null;
  readonly member: string;
  readonly gapOf?: (page: PageLine) => Gap | null;
  readonly parse: (item: unknown) => P;
  /** Around the keeping of each part: {@link eachOnce} where a page may show one again. */
  readonly receive?: (keep: OnPart<P>) => OnPart<P>;
  /** The thing's data with its parts, each with its place in the answer that lists them. */
  readonly compose: (
    data: FactKinds[K],
    parts: readonly { readonly part: P; readonly index: number }[],
  ) => FactKinds[K];
}

/**
 * Reads things that one operation lists and another says the rest of: one fact a thing, with evidence in both. A thing is
 * a fact even where its parts could not be read; a gap on its id says the rest. Resolves to the facts and to how complete
 * the listing is, which is what the kind is covered by.
 */
export async function collectComposed<K extends FactKind, P>(
  { transport, sink }: Reading,
  scope: Scope,
  operation: string,
  parser: ItemParser<K>,
  parts: Parts<K, P>,
): Promise<{ readonly facts: readonly Fact<K>[]; readonly coverage: Coverage }> {
  const things: Listed<K>[] = [];
  const coverage = await readItems(transport, readOf(scope, operation), {
    member: parser.member,
    parse: (item) => parser.parse(item),
    onItem: eachOnce<ParsedItem<K>>((thing, evidence) => things.push({ ...thing, evidence })),
  });
  const read = await Promise.all(things.map((thing) => composed(transport, thing, parts)));
  const facts = read.map(({ thing: { id, name }, data, evidence, gap }): Fact<K> => {
    const fact = { kind: parser.kind, id, name, scope, data, evidence };
    if (gap !== null) sink.gap(parser.kind, scope, id, gap);
    sink.fact(fact);
    return fact;
  });
  sink.covered(parser.kind, scope, coverage);
  return { facts, coverage };
}

interface Composed<K extends FactKind> {
  readonly thing: Listed<K>;
  readonly data: FactKinds[K];
  readonly evidence: readonly EvidenceRef[];
  readonly gap: Gap | null;
}

async function composed<K extends FactKind, P>(
  transport: Reading['transport'],
  thing: Listed<K>,
  { request, member, gapOf, parse, receive = (keep) => keep, compose }: Parts<K, P>,
): Promise<Composed<K>> {
  const asked = request(thing);
  if (asked === null) return { thing, data: thing.data, evidence: [thing.evidence], gap: null };
  const found: { part: P; index: number }[] = [];
  const pages = new Map<number, EvidenceRef>();
  const { gap } = await readItems(transport, asked, {
    member,
    ...(gapOf === undefined ? {} : { gapOf }),
    parse,
    onItem: receive((part, evidence) => {
      found.push({ part, index: Number(evidence.pointer.slice(evidence.pointer.lastIndexOf('/') + 1)) });
      pages.set(evidence.page, { ...evidence, pointer: `/${member}` });
    }),
  });
  return { thing, data: compose(thing.data, found), evidence: [thing.evidence, ...pages.values()], gap };
}
