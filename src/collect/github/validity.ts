import type { ReadError, ReadRequest } from '../../core/read.js';
import { type Budget, classifyGithub, retryAfterMs, spentBudget } from './errors.js';
import { queryOf } from './operations.js';

/** Whether further calls can be answered at all. */
export interface Validity {
  /** Notes that a call was answered. */
  accepted(): void;
  /** Notes what a call came to instead. */
  refused(error: unknown, request: ReadRequest): void;
  /** Notes that other credentials came. */
  renewed(): void;
  /** The error of every further call of the kind; null where one may be answered. */
  spent(request: Pick<ReadRequest, 'operation'>): ReadError | null;
}

/** One such answer may be a mistake of the service; after so many in a row every further call would get the same. */
const answersToBelieve = 3;
/** As long as the transport waits for by itself. */
const shortWaitMs = 60_000;

/**
 * GitHub blocks who goes on calling with a token that is revoked, or after the calls of the hour are used up:
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
export function validityOf(now: () => number): Validity {
  let inARow = 0;
  let last: ReadError | null = null;
  const budgets = new Map<Budget, { readonly untilMs: number; readonly error: ReadError }>();
  return {
    accepted() {
      inARow = 0;
    },
    refused(error, request) {
      const found = classifyGithub(error, request);
      const waitMs = retryAfterMs(error) ?? 0;
      const spent = spentBudget(error);
      if (spent !== null && waitMs > shortWaitMs) budgets.set(spent, { untilMs: now() + waitMs, error: found });
      if (found.class !== 'expired-token') return;
      inARow += 1;
      last = found;
    },
    renewed() {
      inARow = 0;
    },
    spent({ operation }) {
      const budget = budgets.get(queryOf(operation) === null ? 'core' : 'graphql');
      if (budget !== undefined && now() < budget.untilMs) return budget.error;
      if (last === null || inARow < answersToBelieve) return null;
      return { ...last, message: `GitHub no longer took the token: ${last.message}` };
    },
  };
}
