import { Refusal } from '../answer.js';
import { type Asked, type Peer, sendable } from '../exchange.js';
import type { Sendable } from '../faults.js';
import { headersOf } from '../headers.js';
import type { Viewer } from '../viewer.js';
import { answerOf, queryOf } from './answer.js';

/** The answer to a query, its points spent; a text where GitHub's schema does not allow it. */
export async function graphqlAnswer(peer: Peer, { credential, body }: Asked): Promise<Sendable | string> {
  const { scenario, tokens, budgets } = peer;
  let viewer: Viewer = { kind: 'anonymous' };
  try {
    const query = queryOf(body);
    if (typeof query === 'string') return query;
    viewer = tokens.viewerOf(credential);
    if (viewer.kind === 'anonymous') throw new Refusal(401, 'This endpoint requires you to be authenticated.');
    budgets.check(viewer, 'graphql');
    const answered = await answerOf(scenario, viewer, query, budgets.of(viewer, 'graphql'));
    budgets.spend(viewer, 'graphql', query.cost.points);
    return sent(200, answered);
  } catch (error) {
    if (!(error instanceof Refusal)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
    const { status, body: refusal, headers } = error.answer;
    // A spent budget is told under 200: https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
    const isSpent = /^API rate limit exceeded/.test(error.message);
    if (isSpent) return sent(200, { errors: [{ type: 'RATE_LIMITED', message: error.message }] });
    return sent(status, refusal, headers);
  }

  function sent(status: number, answer: unknown, headers: Readonly<Record<string, string>> = {}): Sendable {
    const told = headersOf(null, viewer, budgets.of(viewer, 'graphql'), peer.now());
    return sendable({ kind: 'whole', status, body: answer, headers }, told);
  }
}
