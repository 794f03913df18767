import { describe, expect, it } from 'vitest';
import { scenario } from './builder.js';
import { clients, told } from './clients.js';
import { applies, glob } from './matching.js';
import type { Ruleset } from './scenario-parts.js';

const start = clients();
const org = 'prepay';
const wallet = { owner: org, repo: 'wallet' };
const rulesFor = 'GET /repos/{owner}/{repo}/rules/branches/{branch}';
const deletion = [{ type: 'deletion' }];
const actors = [{ actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'always' }] as const;

describe('the rules of a branch', () => {
  const seed = scenario({
    repositories: [
      {
        name: 'wallet',
        branches: [{ name: 'release/1' }],
        rulesets: [
          { id: 1, name: 'own', rules: deletion },
          { id: 2, name: 'tried', enforcement: 'evaluate', rules: [{ type: 'required_signatures' }] },
          { id: 3, name: 'off', enforcement: 'disabled', rules: [{ type: 'required_signatures' }] },
          { id: 4, name: 'releases', include: ['refs/heads/release/*'], rules: [{ type: 'creation' }] },
          { id: 5, name: 'tags', target: 'tag', include: ['~ALL'], rules: [{ type: 'required_linear_history' }] },
        ],
      },
      { name: 'site' },
    ],
    rulesets: [
      {
        id: 11,
        name: 'all',
        include: ['~ALL'],
        exclude: ['refs/heads/release/*'],
        rules: [{ type: 'non_fast_forward' }],
      },
      { id: 12, name: 'sites', repositories: { include: ['s*'] }, rules: [{ type: 'required_signatures' }] },
    ],
  });

  it.each([
    [
      'wallet',
      'main',
      [
        ['deletion', 'Repository', 'prepay/wallet', 1],
        ['non_fast_forward', 'Organization', 'prepay', 11],
      ],
    ],
    ['wallet', 'release/1', [['creation', 'Repository', 'prepay/wallet', 4]]],
    ['wallet', 'not-there', [['non_fast_forward', 'Organization', 'prepay', 11]]],
    [
      'site',
      'main',
      [
        ['non_fast_forward', 'Organization', 'prepay', 11],
        ['required_signatures', 'Organization', 'prepay', 12],
      ],
    ],
  ])('%s %s are the active ones that hold for it', async (repo, branch, expected) => {
    const { call } = await start(seed);
    const { data } = await call('member', rulesFor, { owner: org, repo, branch });
    const rules = data as Record<string, unknown>[];
    expect(
      rules.map((rule) => [rule['type'], rule['ruleset_source_type'], rule['ruleset_source'], rule['ruleset_id']]),
    ).toEqual(expected);
  });

  it('are readable by anyone who can read the repository', async () => {
    const tokens = { narrow: { kind: 'fine-grained', user: 'dana', organization: org, permissions: {} } } as const;
    const { call } = await start(scenario({}, { tokens }));
    expect(told(await call('narrow', rulesFor, { ...wallet, branch: 'main' }))).toBe('200');
    expect(told(await call('blind', rulesFor, { ...wallet, branch: 'main' }))).toBe('404 Not Found');
  });

  it.each([
    ['with parents', {}, [1, 2, 3, 4, 5, 11]],
    ['without', { includes_parents: false }, [1, 2, 3, 4, 5]],
    ['for tags', { targets: 'tag' }, [5]],
  ])('come from rulesets that the repository lists %s', async (_, parameters, ids) => {
    const { call } = await start(seed);
    const { data } = await call('member', 'GET /repos/{owner}/{repo}/rulesets', { ...wallet, ...parameters });
    expect((data as { id: number }[]).map(({ id }) => id)).toEqual(ids);
  });
});

describe('bypass actors', () => {
  const seed = scenario(
    {
      repositories: [
        {
          name: 'wallet',
          collaborators: { rick: 'admin' },
          rulesets: [
            { id: 1, name: 'own', rules: deletion, bypassActors: actors },
            { id: 2, name: 'none', rules: deletion },
          ],
        },
      ],
      rulesets: [{ id: 11, name: 'all', rules: deletion, bypassActors: actors }],
    },
    {
      tokens: {
        writer: { kind: 'fine-grained', user: 'olga', organization: org, permissions: { administration: 'write' } },
        administrator: { kind: 'classic', user: 'rick', scopes: ['repo'] },
        maker: { kind: 'installation', organization: org, permissions: { organization_administration: 'write' } },
      },
    },
  );

  it.each([
    ['owner', [actors, [], actors]],
    ['writer', [actors, [], undefined]],
    ['administrator', [actors, [], undefined]],
    ['reader', [undefined, undefined, undefined]],
    ['app', [undefined, undefined, undefined]],
    ['member', [undefined, undefined, undefined]],
    ['maker', [undefined, undefined, actors]],
  ])('are shown to those who may write the ruleset: %s', async (token, expected) => {
    const { call } = await start(seed);
    const shown: unknown[] = [];
    for (const ruleset_id of [1, 2, 11]) {
      const { data } = await call(token, 'GET /repos/{owner}/{repo}/rulesets/{ruleset_id}', { ...wallet, ruleset_id });
      shown.push((data as Record<string, unknown>)['bypass_actors']);
    }
    expect(shown).toEqual(expected);
  });

  it('of the organization need the right to write its rulesets', async () => {
    const { call } = await start(seed);
    const asked = async (token: string): Promise<string> =>
      told(await call(token, 'GET /orgs/{org}/rulesets/{ruleset_id}', { org, ruleset_id: 11 }));
    expect([await asked('owner'), await asked('maker'), await asked('member')]).toEqual([
      '200',
      '200',
      '404 Not Found',
    ]);
    expect(await asked('reader')).toBe('403 Resource not accessible by personal access token');
    expect(await asked('app')).toBe('403 Resource not accessible by integration');
  });
});

describe('a pattern of refs', () => {
  const ruleset = (more: Partial<Ruleset>): Ruleset => ({ id: 1, name: 'r', rules: [], ...more });

  it.each([
    ['refs/heads/release/*', 'refs/heads/release/1', true],
    ['refs/heads/release/*', 'refs/heads/release/1/2', false],
    ['refs/heads/release/**/*', 'refs/heads/release/1/2', true],
    ['refs/heads/v?', 'refs/heads/v1', true],
    ['refs/heads/v?', 'refs/heads/v12', false],
    ['refs/heads/a.b', 'refs/heads/axb', false],
    ['refs/heads/[ab]', 'refs/heads/b', true],
  ])('%s on %s: %s', (pattern, ref, expected) => {
    expect(glob(pattern).test(ref)).toBe(expected);
  });

  it('may be taken out again', () => {
    const repository = { name: 'wallet', defaultBranch: 'trunk' };
    expect(applies(ruleset({ include: ['~ALL'] }), repository, 'x')).toBe(true);
    expect(applies(ruleset({ include: ['~ALL'], exclude: ['~DEFAULT_BRANCH'] }), repository, 'trunk')).toBe(false);
    expect(applies(ruleset({}), repository, 'trunk')).toBe(true);
    expect(applies(ruleset({}), repository, 'main')).toBe(false);
  });
});
