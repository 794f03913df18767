import { get } from 'node:http';
import { describe, expect, it } from 'vitest';
import { readEverything, scenario } from './builder.js';
import { clients, told } from './clients.js';
import type { Repository } from './scenario-repository.js';

const start = clients();
const org = 'prepay';
const wallet = { owner: org, repo: 'wallet' };
const repository = 'GET /repos/{owner}/{repo}';
const members = 'GET /orgs/{org}/members';

describe('a token', () => {
  it('that GitHub does not know, that expired or was revoked, is refused', async () => {
    const tokens = {
      old: { kind: 'classic', user: 'olga', scopes: ['repo'], expiresAt: '2026-11-25T12:00:00Z' },
      fresh: { kind: 'classic', user: 'olga', scopes: ['repo'], expiresAt: '2026-11-25T12:00:01Z' },
      brief: { kind: 'classic', user: 'olga', scopes: ['repo'], revokedAfter: 2 },
    } as const;
    const { call } = await start(scenario({}, { tokens, now: '2026-11-25T12:00:00Z' }));
    const all = ['somebody', 'old', 'fresh', 'brief', 'brief', 'brief'];
    const answers: string[] = [];
    for (const token of all) answers.push(told(await call(token, repository, wallet)));
    expect(answers).toEqual(['401 Bad credentials', '401 Bad credentials', '200', '200', '200', '401 Bad credentials']);
    const { headers } = await call('fresh', repository, wallet);
    expect(headers['github-authentication-token-expiration']).toBe('2026-11-25 12:00:01 UTC');
  });

  it('tells its scopes where it is classic, and what would be accepted where it is not', async () => {
    const { call } = await start(scenario());
    const classic = await call('owner', members, { org });
    expect(classic.headers['x-oauth-scopes']).toBe('repo, admin:org, admin:org_hook, admin:repo_hook');
    expect(classic.headers['x-accepted-github-permissions']).toBeUndefined();
    const fine = await call('reader', members, { org });
    expect(fine.headers['x-accepted-github-permissions']).toBe('members=read');
    expect(fine.headers['x-oauth-scopes']).toBeUndefined();
  });

  it('without authorization for single sign-on is refused where that is required', async () => {
    const tokens = {
      stranger: { kind: 'classic', user: 'olga', scopes: ['repo', 'admin:org'], ssoAuthorized: false },
    } as const;
    const { call } = await start(scenario({ singleSignOn: true }, { tokens }));
    for (const [route, place] of [
      [members, { org }],
      [repository, wallet],
    ] as const) {
      const refused = await call('stranger', route, place);
      expect(told(refused)).toMatch(/^403 Resource protected by organization SAML enforcement/);
      expect(refused.headers['x-github-sso']).toMatch(/^required; url=https:\/\/github.com\/orgs\/prepay\/sso\?/);
      expect(told(await call('owner', route, place))).toBe('200');
    }
  });
});

const four: readonly Repository[] = [
  { name: 'open', visibility: 'public' },
  { name: 'inner', visibility: 'internal' },
  { name: 'closed', visibility: 'private' },
  { name: 'wallet' },
];

describe('a call without a user agent', () => {
  it('is refused', async () => {
    const { peer } = await start(scenario());
    const status = await new Promise((resolve) => {
      get(`${peer.url}/rate_limit`, (answer) => resolve(answer.resume().statusCode));
    });
    expect(status).toBe(403);
  });
});

describe('the repositories that a token sees', () => {
  const tokens = {
    chosen: { kind: 'installation', organization: org, permissions: readEverything, repositories: ['closed'] },
    few: {
      kind: 'fine-grained',
      user: 'olga',
      organization: org,
      permissions: readEverything,
      repositories: ['wallet'],
    },
    job: { kind: 'workflow', organization: org, repository: 'wallet', permissions: {} },
    outsider: { kind: 'classic', user: 'ext', scopes: ['repo'] },
    other: { kind: 'fine-grained', user: 'olga', organization: 'elsewhere', permissions: readEverything },
  } as const;
  const seed = scenario(
    {
      repositories: four.map((one) => (one.name === 'wallet' ? { ...one, collaborators: { ext: 'read' } } : one)),
      defaultRepositoryPermission: 'none',
      teams: [{ slug: 'core', members: ['dana'], repositories: { closed: 'read' } }],
    },
    { tokens },
  );

  it.each([
    ['owner', ['open', 'inner', 'closed', 'wallet']],
    ['reader', ['open', 'inner', 'closed', 'wallet']],
    ['app', ['open', 'inner', 'closed', 'wallet']],
    ['member', ['open', 'inner', 'closed']],
    ['blind', ['open']],
    ['chosen', ['open', 'closed']],
    ['few', ['open', 'wallet']],
    ['job', ['open', 'wallet']],
    ['outsider', ['open', 'wallet']],
    ['other', ['open']],
    [null, ['open']],
  ])('%s', async (token, names) => {
    const { call } = await start(seed);
    const { data } = await call(token, 'GET /orgs/{org}/repos', { org });
    expect((data as { name: string }[]).map(({ name }) => name)).toEqual(names);
    for (const { name } of four) {
      const { status } = await call(token, repository, { owner: org, repo: name });
      expect([name, status]).toEqual([name, names.includes(name) ? 200 : 404]);
    }
  });

  it('of others are public at most, and its permissions end there', async () => {
    const { call } = await start(seed);
    const answers: string[] = [];
    for (const [token, repo] of [
      ['app', 'open'],
      ['chosen', 'closed'],
      ['chosen', 'open'],
      ['other', 'open'],
    ] as const) {
      answers.push(told(await call(token, 'GET /repos/{owner}/{repo}/actions/secrets', { owner: org, repo })));
    }
    expect(answers).toEqual([
      '200',
      '200',
      '403 Resource not accessible by integration',
      '403 Resource not accessible by personal access token',
    ]);
  });
});
