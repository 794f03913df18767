import { describe, expect, it } from 'vitest';
import { githubReads, pages, refused, type Script, walletRepository } from '../../../test/helpers/github-reads.js';
import { collectingSink } from '../../../test/helpers/aws-reads.js';
import { branchKinds, collectBranches } from './collect-branches.js';

const branch = 'GET /repos/{owner}/{repo}/branches/{branch}';
const classic = 'GET /repos/{owner}/{repo}/branches/{branch}/protection';
const rules = 'GET /repos/{owner}/{repo}/rules/branches/{branch}';
const ruleset = 'GET /repos/{owner}/{repo}/rulesets/{ruleset_id}';
const ofOrganization = 'GET /orgs/{org}/rulesets/{ruleset_id}';
const commits = 'GET /repos/{owner}/{repo}/commits';
const pulls = 'GET /repos/{owner}/{repo}/pulls';
const id = 'prepay/wallet@main';

const unprotected: Script = {
  [branch]: { name: 'main', protected: false },
  [rules]: [],
  [commits]: [],
  [pulls]: [],
};
const off = { enabled: false };
const wireProtection = {
  enforce_admins: { enabled: true },
  required_conversation_resolution: off,
  required_signatures: off,
  allow_force_pushes: off,
  allow_deletions: off,
};
const from = (source: string, rulesetId: number, type = 'Repository') => ({
  ruleset_source_type: type,
  ruleset_source: source,
  ruleset_id: rulesetId,
});

async function collected(script: Script, more: Parameters<typeof walletRepository>[0] = {}, names?: readonly string[]) {
  const { transport, requests } = githubReads(script);
  const sink = collectingSink();
  await collectBranches({ transport, sink }, walletRepository(more), ...(names === undefined ? [] : [names]));
  const gap = (kind: string, of: string) => sink.gaps.get(`${kind} prepay/wallet ${of}`);
  const coverage = (kind: string) => sink.coverage.get(`${kind} prepay/wallet`);
  return { sink, requests, gap, coverage };
}

describe('a branch that nothing protects', () => {
  it('is read in four calls, and has no classic protection to ask for', async () => {
    const { sink, requests, coverage } = await collected(unprotected);
    expect(requests()).toEqual([
      'GET /repos/prepay/wallet/branches/main',
      'GET /repos/prepay/wallet/rules/branches/main',
      'GET /repos/prepay/wallet/commits per_page=100 sha=main',
      'GET /repos/prepay/wallet/pulls per_page=100 state=closed base=main sort=updated direction=desc',
    ]);
    expect(sink.of('github.branch').map(({ data }) => data)).toEqual([
      { id, repository: 'prepay/wallet', branchName: 'main', isDefault: true },
    ]);
    expect(sink.of('github.branch-rules').map(({ data }) => data)).toEqual([{ id, rules: [] }]);
    for (const kind of branchKinds) expect(coverage(kind)).toMatchObject({ gap: null, delivered: true });
    expect(sink.gaps.size).toBe(0);
  });
});

describe('a repository without that branch', () => {
  it('is seen to be empty in its list of branches', async () => {
    const { sink, requests, coverage } = await collected(
      { 'GET /repos/{owner}/{repo}/branches': [] },
      { defaultBranch: null },
    );
    expect(requests()).toEqual(['GET /repos/prepay/wallet/branches']);
    expect(sink.facts).toEqual([]);
    for (const kind of branchKinds) expect(coverage(kind)).toMatchObject({ gap: null, delivered: true });
  });

  it('is not known to be empty where that list may not be read', async () => {
    const { coverage } = await collected(
      { 'GET /repos/{owner}/{repo}/branches': refused(403) },
      { defaultBranch: null },
    );
    for (const kind of branchKinds) expect(coverage(kind)?.gap?.reason).toBe('denied');
  });

  it('has none where GitHub says that there is no such branch', async () => {
    const { sink, requests, coverage } = await collected({ [branch]: refused(404, 'Branch not found', 'absent') }, {}, [
      'release',
    ]);
    expect(requests()).toHaveLength(1);
    expect(sink.facts).toEqual([]);
    for (const kind of branchKinds) expect(coverage(kind)?.gap).toBeNull();
  });

  it('is not said to be empty where its default branch is gone when it is read', async () => {
    const { coverage } = await collected({ [branch]: refused(404, 'Branch not found', 'absent') });
    for (const kind of branchKinds) expect(coverage(kind)?.gap?.reason).toBe('missing');
  });
});

it('covers every kind with the gap where the branch may not be read', async () => {
  const { sink, coverage } = await collected({ [branch]: refused(404) });
  expect(sink.facts).toEqual([]);
  for (const kind of branchKinds) expect(coverage(kind)?.gap?.reason).toBe('denied');
});

it('reads every branch that is named, and the changes of the default one alone', async () => {
  const { sink, requests } = await collected(
    { ...unprotected, [branch]: ({ input }) => ({ name: input['branch'] ?? '', protected: false }) },
    {},
    ['main', 'release/1'],
  );
  expect(sink.of('github.branch').map(({ data }) => [data.id, data.isDefault])).toEqual([
    [id, true],
    ['prepay/wallet@release/1', false],
  ]);
  expect(requests().filter((text) => text.includes('/commits'))).toHaveLength(1);
});

describe('classic protection', () => {
  const protectedBranch = { ...unprotected, [branch]: { name: 'main', protected: true } };
  const actor = { id: 4 };

  it('is read with whom it lets off', async () => {
    const { sink } = await collected({
      ...protectedBranch,
      [classic]: {
        ...wireProtection,
        required_conversation_resolution: { enabled: true },
        required_pull_request_reviews: {
          required_approving_review_count: 2,
          dismiss_stale_reviews: true,
          require_code_owner_reviews: true,
          require_last_push_approval: true,
          bypass_pull_request_allowances: {
            users: [{ ...actor, login: 'dana' }],
            teams: [{ ...actor, slug: 'admins' }],
            apps: [{ ...actor, slug: 'bot' }],
          },
        },
        required_status_checks: {
          strict: true,
          contexts: ['test', 'scan', 'lint'],
          checks: [
            { context: 'test', app_id: 15368 },
            { context: 'scan', app_id: null },
            { context: 'lint', app_id: -1 },
          ],
        },
      },
    });
    expect(sink.of('github.branch-protection').map(({ data }) => data)).toEqual([
      {
        id,
        isForAdmins: true,
        reviews: {
          approvals: 2,
          dismissesStale: true,
          needsCodeOwners: true,
          needsLastPushApproval: true,
          needsConversationResolution: true,
        },
        reviewBypassers: [
          ['User:dana', 'User:4'],
          ['Team:admins', 'Team:4'],
          ['App:bot', 'App:4'],
        ],
        statusChecks: {
          isStrict: true,
          required: [
            { context: 'test', appId: 15368 },
            { context: 'scan', appId: null },
            { context: 'lint', appId: null },
          ],
        },
        needsConversationResolution: true,
        needsSignatures: false,
        allowsForcePushes: false,
        allowsDeletions: false,
      },
    ]);
  });

  it('may ask for neither reviews nor checks', async () => {
    const { sink } = await collected({ ...protectedBranch, [classic]: wireProtection });
    expect(sink.of('github.branch-protection')[0]?.data).toMatchObject({ reviews: null, statusChecks: null });
  });

  it('may be of an older server, which leaves newer members out', async () => {
    const { sink } = await collected({
      ...protectedBranch,
      [classic]: {
        enforce_admins: off,
        allow_force_pushes: { enabled: true },
        allow_deletions: { enabled: true },
        required_pull_request_reviews: {
          required_approving_review_count: 1,
          dismiss_stale_reviews: false,
          require_code_owner_reviews: false,
        },
        required_status_checks: { contexts: [], checks: [] },
      },
    });
    expect(sink.of('github.branch-protection')[0]?.data).toMatchObject({
      isForAdmins: false,
      reviews: { approvals: 1, needsLastPushApproval: false, needsConversationResolution: false },
      reviewBypassers: [],
      statusChecks: { isStrict: false, required: [] },
      needsSignatures: false,
      allowsForcePushes: true,
      allowsDeletions: true,
    });
  });

  it('is none where GitHub says that the branch is not protected', async () => {
    const { sink, gap, coverage } = await collected({
      ...protectedBranch,
      [classic]: refused(404, 'Branch not protected', 'absent'),
    });
    expect(sink.of('github.branch-protection')).toEqual([]);
    expect([gap('github.branch-protection', id), coverage('github.branch-protection')?.gap]).toEqual([undefined, null]);
  });

  it.each([
    ['may not be read', refused(403), 'denied'],
    ['is hidden by a bare 404', refused(404), 'denied'],
    ['does not say whether it is for admins', { ...wireProtection, enforce_admins: null }, 'unsupported'],
    ['does not say whether it lets force pushes through', { ...wireProtection, allow_force_pushes: {} }, 'unsupported'],
  ])('is unknown where it %s', async (_, answer, reason) => {
    const { sink, gap } = await collected({ ...protectedBranch, [classic]: answer });
    expect(sink.of('github.branch-protection')).toEqual([]);
    expect(gap('github.branch-protection', id)?.reason).toBe(reason);
  });
});

describe('rules', () => {
  const review = {
    type: 'pull_request',
    parameters: {
      required_approving_review_count: 1,
      dismiss_stale_reviews_on_push: true,
      require_code_owner_review: false,
      require_last_push_approval: true,
      required_review_thread_resolution: false,
    },
  };
  const checks = {
    type: 'required_status_checks',
    parameters: {
      strict_required_status_checks_policy: true,
      required_status_checks: [{ context: 'test', integration_id: 15368 }, { context: 'scan' }],
    },
  };
  const listed = pages(
    [
      { ...review, ...from('prepay/wallet', 7) },
      { ...checks, ...from('prepay/wallet', 7) },
    ],
    [
      { type: 'deletion', ...from('prepay', 3, 'Organization') },
      { type: 'brand_new', parameters: { anything: 1 }, ...from('acme', 9, 'Enterprise') },
    ],
  );
  const bypassOf = (name: string, actors?: object[]) => ({
    name,
    enforcement: 'active',
    ...(actors === undefined ? {} : { bypass_actors: actors }),
  });
  const script: Script = {
    ...unprotected,
    [rules]: listed,
    [ruleset]: ({ input }) => ({ id: Number(input['ruleset_id']), ...bypassOf('own', []) }) as never,
    [ofOrganization]: { id: 3, name: 'above', bypass_actors: [] },
  };

  it('are kept of every page and level, each ruleset asked once, an organization by its own route', async () => {
    const { sink, requests } = await collected(script);
    const [fact] = sink.of('github.branch-rules');
    expect(fact?.evidence).toHaveLength(2);
    expect(fact?.data.rules).toEqual([
      {
        type: 'pull_request',
        rulesetId: 7,
        rulesetSource: 'prepay/wallet',
        reviews: {
          approvals: 1,
          dismissesStale: true,
          needsCodeOwners: false,
          needsLastPushApproval: true,
          needsConversationResolution: false,
        },
        statusChecks: null,
      },
      {
        type: 'required_status_checks',
        rulesetId: 7,
        rulesetSource: 'prepay/wallet',
        reviews: null,
        statusChecks: {
          isStrict: true,
          required: [
            { context: 'test', appId: 15368 },
            { context: 'scan', appId: null },
          ],
        },
      },
      { type: 'deletion', rulesetId: 3, rulesetSource: 'prepay', reviews: null, statusChecks: null },
      { type: 'brand_new', rulesetId: 9, rulesetSource: 'acme', reviews: null, statusChecks: null },
    ]);
    expect(requests().filter((text) => text.includes('rulesets'))).toEqual([
      'GET /repos/prepay/wallet/rulesets/7',
      'GET /orgs/prepay/rulesets/3',
      'GET /repos/prepay/wallet/rulesets/9',
    ]);
    expect(sink.of('github.ruleset-bypass').map(({ data }) => data)).toEqual([
      { id: '7', rulesetName: 'own', actors: [] },
      { id: '3', rulesetName: 'above', actors: [] },
      { id: '9', rulesetName: 'own', actors: [] },
    ]);
  });

  it('name the actors that may bypass them', async () => {
    const actors = [
      { actor_id: 1, actor_type: 'OrganizationAdmin', bypass_mode: 'always' },
      { actor_id: null, actor_type: 'DeployKey', bypass_mode: 'always' },
      { actor_id: 12345, actor_type: 'Integration', bypass_mode: 'exempt' },
      { actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'pull_request' },
      { actor_id: 77, actor_type: 'RepositoryRole' },
      { actor_type: 'RepositoryRole' },
      { actor_id: 12, actor_type: 'Team', bypass_mode: 'always' },
      { actor_id: 4, actor_type: 'User', bypass_mode: 'always' },
    ];
    const { sink } = await collected({ ...script, [ruleset]: { id: 7, name: 'own', bypass_actors: actors } });
    expect(sink.of('github.ruleset-bypass')[0]?.data.actors).toEqual([
      { names: ['OrganizationAdmin'], mode: 'always' },
      { names: ['DeployKey'], mode: 'always' },
      { names: ['App:12345'], mode: 'exempt' },
      { names: ['RepositoryRole:admin', 'RepositoryRole:5'], mode: 'pull_request' },
      { names: ['RepositoryRole:77'], mode: 'always' },
      { names: ['RepositoryRole:unknown'], mode: 'always' },
      { names: ['Team:12'], mode: 'always' },
      { names: ['User:4'], mode: 'always' },
    ]);
  });

  it('hide who may bypass them where the list is missing, which is not an empty one', async () => {
    const { sink, gap } = await collected({
      ...script,
      [ruleset]: ({ input }) => ({ id: Number(input['ruleset_id']), ...bypassOf('own') }) as never,
      [ofOrganization]: refused(404),
    });
    expect(sink.of('github.ruleset-bypass')).toEqual([]);
    expect(gap('github.ruleset-bypass', '7')).toMatchObject({
      reason: 'hidden',
      text: 'who may bypass ruleset 7 is shown only to those who may change it',
    });
    expect(gap('github.ruleset-bypass', '3')?.reason).toBe('denied');
  });

  it.each([
    ['page 2 breaks', pages([{ type: 'deletion', ...from('prepay/wallet', 7) }]).thenEnds('failed'), 'failed'],
    ['a rule has lost its parameters', [{ type: 'pull_request', ...from('prepay/wallet', 7) }], 'unsupported'],
    ['a rule is of no ruleset', [{ type: 'deletion' }], 'unsupported'],
    ['they may not be read', refused(404), 'denied'],
  ])('are unknown as a whole where %s', async (_, answer, reason) => {
    const { sink, gap, coverage } = await collected({ ...script, [rules]: answer });
    expect(sink.of('github.branch-rules')).toEqual([]);
    expect(gap('github.branch-rules', id)?.reason).toBe(reason);
    expect(coverage('github.branch-rules')?.gap).toBeNull();
    expect(coverage('github.ruleset-bypass')?.gap?.reason).toBe(reason);
  });
});
