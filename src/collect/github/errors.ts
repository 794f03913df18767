import { z } from 'zod';
import type { ReadError } from '../../core/read.js';
import { classifyError } from '../transport/classify.js';

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
export function classifyGithub(error: unknown): ReadError {
  const common = classifyError(error, { source: 'github' });
  const { data } = answered.safeParse(error);
  if (data === undefined) return common;
  const code = String(data.status);
  if (isRateLimited(data)) return { ...common, class: 'throttled', code };
  if (data.status === 404 && /^Not Found( - |$)/.test(data.message)) return { ...common, class: 'access-denied', code };
  return common;
}

/** Milliseconds until GitHub takes calls again, by its own clock; null where it did not say. */
export function retryAfterMs(error: unknown): number | null {
  const { data } = answered.safeParse(error);
  if (data === undefined) return null;
  const { headers } = data.response;
  const seconds = Number(headers['retry-after']);
  if (Number.isFinite(seconds)) return seconds * 1000;
  const reset = Number(headers['x-ratelimit-reset']);
  const date = Date.parse(String(headers['date']));
  if (!isExhausted(data) || !Number.isFinite(reset) || Number.isNaN(date)) return null;
  return Math.max(0, reset * 1000 - date);
}

// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
function isRateLimited(error: Answered): boolean {
  if (error.status === 429) return true;
  if (error.status !== 403) return false;
  return (
    isExhausted(error) ||
    error.response.headers['retry-after'] !== undefined ||
    /secondary rate limit/i.test(error.message)
  );
}

function isExhausted(error: Answered): boolean {
  return String(error.response.headers['x-ratelimit-remaining']) === '0';
}
