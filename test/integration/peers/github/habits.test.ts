import { describe, expect, it } from 'vitest';
import { readEverything, scenario } from './builder.js';
import { clients, told } from './clients.js';
import type { Organization } from './scenario.js';
import type { Repository } from './scenario-repository.js';
import type { Token } from './scenario-tokens.js';

const start = clients();
const org = 'prepay';
const wallet = { owner: org, repo: 'wallet' };

/** Calls as each token, on one seeded repository `wallet`. */
async function answers(
  route: string,
  parameters: object,
  names: readonly (string | null)[],
  repository: Partial<Repository> = {},
  organization: Partial<Organization> = {},
  tokens: Readonly<Record<string, Token>> = {},
): Promise<readonly string[]> {
  const seed = scenario({ repositories: [{ name: 'wallet', ...repository }], ...organization }, { tokens });
  const { call } = await start(seed);
  const told_: string[] = [];
  for (const name of names) told_.push(told(await call(name, route, { ...parameters })));
  return told_;
}

const notFound = '404 Not Found';
const byToken = '403 Resource not accessible by personal access token';
const byApp = '403 Resource not accessible by integration';

describe('an organization', () => {
  it('shows its two-factor requirement to owners, null to members and nothing to strangers', async () => {
    const tokens = {
      scopeless: { kind: 'classic', user: 'olga', scopes: ['read:org'] },
      stranger: { kind: 'classic', user: 'nobody', scopes: ['admin:org'] },
    } as const;
    const { call } = await start(scenario({ requiresTwoFactor: false }, { tokens }));
    const seen: unknown[] = [];
    for (const token of ['owner', 'reader', 'member', 'scopeless', 'stranger', null]) {
      const { data } = await call(token, 'GET /orgs/{org}', { org });
      seen.push((data as Record<string, unknown>)['two_factor_requirement_enabled']);
    }
    expect(seen).toEqual([false, false, null, null, undefined, undefined]);
  });

  it.each(['members', 'outside_collaborators'])('filters %s by their second factor for owners only', async (list) => {
    const people = [
      { login: 'olga', role: 'admin' as const },
      { login: 'sms', twoFactor: 'insecure' as const },
      { login: 'none', twoFactor: 'disabled' as const },
      { login: 'dana' },
    ];
    const { call } = await start(scenario({ members: people, outsideCollaborators: people }));
    const read = async (token: string, filter: string): Promise<unknown> => {
      const answer = await call(token, `GET /orgs/{org}/${list}`, { org, filter });
      return Array.isArray(answer.data) ? answer.data.map(({ login }) => login as string) : told(answer);
    };
    expect(await read('owner', '2fa_disabled')).toEqual(['none']);
    expect(await read('reader', '2fa_insecure')).toEqual(['sms']);
    expect(await read('member', 'all')).toEqual(['olga', 'sms', 'none', 'dana']);
    for (const token of ['member', 'app']) {
      expect(await read(token, '2fa_disabled')).toBe('422 Only owners can use this filter.');
    }
  });

  it('shows its public members only to tokens without the right, and says nothing of the others', async () => {
    const tokens = {
      weak: { kind: 'classic', user: 'dana', scopes: ['repo'] },
      narrow: { kind: 'fine-grained', user: 'olga', organization: org, permissions: {} },
    } as const;
    const { call } = await start(
      scenario(
        {
          members: [
            { login: 'olga', role: 'admin' },
            { login: 'dana', isPublic: true },
          ],
        },
        { tokens },
      ),
    );
    for (const [token, count] of [
      ['owner', 2],
      ['member', 2],
      ['app', 2],
      ['weak', 1],
      ['narrow', 1],
      [null, 1],
    ] as const) {
      const { status, data } = await call(token, 'GET /orgs/{org}/members', { org });
      expect([token, status, (data as unknown[]).length]).toEqual([token, 200, count]);
    }
  });

  it('is not there where it does not exist', async () => {
    expect(await answers('GET /orgs/{org}', { org: 'nothing' }, ['owner', null])).toEqual([notFound, notFound]);
  });

  it('shows its administration to owners with the scope or the permission', async () => {
    const tokens = { narrow: { kind: 'fine-grained', user: 'olga', organization: org, permissions: {} } } as const;
    expect(
      await answers(
        'GET /orgs/{org}/actions/permissions',
        { org },
        ['owner', 'reader', 'app', 'member', 'narrow', null],
        {},
        {},
        tokens,
      ),
    ).toEqual(['200', '200', '200', '403 Must have admin rights', byToken, '401 Requires authentication']);
  });

  it('hides its webhooks behind a 404', async () => {
    expect(await answers('GET /orgs/{org}/hooks', { org }, ['owner', 'reader', 'member'])).toEqual([
      '200',
      '200',
      notFound,
    ]);
  });
});

describe('classic protection', () => {
  const route = 'GET /repos/{owner}/{repo}/branches/{branch}/protection';
  const main = { ...wallet, branch: 'main' };
  const branches = [{ name: 'main', protection: { checks: { checks: [{ context: 'test' }] } } }];

  it('is absent by name, and denied without', async () => {
    const tokens = {
      narrow: { kind: 'fine-grained', user: 'olga', organization: org, permissions: { contents: 'read' } },
      weak: { kind: 'installation', organization: org, permissions: { contents: 'read' } },
    } as const;
    const names = ['owner', 'reader', 'app', 'narrow', 'weak', 'member', 'blind'];
    expect(await answers(route, main, names, {}, {}, tokens)).toEqual([
      ...Array<string>(3).fill('404 Branch not protected'),
      byToken,
      byApp,
      notFound,
      notFound,
    ]);
    expect(await answers(route, main, names, { branches, visibility: 'public' }, {}, tokens)).toEqual([
      ...Array<string>(3).fill('200'),
      byToken,
      byApp,
      notFound,
      notFound,
    ]);
  });

  it('has no branch where there is none', async () => {
    const [answer] = await answers(route, { ...wallet, branch: 'gone' }, ['owner']);
    expect(answer).toBe('404 Branch not found');
  });

  it('leaves out what it does not require', async () => {
    const { call } = await start(scenario({ repositories: [{ name: 'wallet', branches }] }));
    const { data } = await call('owner', route, main);
    expect(data).toMatchObject({
      required_status_checks: { strict: false, checks: [{ context: 'test', app_id: null }] },
      enforce_admins: { enabled: false },
    });
    expect(data).not.toHaveProperty('required_pull_request_reviews');
    expect(data).not.toHaveProperty('restrictions');
  });
});

describe('a repository', () => {
  it('shows security_and_analysis to its administrators only', async () => {
    const { call } = await start(scenario({ repositories: [{ name: 'wallet', visibility: 'public' }] }));
    for (const [token, shown] of [
      ['owner', true],
      ['reader', true],
      ['member', false],
      [null, false],
    ] as const) {
      const { data } = await call(token, 'GET /repos/{owner}/{repo}', wallet);
      expect(Object.hasOwn(data as object, 'security_and_analysis')).toBe(shown);
    }
  });

  it('is found under the names that it had, by a redirect that is no view for strangers', async () => {
    const { call, peer } = await start(
      scenario({ repositories: [{ name: 'wallet', formerNames: ['purse'], secrets: [{ name: 'A' }] }] }),
    );
    const old = { owner: org, repo: 'purse', per_page: 5 };
    const { data } = await call('owner', 'GET /repos/{owner}/{repo}/actions/secrets', old);
    expect(data).toMatchObject({ total_count: 1 });
    expect(peer.requests().map(({ status, target }) => [status, target.replace(/\d{4,}/, 'ID')])).toEqual([
      [301, '/repos/prepay/purse/actions/secrets?per_page=5'],
      [200, '/repositories/ID/actions/secrets?per_page=5'],
    ]);
    expect(told(await call('blind', 'GET /repos/{owner}/{repo}', { owner: org, repo: 'purse' }))).toBe(notFound);
  });

  it.each([
    ['GET /repos/{owner}/{repo}/commits', {}, '409 Git Repository is empty.'],
    ['GET /repos/{owner}/{repo}/git/trees/{tree_sha}', { tree_sha: 'main' }, '409 Git Repository is empty.'],
    ['GET /repos/{owner}/{repo}/contents/{path}', { path: '.github' }, '404 This repository is empty.'],
    ['GET /repos/{owner}/{repo}/branches', {}, '200'],
    ['GET /repos/{owner}/{repo}/branches/{branch}', { branch: 'main' }, '404 Branch not found'],
    ['GET /repos/{owner}/{repo}', {}, '200'],
  ])('that is empty answers %s', async (route, more, expected) => {
    expect(await answers(route, { ...wallet, ...more }, ['owner'], { empty: true })).toEqual([expected]);
  });

  it('lists collaborators for those who can push', async () => {
    const route = 'GET /repos/{owner}/{repo}/collaborators';
    expect(await answers(route, wallet, ['owner', 'reader', 'member'])).toEqual([
      '200',
      '200',
      '403 Must have push access to view repository collaborators.',
    ]);
    expect(await answers(route, wallet, ['member'], { collaborators: { dana: 'write' } })).toEqual(['200']);
  });

  it('keeps check runs from fine-grained tokens, which cannot have the permission', async () => {
    const route = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs';
    const names = ['owner', 'app', 'reader'];
    expect(await answers(route, { ...wallet, ref: 'main' }, names)).toEqual(['200', '200', byToken]);
    expect(await answers(route, { ...wallet, ref: 'main' }, names, { visibility: 'public' })).toEqual([
      '200',
      '200',
      '200',
    ]);
    expect(readEverything).not.toHaveProperty('checks');
  });
});
