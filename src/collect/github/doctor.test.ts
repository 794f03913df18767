import { describe, expect, it } from 'vitest';
import type { Json } from '../../core/json.js';
import { answered, githubReads, pages, refused, type Script, Scripted } from '../../../test/helpers/github-reads.js';
import { examineGithub, type GithubExamination } from './doctor.js';
import { missingPermissions } from './doctor-missing.js';
import { type GithubProbe, nothingToAsk } from './doctor-probe.js';
import { trials } from './doctor-trials.js';
import { githubOperations } from './operations.js';

const open = { login: 'prepay', public_repos: 1, total_private_repos: 1, two_factor_requirement_enabled: true };
const both = [
  { name: 'api', default_branch: 'trunk' },
  { name: 'wallet', default_branch: 'main' },
];
const sha = 'a'.repeat(40);

/** Everything is there and can be read; lists that nothing is asked about are empty. */
const whole: Script = {
  ...Object.fromEntries([...githubOperations.keys()].map((name): [string, Json] => [name, []])),
  'GET /user': { login: 'olga' },
  'GET /orgs/{org}': answered(open, {}),
  'GET /orgs/{org}/repos': both,
  'GET /orgs/{org}/actions/permissions': { allowed_actions: 'selected' },
  'GET /orgs/{org}/actions/runner-groups': {
    runner_groups: [
      { id: 1, visibility: 'all' },
      { id: 2, visibility: 'selected' },
    ],
  },
  'GET /orgs/{org}/rulesets/{ruleset_id}': { bypass_actors: [] },
  'GET /repos/{owner}/{repo}/branches': [{ name: 'old' }],
  'GET /repos/{owner}/{repo}/rules/branches/{branch}': [
    { ruleset_source_type: 'Organization', ruleset_id: 7 },
    { ruleset_source_type: 'Repository', ruleset_id: 8 },
  ],
  'GET /repos/{owner}/{repo}/rulesets/{ruleset_id}': { bypass_actors: [] },
  'GET /repos/{owner}/{repo}/commits': [{ sha }],
  'GET /repos/{owner}/{repo}/pulls': [{ number: 3 }],
  'GET /repos/{owner}/{repo}/environments': { environments: [{ name: 'production' }] },
  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': {
    tree: [
      { type: 'tree', sha: 'b' },
      { type: 'blob', sha: 'large', size: 900 },
      { type: 'blob', sha: 'small', size: 9 },
    ],
  },
};

async function examine(
  script: Script,
  globs: readonly string[] = ['*'],
): Promise<GithubExamination & { readonly requests: readonly string[]; readonly probes: readonly GithubProbe[] }> {
  const { transport, requests } = githubReads({ ...whole, ...script });
  const found = await examineGithub(transport, [{ org: 'prepay', repositories: globs }]);
  return { ...found, requests: requests(), probes: found.organizations.flatMap(({ operations }) => operations) };
}

const of = ({ probes }: { readonly probes: readonly GithubProbe[] }, operation: string): GithubProbe | undefined =>
  probes.find((probe) => probe.operation === operation);

describe('every operation of GitHub', () => {
  it('has a trial, and each that asks about a thing names a trial that lists such things', () => {
    const tried = new Set(trials.map(({ operation }) => operation));
    const first = ['GET /user', 'GET /app', 'GET /orgs/{org}', 'GET /orgs/{org}/repos'];
    expect([...tried, ...first].sort()).toEqual([...githubOperations.keys()].sort());
    for (const { about } of trials) if (about !== null) expect(tried).toContain(about.listing);
  });

  it('is read once, on the first repository in scope, about what its listing gives', async () => {
    const found = await examine({});
    expect(found).toMatchObject({ identity: 'olga', organizations: [{ repository: 'prepay/api', problem: null }] });
    expect(new Set(found.probes.map(({ result }) => result))).toEqual(new Set(['readable']));
    expect(found.organizations[0]?.hidden).toEqual([]);
    expect(found.requests.length).toBe(new Set(found.requests).size);
    expect(found.requests).toEqual(
      expect.arrayContaining([
        'GET /orgs/prepay/actions/runner-groups/1/runners',
        'GET /orgs/prepay/actions/runner-groups/2/repositories',
        'GET /orgs/prepay/members filter=2fa_disabled',
        'GET /orgs/prepay/rulesets/7',
        'GET /repos/prepay/api/branches/trunk/protection',
        'GET /repos/prepay/api/rulesets/8',
        `GET /repos/prepay/api/commits/${sha}/check-runs`,
        'GET /repos/prepay/api/pulls/3/reviews',
        'GET /repos/prepay/api/git/blobs/small',
        'GET /repos/prepay/api/environments/production/secrets',
      ]),
    );
  });
});

describe('what a token is not given', () => {
  it('is denied, with the permission that grants it and where', async () => {
    const found = await examine({
      'GET /repos/{owner}/{repo}/hooks': refused(404),
      'GET /orgs/{org}/hooks': refused(403),
      'GET /repos/{owner}/{repo}/keys': refused(404),
    });
    expect(of(found, 'GET /orgs/{org}/hooks')).toMatchObject({ result: 'denied', place: 'prepay' });
    expect(missingPermissions(found.probes)).toEqual([
      { permission: 'organization: webhooks (read)', operations: ['GET /orgs/{org}/hooks'], places: ['prepay'] },
      {
        permission: 'repository: administration (read)',
        operations: ['GET /repos/{owner}/{repo}/keys'],
        places: ['prepay/api'],
      },
      {
        permission: 'repository: webhooks (read)',
        operations: ['GET /repos/{owner}/{repo}/hooks'],
        places: ['prepay/api'],
      },
    ]);
  });

  it('takes an owner, where the filters on two factors are refused but the list is not', async () => {
    const found = await examine({
      'GET /orgs/{org}/members': ({ input }) =>
        'filter' in input ? refused(422, 'Only owners can use this filter.') : [],
    });
    const members = found.probes.filter(({ operation }) => operation === 'GET /orgs/{org}/members');
    expect(members.map(({ asked, result }) => [asked, result])).toEqual([
      ['', 'readable'],
      ['filter=2fa_disabled', 'denied'],
    ]);
    expect(missingPermissions(found.probes)).toMatchObject([
      {
        permission: 'a token of an owner of the organization',
        operations: ['GET /orgs/{org}/members filter=2fa_disabled'],
      },
    ]);
  });

  it('is no denial where the feature is off, nor where nothing is there', async () => {
    const found = await examine({
      'GET /repos/{owner}/{repo}/code-scanning/alerts': refused(
        403,
        'Advanced Security must be enabled for this repository',
      ),
      'GET /repos/{owner}/{repo}/dependabot/alerts': refused(
        403,
        'Dependabot alerts are disabled for this repository.',
      ),
      'GET /repos/{owner}/{repo}/branches/{branch}/protection': refused(404, 'Branch not protected', 'absent'),
    });
    expect(new Set(found.probes.map(({ result }) => result))).toEqual(new Set(['readable']));
  });

  it('leaves what is behind it untried', async () => {
    const found = await examine({ 'GET /repos/{owner}/{repo}/commits': refused(404) });
    expect(of(found, 'GET /repos/{owner}/{repo}/commits/{ref}/status')).toMatchObject({
      result: 'not-tried',
      why: 'GET /repos/{owner}/{repo}/commits was not readable',
    });
  });
});

describe('what GitHub does not show although it answers', () => {
  it.each([
    {
      name: 'the requirement of two factors',
      org: { ...open, two_factor_requirement_enabled: null },
      says: 'two-factor',
    },
    {
      name: 'the number of repositories',
      org: { login: 'prepay', public_repos: 1, two_factor_requirement_enabled: true },
      says: 'whether the token sees every repository',
    },
    { name: 'repositories', org: { ...open, total_private_repos: 3 }, says: 'sees 2 of the 4 repositories' },
  ])('is said: $name', async ({ org, says }) => {
    const found = await examine({ 'GET /orgs/{org}': answered(org, {}) });
    expect(found.organizations[0]?.hidden.join()).toContain(says);
  });

  it('is said of members and of who may bypass a ruleset', async () => {
    const found = await examine({
      'GET /orgs/{org}': answered(open, { 'x-oauth-scopes': 'repo' }),
      'GET /repos/{owner}/{repo}/rulesets/{ruleset_id}': {},
    });
    expect(found.organizations[0]?.hidden).toEqual([
      expect.stringContaining('public members alone'),
      'who may bypass a ruleset is shown only to those who may change it',
    ]);
  });

  it('is nothing that a list of repositories by name could miss', async () => {
    const found = await examine({ 'GET /orgs/{org}': answered({ ...open, total_private_repos: 3 }, {}) }, ['wallet']);
    expect(found.organizations[0]).toMatchObject({ repository: 'prepay/wallet', hidden: [] });
  });

  it('is not told of a list that was not read to its end', async () => {
    const found = await examine({ 'GET /orgs/{org}/repos': pages(both, [{ name: 'z', default_branch: 'main' }]) });
    expect(found.organizations[0]?.hidden).toEqual([]);
  });
});

describe('the repository that is tried', () => {
  it('is looked for on further pages', async () => {
    const found = await examine({ 'GET /orgs/{org}/repos': pages(both, [{ name: 'sdk', default_branch: 'dev' }]) }, [
      'sd*',
    ]);
    expect(found.organizations[0]?.repository).toBe('prepay/sdk');
    expect(found.requests).toContain('GET /repos/prepay/sdk/branches/dev');
  });

  it('is one that is named and that no list has', async () => {
    const found = await examine({ 'GET /repos/{owner}/{repo}': refused(404) }, ['hidden']);
    expect(found.organizations[0]).toMatchObject({ repository: 'prepay/hidden', problem: null });
    expect(of(found, 'GET /repos/{owner}/{repo}')).toMatchObject({ result: 'denied' });
  });

  it('is none where no glob matches, and a run could not begin', async () => {
    const found = await examine({}, ['none*']);
    expect(found.organizations[0]?.problem).toContain('matches none*');
    expect(of(found, 'GET /repos/{owner}/{repo}/keys')).toMatchObject({ result: 'not-tried' });
  });

  it('is none of an organization that has none, which is nothing wrong', async () => {
    const found = await examine({ 'GET /orgs/{org}/repos': [] });
    expect(found.organizations[0]).toMatchObject({ repository: null, problem: null });
  });

  it.each([
    { name: 'denied', listed: refused(403), result: 'denied' },
    { name: 'of another shape', listed: [{ title: 'wallet' }], result: 'failed' },
    { name: 'cut short', listed: pages().thenEnds('no-end'), result: 'failed' },
  ])('is none where the list is $name', async ({ listed, result }) => {
    const found = await examine({ 'GET /orgs/{org}/repos': listed });
    expect(of(found, 'GET /orgs/{org}/repos')).toMatchObject({ result });
    expect(found.organizations[0]).toMatchObject({ repository: null, problem: null });
  });

  it('may be empty: what asks about a branch has nothing to ask', async () => {
    const found = await examine({
      'GET /repos/{owner}/{repo}/branches': [],
      'GET /repos/{owner}/{repo}/pulls': [],
      'GET /repos/{owner}/{repo}/environments': { environments: [] },
    });
    const untried = found.probes.filter(({ result }) => result === 'not-tried');
    expect(new Set(untried.map(({ why }) => why))).toEqual(new Set([nothingToAsk]));
    expect(untried.map(({ operation }) => operation)).toEqual(
      expect.arrayContaining([
        'GET /orgs/{org}/rulesets/{ruleset_id}',
        'GET /repos/{owner}/{repo}/commits',
        'GET /repos/{owner}/{repo}/commits/{ref}/status',
        'GET /repos/{owner}/{repo}/git/blobs/{file_sha}',
      ]),
    );
  });

  it('may have folders alone', async () => {
    const found = await examine({
      'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': { tree: [{ type: 'tree', sha }] },
    });
    expect(of(found, 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}')).toMatchObject({ why: nothingToAsk });
  });
});

describe('an organization or a token that there is not', () => {
  it('is a problem of the scope', async () => {
    const found = await examine({ 'GET /orgs/{org}': refused(404, 'Not Found', 'absent') });
    expect(found.organizations[0]?.problem).toContain('GitHub has no organization prepay');
    expect(found.requests).toEqual(['GET /user', 'GET /orgs/prepay']);
  });

  it('is no cover for what is wrong otherwise', async () => {
    const { transport } = githubReads(whole);
    const broken = {
      async *read(request: Parameters<typeof transport.read>[0]) {
        if (request.operation === 'GET /orgs/{org}') throw new Error('broken');
        yield* transport.read(request);
      },
    };
    await expect(examineGithub(broken, [{ org: 'prepay', repositories: ['*'] }])).rejects.toThrow('broken');
  });

  it('has no name, and what was asked says why', async () => {
    const found = await examine({ 'GET /user': refused(401, 'Bad credentials') });
    expect(found).toMatchObject({ identity: null, identityProbes: [{ operation: 'GET /user', result: 'denied' }] });
  });

  it('ends the trials at once where nobody answers', async () => {
    const dead = new Scripted([], 'failed', { class: 'connection', code: 'ECONNREFUSED', message: 'refused' });
    const found = await examine({ 'GET /user': dead, 'GET /app': dead });
    expect(found.probes).toMatchObject([{ result: 'not-tried', why: 'GET /user was not readable' }]);
    expect(found.requests.filter((request) => request.includes('prepay'))).toEqual([]);
  });

  it('answers nothing at all', async () => {
    const found = await examine({ 'GET /repos/{owner}/{repo}/keys': pages().thenEnds('no-end') });
    expect(of(found, 'GET /repos/{owner}/{repo}/keys')).toMatchObject({ result: 'failed', why: 'no answer' });
  });
});
