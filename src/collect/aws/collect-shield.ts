import { z } from 'zod';
import { isJsonObject } from '../../core/json.js';
import type { Gap } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { forEachPage } from '../transport/drain.js';
import { joinGaps } from '../reading/gap.js';
import { protections } from './parse-shield.js';
import { readOf } from './read-of.js';
import { type Reading, readFacts, understood, unsupported } from '../reading/read-items.js';

const subscription = 'aws.shield.subscription';
const state = z.enum(['ACTIVE', 'INACTIVE']);

/** Reads whether the account subscribes to Shield Advanced and, where it does, what is protected. */
export async function collectShield(reading: Reading, scope: Scope): Promise<void> {
  const { sink } = reading;
  const { isActive, ...coverage } = await readSubscription(reading, scope);
  sink.covered(subscription, scope, coverage);
  // Without a subscription there are no protections; where it cannot be said, neither can they.
  const listed =
    isActive === true ? await readFacts(reading, readOf(scope, 'shield:ListProtections'), protections) : coverage;
  sink.covered(protections.kind, scope, listed);
}

async function readSubscription({ transport, sink }: Reading, scope: Scope) {
  const request = readOf(scope, 'shield:GetSubscriptionState');
  const found: boolean[] = [];
  const problems: Gap[] = [];
  const ending = await forEachPage(transport, request, (page) => {
    const said = isJsonObject(page.response) ? page.response['SubscriptionState'] : undefined;
    const problem = understood(() => found.push(state.parse(said) === 'ACTIVE'));
    if (problem !== null) problems.push(unsupported(request, page, `/SubscriptionState${problem}`));
  });
  // Shield answers ResourceNotFoundException where there has never been a subscription.
  const isActive = ending.outcome === 'absent' ? false : (found[0] ?? null);
  if (isActive !== null) {
    const pointer = ending.outcome === 'absent' ? '' : '/SubscriptionState';
    const id = scope.account ?? '';
    const evidence = [{ read: ending.key, page: 0, pointer }];
    sink.fact({ kind: subscription, id, name: null, scope, data: { id, isActive }, evidence });
  }
  return {
    isActive,
    gap: ending.outcome === 'absent' ? null : joinGaps([ending.gap, ...problems]),
    reads: [{ key: ending.key, operation: ending.operation }],
    delivered: ending.delivered,
  };
}
