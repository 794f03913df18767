import { describe, expect, it } from 'vitest';
import { scenario } from './builder.js';
import { clients, told } from './clients.js';

const start = clients();
const org = 'prepay';
const route = 'GET /orgs/{org}/members';
const now = '2026-11-25T12:00:00Z';

describe('the hourly budget', () => {
  it('is told with each answer and spent by each', async () => {
    const { call } = await start(scenario({}, { now, limits: { resetInSeconds: 600 } }));
    const first = await call('owner', route, { org });
    expect(first.headers).toMatchObject({
      date: 'Wed, 25 Nov 2026 12:00:00 GMT',
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': '4999',
      'x-ratelimit-used': '1',
      'x-ratelimit-reset': String(Date.parse(now) / 1000 + 600),
      'x-ratelimit-resource': 'core',
    });
    await call('owner', 'GET /repos/{owner}/{repo}', { owner: org, repo: 'nothing' });
    expect((await call('owner', route, { org })).headers['x-ratelimit-remaining']).toBe('4997');
    // The tokens of one user share a budget; an App has its own.
    expect((await call('reader', route, { org })).headers['x-ratelimit-remaining']).toBe('4996');
    expect((await call('app', route, { org })).headers['x-ratelimit-remaining']).toBe('4999');
  });

  it('ends with 403 and no remaining call', async () => {
    const { call } = await start(scenario({}, { limits: { remaining: 1 } }));
    expect(told(await call('owner', route, { org }))).toBe('200');
    const refused = await call('owner', route, { org });
    expect(told(refused)).toMatch(/^403 API rate limit exceeded/);
    expect(refused.headers['x-ratelimit-remaining']).toBe('0');
  });

  it('is shown by a call that costs nothing', async () => {
    const { call } = await start(scenario({}, { limits: { remaining: 0 } }));
    const { data, status } = await call('owner', 'GET /rate_limit');
    expect([status, data]).toMatchObject([200, { rate: { limit: 5000, remaining: 0, used: 5000 } }]);
  });

  it('is smaller for a workflow and for nobody', async () => {
    const tokens = {
      job: { kind: 'workflow', organization: org, repository: 'wallet', permissions: { contents: 'read' } },
    } as const;
    const { call } = await start(scenario({ repositories: [{ name: 'wallet', visibility: 'public' }] }, { tokens }));
    const wallet = { owner: org, repo: 'wallet' };
    expect((await call('job', 'GET /repos/{owner}/{repo}', wallet)).headers['x-ratelimit-limit']).toBe('1000');
    expect((await call(null, 'GET /repos/{owner}/{repo}', wallet)).headers['x-ratelimit-limit']).toBe('60');
  });
});

describe('a secondary limit', () => {
  it.each([
    [403, 3, '3'],
    [429, 60, '60'],
    [403, null, undefined],
  ] as const)('refuses with %i and Retry-After %s', async (status, retryAfterSeconds, header) => {
    const secondary = { from: 2, to: 2, status, retryAfterSeconds };
    const { call } = await start(scenario({}, { limits: { secondary } }));
    expect(told(await call('owner', route, { org }))).toBe('200');
    const refused = await call('owner', route, { org });
    expect(told(refused)).toMatch(new RegExp(`^${status} You have exceeded a secondary rate limit`));
    expect(refused.headers['retry-after']).toBe(header);
    expect(Number(refused.headers['x-ratelimit-remaining'])).toBeGreaterThan(0);
    expect(told(await call('owner', route, { org }))).toBe('200');
  });
});

describe('an ETag', () => {
  it('makes the same answer a 304 that costs nothing', async () => {
    const { call } = await start(scenario());
    const first = await call('owner', route, { org });
    const { etag } = first.headers;
    expect(etag).toMatch(/^W\/"[0-9a-f]{40}"$/);
    const again = await call('owner', route, { org, headers: { 'if-none-match': etag } });
    expect([again.status, again.headers['x-ratelimit-remaining']]).toEqual([
      304,
      first.headers['x-ratelimit-remaining'],
    ]);
    const other = await call('owner', route, { org, role: 'admin', headers: { 'if-none-match': etag } });
    expect(other.status).toBe(200);
  });
});

describe('a fault', () => {
  it.each([
    [
      'a status',
      { kind: 'status', status: 502, message: 'Server Error', headers: { 'x-a': 'b' } } as const,
      /^502 .*Server Error/,
    ],
    ['a reset connection', { kind: 'reset' } as const, /fetch failed|ECONNRESET|other side closed/],
  ])('strikes the second page alone: %s', async (_, how, problem) => {
    const fault = { operation: route, where: '&page=2', calls: [1], how } as const;
    const { github, peer } = await start(scenario({}, { pageSizeAtMost: 2, faults: [fault] }));
    const all = (): Promise<unknown[]> => github.paginate(route, { org, per_page: 100 });
    await expect(
      all().then(
        () => 'no error',
        (error: unknown) => `${statusOf(error)} ${String(error)}`,
      ),
    ).resolves.toMatch(problem);
    expect(await all()).toHaveLength(3);
    expect(peer.counts().get(route)).toBe(4);
  });

  it('cuts a body in half, of which octokit by itself says nothing', async () => {
    const { peer } = await start(scenario());
    peer.fail({ operation: route, how: { kind: 'half-body' } });
    const headers = { authorization: `Bearer ${peer.tokens['owner'] ?? ''}`, 'user-agent': 'test' };
    const answer = await fetch(`${peer.url}/orgs/${org}/members`, { headers });
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow('terminated');
  });

  it('may be a text that is no JSON, or a slow answer', async () => {
    const { call, peer } = await start(scenario());
    peer.fail({ operation: route, calls: [1], how: { kind: 'body', text: '<html>', type: 'text/html' } });
    expect((await call('owner', route, { org })).data).toBe('<html>');
    peer.fail({ operation: route, calls: [1], how: { kind: 'slow', ms: 200 } });
    const before = Date.now();
    expect(told(await call('owner', route, { org }))).toBe('200');
    expect(Date.now() - before).toBeGreaterThanOrEqual(195);
  });
});

function statusOf(error: unknown): string {
  return error instanceof Error && 'status' in error ? String(error.status) : '';
}
