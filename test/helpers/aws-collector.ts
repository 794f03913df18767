import type { Reading } from '../../src/collect/reading/read-items.js';
import type { Scope } from '../../src/core/scope.js';
import { account, type Answers, region, source } from './aws-account.js';
import { collectingSink } from './aws-reads.js';

export const inRegion = { source: 'aws', account, region } as const;
export const inAccount = { source: 'aws', account } as const;

/** What one collector makes of that source in that scope, and what it asked for. */
export async function collectedBy(
  collect: (reading: Reading, scope: Scope) => Promise<void>,
  scope: Scope,
  answers: Answers,
) {
  const transport = source(answers);
  const sink = collectingSink();
  await collect({ transport, sink }, scope);
  const asked = (operation: string) =>
    transport.requests.filter((request) => request.operation === operation).map(({ input }) => input);
  return { sink, asked, requests: transport.requests };
}
