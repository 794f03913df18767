import { describe, expect, it } from 'vitest';
import type { Json } from '../../core/json.js';
import { classifyGithub, retryAfterMs, spentBudget } from './errors.js';
import { asked, graphqlUrl } from './graphql.js';
import { githubOperations } from './operations.js';
import { repositoryQuery } from './routes/graphql.js';

const answer = (body: Json) => ({ response: { headers: {}, body }, next: '2', requestId: null, serverDate: null });
const headers = {
  date: 'Wed, 25 Nov 2026 12:00:00 GMT',
  'x-ratelimit-remaining': '0',
  'x-ratelimit-reset': String(Date.UTC(2026, 10, 25, 13) / 1000),
  'x-ratelimit-resource': 'graphql',
};
const thrown = (body: Json, of: Parameters<typeof asked>[1] = headers): unknown => {
  try {
    asked(answer(body), of);
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};
const refused = (type: string | null, message = 'no', data: Json = null): Json => ({
  data,
  errors: [{ ...(type === null ? {} : { type }), message }],
});

describe('an answer of GraphQL', () => {
  it('that tells something is kept as it came, errors and all, and has no next page', () => {
    const body = {
      data: { settings: null, line: {} },
      errors: [{ type: 'FORBIDDEN', path: ['settings'], message: 'no' }],
    };
    expect(asked(answer(body), headers)).toEqual({ ...answer(body), next: null });
    expect(asked(answer({ data: { a: null } }), headers).response).toEqual({
      headers: {},
      body: { data: { a: null } },
    });
    expect(asked(answer([]), headers).response).toEqual({ headers: {}, body: [] });
  });

  it('that says the points are used up is a limit of GraphQL alone, whatever is told beside it', () => {
    for (const type of ['RATE_LIMITED', 'RATE_LIMIT']) {
      const error = thrown(refused(type, 'API rate limit exceeded', { a: {} }));
      expect(classifyGithub(error, { operation: repositoryQuery }).class).toBe('throttled');
      expect(retryAfterMs(error)).toBe(3_600_000);
      expect(spentBudget(error)).toBe('graphql');
    }
  });

  it.each([
    ['FORBIDDEN', 'Resource not accessible by integration', 'access-denied'],
    ['INSUFFICIENT_SCOPES', 'Your token has not been granted the required scopes', 'access-denied'],
    ['NOT_FOUND', "Could not resolve to a Repository with the name 'a/b'.", 'access-denied'],
    ['SERVICE_UNAVAILABLE', 'no', 'server-error'],
    [null, 'Something went wrong while executing your query.', 'server-error'],
    [null, 'The query timed out', 'server-error'],
    [null, "Field 'x' doesn't exist on type 'Repository'", 'refused-request'],
  ])('that tells nothing, of type %s and "%s", is %s', (type, message, errorClass) => {
    const error = thrown(refused(type, message, { a: null }), { ...headers, 'x-ratelimit-remaining': '10' });
    expect(classifyGithub(error, { operation: repositoryQuery })).toMatchObject({ class: errorClass, message });
  });
});

it.each([
  ['https://api.github.com', 'https://api.github.com/graphql'],
  ['https://github.example.com/api/v3', 'https://github.example.com/api/graphql'],
  ['https://github.example.com/api/v3/', 'https://github.example.com/api/graphql'],
])('GraphQL of %s is at %s', (apiUrl, url) => {
  expect(graphqlUrl(apiUrl)).toBe(url);
});

it('a query is collected again by a command with its text and its variables', () => {
  const command = githubOperations.get(repositoryQuery)?.command({
    source: 'github',
    scope: { source: 'github', org: 'prepay', repo: 'wallet' },
    operation: repositoryQuery,
    input: { branch: "o'clock" },
  });
  expect(command).toMatch(/^gh api graphql -f 'query=query Repository\(\$owner: String!, [^']*' -f 'owner=prepay' /u);
  expect(command).toContain(String.raw`-f 'branch=o'\''clock' -f 'ref=refs/heads/o'\''clock'`);
  expect(command).toContain(String.raw`-f 'workflows=refs/heads/o'\''clock:.github/workflows'`);
});
