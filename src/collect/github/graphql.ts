import { z } from 'zod';
import type { CallAnswer } from '../transport/transport.js';

type Headers = Readonly<Record<string, string | number | undefined>>;

/** Where GraphQL is: on GitHub Enterprise Server beside REST, not below it. */
export function graphqlUrl(apiUrl: string): string {
  return `${apiUrl.replace(/\/+$/u, '').replace(/\/api\/v3$/u, '/api')}/graphql`;
}

const answered = z.object({
  body: z.looseObject({
    data: z.record(z.string(), z.unknown()).nullish(),
    errors: z.array(z.looseObject({ type: z.string().optional(), message: z.string() })).optional(),
  }),
});

/** What GitHub refused under status 200, in the shape of a refusal of REST. */
class QueryRefused extends Error {
  readonly response: { readonly headers: Headers };

  constructor(
    readonly status: number,
    message: string,
    headers: Headers,
  ) {
    super(message);
    this.name = 'QueryRefused';
    this.response = { headers };
  }
}

/**
 * The answer as it came, where it tells anything; errors beside what it tells stay in it, for whoever reads it. Throws
 * where it tells nothing: GitHub says under status 200 that the points of the hour are used up, that it refuses, and that
 * it came to no end in time. https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
 */
export function asked(answer: CallAnswer, headers: Headers): CallAnswer {
  const { data: told } = answered.safeParse(answer.response);
  const errors = told?.body.errors ?? [];
  const [first] = errors;
  const isRateLimited = errors.some(({ type }) => type === 'RATE_LIMITED' || type === 'RATE_LIMIT');
  if (first !== undefined && isRateLimited) throw new QueryRefused(429, first.message, headers);
  const isNothing = Object.values(told?.body.data ?? {}).every((part) => part === null);
  if (first !== undefined && isNothing) throw new QueryRefused(statusOf(first), first.message, headers);
  return { ...answer, next: null };
}

/** Of a repository that a list has shown "not found" is a refusal. */
const refusals: readonly (string | undefined)[] = ['FORBIDDEN', 'INSUFFICIENT_SCOPES', 'NOT_FOUND'];

function statusOf({ type, message }: { readonly type?: string | undefined; readonly message: string }): number {
  if (refusals.includes(type)) return 403;
  return type === 'SERVICE_UNAVAILABLE' || /something went wrong|timed? ?out/iu.test(message) ? 502 : 400;
}
