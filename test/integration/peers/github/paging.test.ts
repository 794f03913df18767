import { describe, expect, it } from 'vitest';
import { scenario } from './builder.js';
import { clients } from './clients.js';

const start = clients();
const members = Array.from({ length: 5 }, (_, index) => ({ login: `m${index}`, role: 'admin' as const }));
const five = scenario({
  members: [{ login: 'olga', role: 'admin' }],
  outsideCollaborators: members,
  repositories: [{ name: 'wallet', security: { dependabotAlerts: [1, 2, 3, 4, 5].map((number) => ({ number })) } }],
});
const route = 'GET /orgs/{org}/outside_collaborators';
const org = 'prepay';

const relations = (link: string | number | undefined): string[] =>
  [...String(link ?? '').matchAll(/rel="(\w+)"/g)].map(([, rel = '']) => rel);
const logins = (data: unknown): unknown => (data as { login: string }[]).map(({ login }) => login);

describe('pages by number', () => {
  it.each([
    [1, ['m0', 'm1'], ['next', 'last']],
    [2, ['m2', 'm3'], ['prev', 'next', 'last', 'first']],
    [3, ['m4'], ['prev', 'first']],
    [9, [], ['prev', 'first']],
  ])('page %i', async (page, expected, rels) => {
    const { call } = await start(five);
    const { data, headers } = await call('owner', route, { org, page, per_page: 2, filter: 'all' });
    expect([logins(data), relations(headers['link'])]).toEqual([expected, rels]);
    expect(headers['link']).toContain('filter=all');
  });

  it('are all that octokit paginates', async () => {
    const { github, peer } = await start(five);
    expect(await github.paginate(route, { org, per_page: 2 })).toHaveLength(5);
    expect(peer.counts().get(route)).toBe(3);
  });

  it('have no Link header where one page holds all', async () => {
    const { call } = await start(five);
    expect((await call('owner', route, { org })).headers['link']).toBeUndefined();
  });

  it('hold 30 by default and 100 at most', async () => {
    const { call } = await start(
      scenario({ outsideCollaborators: Array.from({ length: 120 }, (_, index) => ({ login: `m${index}` })) }),
    );
    expect((await call('owner', route, { org })).data).toHaveLength(30);
    expect((await call('owner', route, { org, per_page: 500 })).data).toHaveLength(100);
  });

  it('carry the total where the list is an object', async () => {
    const { call } = await start(scenario({ secrets: ['A', 'B', 'C'].map((name) => ({ name })) }));
    const { data } = await call('owner', 'GET /orgs/{org}/actions/secrets', { org, per_page: 2 });
    expect(data).toMatchObject({ total_count: 3, secrets: [{ name: 'A' }, { name: 'B' }] });
  });
});

describe('pages by cursor', () => {
  const alerts = 'GET /orgs/{org}/dependabot/alerts';
  const numbers = (data: unknown): unknown => (data as { number: number }[]).map(({ number }) => number);

  it('lead forth and back without a number', async () => {
    const { call, github } = await start(five);
    const first = await call('owner', alerts, { org, per_page: 2 });
    expect(numbers(first.data)).toEqual([5, 4]);
    expect(relations(first.headers['link'])).toEqual(['next']);
    expect(first.headers['link']).not.toContain('&page=');
    const [, after = ''] = /after=([^&>]+)/.exec(String(first.headers['link'])) ?? [];
    const second = await call('owner', alerts, { org, per_page: 2, after: decodeURIComponent(after) });
    expect([numbers(second.data), relations(second.headers['link'])]).toEqual([
      [3, 2],
      ['next', 'prev'],
    ]);
    const [, before = ''] = /before=([^&>]+)/.exec(String(second.headers['link'])) ?? [];
    const again = await call('owner', alerts, { org, per_page: 2, before: decodeURIComponent(before) });
    expect(numbers(again.data)).toEqual([5, 4]);
    expect(await github.paginate(alerts, { org, per_page: 2 })).toHaveLength(5);
  });

  it('refuse a cursor of somebody else', async () => {
    const { call } = await start(five);
    expect((await call('owner', alerts, { org, after: 'b3RoZXI=' })).status).toBe(400);
  });
});
