import { describe, expect, it } from 'vitest';
import { manyRepositories, scenario } from './builder.js';
import { clients } from './clients.js';

const start = clients();
const org = 'prepay';

describe('5,000 repositories', () => {
  it('are made when they are asked for', async () => {
    let made = 0;
    const repositories = manyRepositories(5000, 'service', (index) => {
      made += 1;
      return { visibility: index % 2 === 0 ? 'private' : 'public', secrets: [{ name: `S${index}` }] };
    });
    const { call, github, peer } = await start(scenario({ repositories }));
    expect(made).toBe(0);
    const first = await call('owner', 'GET /orgs/{org}/repos', { org, per_page: 100 });
    expect(first.headers['link']).toContain('page=50>; rel="last"');
    expect(made).toBe(100);
    const { data } = await call('owner', 'GET /repos/{owner}/{repo}/actions/secrets', {
      owner: org,
      repo: 'service-4999',
    });
    expect(data).toMatchObject({ secrets: [{ name: 'S4999' }] });
    expect(made).toBe(101);

    const names = new Set<string>();
    for await (const page of github.paginate.iterator('GET /orgs/{org}/repos', { org, per_page: 100 })) {
      for (const { name } of page.data) names.add(name);
    }
    expect(names.size).toBe(5000);
    expect(made).toBe(5101);
    expect(peer.counts().get('GET /orgs/{org}/repos')).toBe(51);
  });

  it('are not found by another name', async () => {
    const { call } = await start(scenario({ repositories: manyRepositories(5000, 'service') }));
    for (const repo of ['service-5000', 'service-01', 'other-1', 'service']) {
      expect((await call('owner', 'GET /repos/{owner}/{repo}', { owner: org, repo })).status).toBe(404);
    }
  });
});
