import { z } from 'zod';
import type { ReadError, ReadRequest } from '../../core/read.js';
import { CallError, classifyError } from '../transport/classify.js';

const answered = z.looseObject({
  status: z.int(),
  message: z.string(),
  response: z.looseObject({ headers: z.record(z.string(), z.union([z.string(), z.number()]).optional()) }),
});
type Answered = z.infer<typeof answered>;

/**
 * What went wrong, in the common classes. GitHub says 403 for a rate limit as for a denial, and hides behind a bare
 * "Not Found" what a token may not see; only a 404 that names what is missing ("Branch not protected") is absence.
 */
export function classifyGithub(error: unknown, { operation }: Pick<ReadRequest, 'operation'>): ReadError {
  const common = classifyError(ownError(error), { source: 'github' });
  const { data } = answered.safeParse(error);
  if (data === undefined || isOwn(error)) return common;
  const found = { ...common, code: String(data.status) };
  if (isRateLimited(data)) return { ...found, class: 'throttled', message: `${found.message}${untilOf(data)}` };
  if (isNobodys(data, operation)) return { ...found, class: 'not-found' };
  if (data.status === 404 && isBareNotFound(data)) {
    return { ...found, class: isAnybodys(operation) ? 'not-found' : 'access-denied' };
  }
  if (isDenial(data)) return { ...found, class: 'access-denied', message: withSignOn(data, found.message) };
  return common;
}

/** What we threw ourselves beneath the client, which wraps it into an answer of status 500. */
function ownError(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof CallError ? error.cause : error;
}

function isOwn(error: unknown): boolean {
  return ownError(error) instanceof CallError;
}

/** Milliseconds until GitHub takes calls again, by its own clock; null where it did not say. */
export function retryAfterMs(error: unknown): number | null {
  const { data } = answered.safeParse(error);
  if (data === undefined) return null;
  const { headers } = data.response;
  const seconds = Number(headers['retry-after']);
  if (Number.isFinite(seconds)) return seconds * 1000;
  if (!isExhausted(data)) return isSecondary(data) ? leastWaitMs : null;
  const [reset, date] = [resetOf(data), Date.parse(String(headers['date']))];
  return reset === null || Number.isNaN(date) ? null : Math.max(0, reset - date);
}

// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit: a minute at
// least where neither header tells.
const leastWaitMs = 60_000;

/** REST's calls of an hour, and GraphQL's points. Some other routes have a budget of their own, which concerns no one else. */
export type Budget = 'core' | 'graphql';

/** Which budget the error says to be used up, whatever else is asked of it; null where it does not. */
export function spentBudget(error: unknown): Budget | null {
  const { data } = answered.safeParse(error);
  if (data === undefined || !isRateLimited(data) || !isExhausted(data)) return null;
  const resource = data.response.headers['x-ratelimit-resource'] ?? 'core';
  return resource === 'core' || resource === 'graphql' ? resource : null;
}

function isBareNotFound({ message }: Answered): boolean {
  return /^Not Found( - |$)/.test(message);
}

/**
 * That no user, or no App, stands behind the token, which answers the question whose it is: an installation's token has
 * no user, and a token that is no JWT no App.
 */
function isNobodys({ status, message }: Answered, operation: string): boolean {
  if (operation === 'GET /user') return status === 403 && /not accessible by integration/i.test(message);
  return operation === 'GET /app' && status === 401;
}

/** What everybody may see, so that "Not Found" means just that: https://docs.github.com/en/rest/orgs/orgs */
function isAnybodys(operation: string): boolean {
  return operation === 'GET /orgs/{org}';
}

function isDenial({ status, message }: Answered): boolean {
  switch (status) {
    case 403:
    case 451: // Blocked by law: RFC 7725.
      return true;
    case 422:
      // https://docs.github.com/en/rest/orgs/members: the filters on two-factor authentication are for owners.
      return /only owners/i.test(message);
    default:
      return false;
  }
}

/** The place where the token is to be authorised for an organization with single sign-on, which GitHub names apart. */
// https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api#personal-access-tokens-and-saml-sso
function withSignOn({ response: { headers } }: Answered, message: string): string {
  const url = /\burl=([^;,\s]+)/.exec(String(headers['x-github-sso'] ?? ''))?.[1];
  return url === undefined ? message : `${message} Authorise the token at ${url}`;
}

function untilOf(error: Answered): string {
  const reset = isExhausted(error) ? resetOf(error) : null;
  return reset === null ? '' : ` (the calls of this hour are used up until ${new Date(reset).toISOString()})`;
}

function resetOf({ response: { headers } }: Answered): number | null {
  const seconds = Number(headers['x-ratelimit-reset']);
  return Number.isFinite(seconds) ? seconds * 1000 : null;
}

// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
function isRateLimited(error: Answered): boolean {
  if (error.status === 429) return true;
  if (error.status !== 403) return false;
  return isExhausted(error) || error.response.headers['retry-after'] !== undefined || isSecondary(error);
}

function isExhausted(error: Answered): boolean {
  return String(error.response.headers['x-ratelimit-remaining']) === '0';
}

function isSecondary({ message }: Answered): boolean {
  return /secondary rate limit/i.test(message);
}
