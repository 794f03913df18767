import { PrepayError } from '../core/errors.js';
import { byFinding, type Finding } from '../core/finding.js';

/** A finding of one pack with that of the other about the same control and resource; one of them may not be there. */
export type Pair =
  | { readonly before: Finding; readonly after: Finding }
  | { readonly before: Finding; readonly after: null }
  | { readonly before: null; readonly after: Finding };

/**
 * Every finding of two packs once, beside its like of the other pack, in their common order. It holds two findings at a
 * time. Throws PREPAY_PACK_INVALID for findings out of order, which could not be matched.
 */
export async function* mergeFindings(
  before: AsyncIterable<Finding>,
  after: AsyncIterable<Finding>,
): AsyncGenerator<Pair> {
  const [left, right] = [inOrder(before, 'earlier'), inOrder(after, 'later')];
  let [old, now] = [await next(left), await next(right)];
  while (old !== null || now !== null) {
    const order = old === null ? 1 : now === null ? -1 : byFinding(old, now);
    if (old !== null && now !== null && order === 0) yield { before: old, after: now };
    else if (old !== null && order < 0) yield { before: old, after: null };
    else if (now !== null) yield { before: null, after: now };
    if (order <= 0) old = await next(left);
    if (order >= 0) now = await next(right);
  }
}

async function next(findings: AsyncGenerator<Finding, undefined>): Promise<Finding | null> {
  const { value } = await findings.next();
  return value ?? null;
}

async function* inOrder(findings: AsyncIterable<Finding>, which: string): AsyncGenerator<Finding, undefined> {
  let last: Finding | null = null;
  for await (const finding of findings) {
    if (last !== null && byFinding(last, finding) >= 0) {
      throw new PrepayError(
        'PREPAY_PACK_INVALID',
        `the ${which} pack: expected findings in order, each once, got ${finding.control} on ${finding.resource.id} after ${last.control} on ${last.resource.id}`,
        "Run 'prepay pack verify' on it.",
      );
    }
    last = finding;
    yield finding;
  }
  return undefined;
}
