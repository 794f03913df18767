import type { Gap } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { forEachPage } from '../transport/drain.js';
import { joinGaps } from '../reading/gap.js';
import type { ParsedItem } from '../reading/item-parser.js';
import { parseIdentity } from './parse-account.js';
import { readOf } from './read-of.js';
import { type Reading, understood, unsupported } from '../reading/read-items.js';

/** Whose credentials these are, as STS says. */
export interface AwsIdentity {
  readonly account: string;
  readonly partition: string;
  readonly arn: string;
}

/**
 * The identity, or null where STS did not give one; the account is covered either way. The read has no account in its
 * scope: which account it is, is what it asks.
 */
export async function collectIdentity(
  { transport, sink }: Reading,
  expected: string | null,
): Promise<AwsIdentity | null> {
  const request = readOf({ source: 'aws' }, 'sts:GetCallerIdentity');
  const found: { item: ParsedItem<'aws.account'>; read: string; page: number }[] = [];
  const problems: Gap[] = [];
  const ending = await forEachPage(transport, request, (page) => {
    const problem = understood(() => {
      found.push({ item: parseIdentity(page.response), read: page.key, page: page.page });
    });
    if (problem !== null) problems.push(unsupported(request, page, problem));
  });
  const [first] = found;
  const scope: Scope = { source: 'aws', account: first?.item.id ?? expected ?? 'unidentified' };
  if (first !== undefined) {
    const { item, read, page } = first;
    sink.fact({ kind: 'aws.account', ...item, scope, evidence: [{ read, page, pointer: '' }] });
  }
  sink.covered('aws.account', scope, {
    gap: joinGaps([ending.gap, ...problems]),
    reads: [{ key: ending.key, operation: ending.operation }],
    delivered: ending.delivered,
  });
  if (first === undefined) return null;
  const { id, partition, arn } = first.item.data;
  return { account: id, partition, arn };
}
