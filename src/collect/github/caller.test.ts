import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReadLine, ReadRequest } from '../../core/read.js';
import { type GithubScenario, type GithubServer, githubServer } from '../../../test/unit/peers/github-server.js';
import { stubNoProxy } from '../../../test/unit/peers/proxy-environment.js';
import { memoryRecording } from '../../../test/unit/peers/memory-recording.js';
import { watched } from '../../../test/unit/peers/scripted-caller.js';
import { forEachPage } from '../transport/drain.js';
import { liveTransport } from '../transport/live.js';
import { closeConnections } from '../transport/proxy.js';
import { recorder } from '../transport/recorder.js';
import { replay } from '../transport/replay.js';
import { nextPage } from './answer.js';
import { githubCaller } from './caller.js';
import { githubOperations } from './operations.js';

const request: ReadRequest = {
  source: 'github',
  scope: { source: 'github', org: 'prepay', repo: 'wallet' },
  operation: 'GET /repos/{owner}/{repo}/rules/branches/{branch}',
  input: { branch: 'main', includes_parents: true },
};

const rule = (id: number): object => ({
  type: 'deletion',
  ruleset_source_type: 'Repository',
  ruleset_source: 'prepay/wallet',
  ruleset_id: id,
});
const scenario: GithubScenario = { rules: [1, 2, 3, 4, 5].map(rule), reader: 'reader', blind: 'blind' };

// The client is loaded within the first call, whose time on a busy machine is no part of what is tested.
beforeAll(async () => {
  await Promise.all([import('@octokit/rest'), import('undici')]);
});

const open: GithubServer[] = [];
beforeEach(stubNoProxy);
afterEach(async () => {
  vi.unstubAllEnvs();
  await closeConnections();
  for (const server of open.splice(0)) {
    expect(server.violations).toEqual([]);
    await server.close();
  }
});

async function read(more: Partial<GithubScenario> = {}, token: string | null = 'reader') {
  const server = await githubServer({ ...scenario, ...more });
  open.push(server);
  const caller = githubCaller({ token, apiUrl: `http://127.0.0.1:${server.port}` });
  const { options, waits } = watched();
  const store = memoryRecording();
  const transport = recorder({
    live: liveTransport({ ...options, callers: [caller] }),
    operation: ({ operation }) => caller.operation(operation),
    append: (line) => store.append(line),
    recorded: store,
  });
  const ending = await forEachPage(transport, request, () => undefined);
  return { server, store, ending, waits, lines: store.all };
}

const bodies = (lines: readonly ReadLine[]): unknown[] =>
  lines.flatMap((line) => (line.type === 'page' ? [line.response] : []));

describe('a GitHub read', () => {
  it('is recorded page by page along the Link header, and replayed', async () => {
    const { server, lines, store, ending } = await read();
    expect(ending).toMatchObject({ outcome: 'complete', gap: null });
    expect(server.calls).toEqual([
      'GET /repos/prepay/wallet/rules/branches/main?includes_parents=true&per_page=100',
      'GET /repos/prepay/wallet/rules/branches/main?includes_parents=true&per_page=100&page=2',
      'GET /repos/prepay/wallet/rules/branches/main?includes_parents=true&per_page=100&page=3',
    ]);
    expect(bodies(lines)).toEqual([
      {
        headers: { link: expect.stringContaining('rel="next"') as string, 'x-oauth-scopes': 'repo' },
        body: [rule(1), rule(2)],
      },
      {
        headers: { link: expect.stringContaining('rel="next"') as string, 'x-oauth-scopes': 'repo' },
        body: [rule(3), rule(4)],
      },
      { headers: { 'x-oauth-scopes': 'repo' }, body: [rule(5)] },
    ]);
    expect(lines[0]).toMatchObject({
      requestId: 'A1:B2',
      serverDate: 'Wed, 25 Nov 2026 12:00:00 GMT',
      token: { request: null, next: 'includes_parents=true&per_page=100&page=2' },
      command: "gh api --paginate 'repos/prepay/wallet/rules/branches/main?per_page=100&includes_parents=true'",
    });
    expect(JSON.stringify(lines)).not.toContain('reader');
    const again: ReadLine[] = [];
    for await (const line of replay(store).read(request)) again.push(line);
    expect(again).toEqual(lines);
  });

  it.each([
    ['a token that may not see the repository', 'blind', { class: 'access-denied', code: '404' }],
    ['a token that GitHub does not know', 'stranger', { class: 'expired-token', code: '401' }],
    ['no token', null, { class: 'no-credentials', code: 'NoToken' }],
  ])('is denied to %s', async (_, token, error) => {
    const { ending } = await read({}, token);
    expect(ending).toMatchObject({ outcome: 'denied', delivered: false, end: { error } });
  });

  it('is cut short where the token loses its sight on page 2', async () => {
    const gone = { 1: status(403, { message: 'Resource not accessible by personal access token' }) };
    const { ending, store } = await read({ instead: gone });
    expect(ending.gap?.text).toBe(
      'GET /repos/{owner}/{repo}/rules/branches/{branch} in prepay/wallet was denied (403) after 1 page',
    );
    expect(await forEachPage(replay(store), request, () => undefined)).toEqual(ending);
  });

  it.each([
    [
      'a spent rate limit',
      403,
      'API rate limit exceeded',
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Date.UTC(2026, 10, 25, 12, 0, 5) / 1000) },
      5100,
    ],
    ['a secondary limit', 403, 'You have exceeded a secondary rate limit', { 'retry-after': '3' }, 3100],
    ['a secondary limit that names no time', 403, 'You have exceeded a secondary rate limit', {}, 60_100],
    ['a 429', 429, 'Too many requests', {}, 100],
  ])('waits on %s as long as GitHub says', async (_, code, message, headers, waitMs) => {
    const { ending, waits } = await read({ instead: { 0: status(code, { message }, headers) } });
    expect([ending.outcome, waits]).toEqual(['complete', [waitMs]]);
  });

  it('does not wait an hour for a rate limit', async () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Date.UTC(2026, 10, 25, 13) / 1000) };
    const { ending, waits } = await read({
      instead: { 0: status(403, { message: 'API rate limit exceeded' }, headers) },
    });
    expect([ending.outcome, waits]).toEqual(['throttled', []]);
  });

  it.each([
    ['a 404 that names what is missing', status(404, { message: 'Branch not protected' }), 'absent', 'not-found'],
    ['a refused request', status(422, { message: 'Validation Failed' }), 'failed', 'refused-request'],
    ['HTML', raw('<html>log in</html>', 'text/html'), 'failed', 'malformed-answer'],
    ['half a JSON document', raw('[{"id": 1'), 'failed', 'malformed-answer'],
    ['a number past 2^53', raw('[{"id": 12345678901234567890}]'), 'failed', 'malformed-answer'],
    [
      'a Link header without a query',
      raw('[]', 'application/json', { link: '<https://x.example/a>; rel="next"' }),
      'failed',
      'malformed-answer',
    ],
  ])('ends on %s', async (_, instead, outcome, errorClass) => {
    const { ending } = await read({ instead: { 0: instead } });
    expect(ending).toMatchObject({ outcome, end: { attempts: 1, error: { class: errorClass } } });
  });

  it.each([
    ['5xx', status(502, { message: 'Server Error' }), 'server-error'],
    ['a cut connection', (answer: Answer): void => void answer.destroy(), 'connection'],
    ['a body cut in the middle', cutBody, 'connection'],
  ])('tries again on %s, to its end', async (_, instead, errorClass) => {
    const { ending } = await read({ instead: { 0: instead, 1: instead, 2: instead, 3: instead } });
    expect(ending).toMatchObject({ outcome: 'failed', end: { attempts: 4, error: { class: errorClass } } });
    expect((await read({ instead: { 0: instead } })).ending.outcome).toBe('complete');
  });

  it('has an operation for each route, and no other', () => {
    const caller = githubCaller({ token: 'x' });
    expect(caller.host(request)).toBe('api.github.com');
    for (const name of githubOperations.keys()) expect(caller.operation(name).name).toBe(name);
    expect(() => caller.operation('GET /nothing')).toThrow(/source github has no operation GET \/nothing/);
  });
});

describe('the Link header', () => {
  it.each([
    [undefined, null],
    ['<https://a.example/x?page=1>; rel="prev"', null],
    ['<https://a.example/x?page=2>; rel="next", <https://a.example/x?page=9>; rel="last"', 'page=2'],
    ['<https://a.example/x?page=1>; rel="first", <https://a.example/x?after=Y3Vy>; rel="next"', 'after=Y3Vy'],
    ['<https://a.example/x?page=2>; rel=next', 'page=2'],
    ['<https://a.example/x?page=2>; title="t"; rel="last next"', 'page=2'],
    ['<https://a.example/x?page=2>; rel="nextish"', null],
  ])('%s leads to %s', (link, next) => {
    expect(nextPage(link)).toBe(next);
  });
});

type Answer = Parameters<NonNullable<GithubScenario['instead']>[number]>[0];

function status(code: number, body: object, headers: Record<string, string> = {}) {
  return (answer: Answer): void => {
    answer.writeHead(code, { 'content-type': 'application/json', date: 'Wed, 25 Nov 2026 12:00:00 GMT', ...headers });
    answer.end(JSON.stringify(body));
  };
}

function raw(body: string, type = 'application/json', headers: Record<string, string> = {}) {
  return (answer: Answer): void => {
    answer.writeHead(200, { 'content-type': type, ...headers });
    answer.end(body);
  };
}

function cutBody(answer: Answer): void {
  answer.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  answer.write('[{"id": 1');
  setTimeout(() => answer.destroy(), 5);
}
