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
    expect(peer.requests().map(({ status }) => status)).toEqual([301, 200, 404]);
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

  it('tells who may do what, by ownership, team, organization and invitation', async () => {
    const { call } = await start(
      scenario({
        teams: [{ slug: 'core', members: ['dana'], repositories: { wallet: 'maintain' } }],
        repositories: [{ name: 'wallet', collaborators: { ext: 'triage' } }],
      }),
    );
    const roles = async (more: object): Promise<unknown> => {
      const { data } = await call('owner', 'GET /repos/{owner}/{repo}/collaborators', { ...wallet, ...more });
      return (data as { login: string; role_name: string }[]).map(({ login, role_name }) => `${login} ${role_name}`);
    };
    expect(await roles({})).toEqual(['olga admin', 'dana maintain', 'rick read', 'ext triage']);
    expect(await roles({ affiliation: 'outside' })).toEqual(['ext triage']);
    expect(await roles({ permission: 'push' })).toEqual(['olga admin', 'dana maintain']);
    expect(await roles({ permission: 'admin' })).toEqual(['olga admin']);
    expect((await call('owner', 'GET /repos/{owner}/{repo}/teams', wallet)).data).toMatchObject([
      { slug: 'core', permission: 'maintain', permissions: { push: true, admin: false } },
    ]);
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
