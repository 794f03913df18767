import type { Coverage } from '../../core/fact.js';
import type { Json } from '../../core/json.js';
import type { EvidenceRef, Gap, ReadRequest } from '../../core/read.js';
import { forEachPage, type ReadEnding } from '../transport/drain.js';
import type { Transport } from '../transport/transport.js';
import { joinGaps } from './gap.js';
import { understood, unsupported } from './read-items.js';

/** What an answer says that is not a list of items, page by page. */
export interface Answer<T> {
  readonly pages: readonly { readonly value: T; readonly evidence: EvidenceRef }[];
  /** Null where all of it came and was of the documented shape. */
  readonly coverage: Coverage;
  readonly ending: ReadEnding;
}

/** Reads an answer that is about one thing. `pointer`: where in it what is parsed stands, for the evidence. */
export async function readAnswer<T>(
  transport: Transport,
  request: ReadRequest,
  pointer: string,
  parse: (response: Json) => T,
): Promise<Answer<T>> {
  const pages: { value: T; evidence: EvidenceRef }[] = [];
  const problems: Gap[] = [];
  const ending = await forEachPage(transport, request, (page) => {
    const evidence = { read: page.key, page: page.page, pointer };
    const problem = understood(() => pages.push({ value: parse(page.response), evidence }));
    if (problem !== null) problems.push(unsupported(request, page, problem));
  });
  const reads = [{ key: ending.key, operation: ending.operation }];
  return { pages, coverage: { gap: joinGaps([ending.gap, ...problems]), reads, delivered: ending.delivered }, ending };
}
