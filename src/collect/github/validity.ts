import type { ReadError, ReadRequest } from '../../core/read.js';
import { classifyGithub, isBudgetSpent, retryAfterMs } from './errors.js';

/** Whether further calls can be answered at all. */
export interface Validity {
  /** Notes that a call was answered. */
  accepted(): void;
  /** Notes what a call came to instead. */
  refused(error: unknown, request: ReadRequest): void;
  /** Notes that other credentials came. */
  renewed(): void;
  /** The error of every further call; null where one may be answered. */
  spent(): ReadError | null;
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
  let budget: { readonly untilMs: number; readonly error: ReadError } | null = null;
  return {
    accepted() {
      inARow = 0;
    },
    refused(error, request) {
      const found = classifyGithub(error, request);
      const waitMs = retryAfterMs(error) ?? 0;
      if (isBudgetSpent(error) && waitMs > shortWaitMs) budget = { untilMs: now() + waitMs, error: found };
      if (found.class !== 'expired-token') return;
      inARow += 1;
      last = found;
    },
    renewed() {
      inARow = 0;
    },
    spent() {
      if (budget !== null && now() < budget.untilMs) return budget.error;
      if (last === null || inARow < answersToBelieve) return null;
      return { ...last, message: `GitHub no longer took the token: ${last.message}` };
    },
  };
}
