import { describe, expect, it } from 'vitest';
import type { Coverage } from '../../core/fact.js';
import type { Json } from '../../core/json.js';
import { collectingSink } from '../../../test/helpers/aws-reads.js';
import {
  answered,
  githubReads,
  pages,
  prepayScope,
  refused,
  type Script,
  Scripted,
  walletRepository,
} from '../../../test/helpers/github-reads.js';
import type { Repository } from './audited.js';
import { collectOrganization, openOrganization } from './collect-organization.js';
import { repositoryScope } from './read-of.js';

const one = 'GET /orgs/{org}';
const members = 'GET /orgs/{org}/members';
const outside = 'GET /orgs/{org}/outside_collaborators';
const policy = 'GET /orgs/{org}/actions/permissions';
const selected = 'GET /orgs/{org}/actions/permissions/selected-actions';
const groups = 'GET /orgs/{org}/actions/runner-groups';
const groupRunners = 'GET /orgs/{org}/actions/runner-groups/{runner_group_id}/runners';
const groupRepositories = 'GET /orgs/{org}/actions/runner-groups/{runner_group_id}/repositories';
const activity = 'GET /repos/{owner}/{repo}/activity';

const prepay = { login: 'prepay', public_repos: 2 };
const toOwner = { ...prepay, total_private_repos: 3, two_factor_requirement_enabled: true };

async function open(answer: Json | Scripted) {
  const { transport } = githubReads({ [one]: answer });
  const sink = collectingSink();
  const organization = await openOrganization({ transport, sink }, prepayScope);
  return { organization, sink };
}

describe('the organization', () => {
  it.each([true, false])('says to an owner whether it requires two factors: %s', async (isRequired) => {
    const { organization, sink } = await open({ ...toOwner, two_factor_requirement_enabled: isRequired });
    expect(organization).toMatchObject({ repositoryCount: 5, members: { gap: null } });
    expect(sink.of('github.org').map(({ data }) => data)).toEqual([{ id: 'prepay' }]);
    expect(sink.of('github.org.two-factor')).toMatchObject([
      { data: { id: 'prepay', isRequired }, evidence: [{ pointer: '/body/two_factor_requirement_enabled' }] },
    ]);
    expect(sink.gaps.size).toBe(0);
  });

  it('says null to a member, which is neither yes nor no', async () => {
    const { organization, sink } = await open({ ...prepay, two_factor_requirement_enabled: null });
    expect(organization).toMatchObject({ repositoryCount: null, members: { gap: null } });
    expect(sink.of('github.org.two-factor')).toEqual([]);
    expect(sink.gaps.get('github.org.two-factor prepay prepay')).toMatchObject({ reason: 'hidden' });
    expect(sink.coverage.get('github.org.two-factor prepay')).toMatchObject({ gap: null });
  });

  it.each([
    ['no member', prepay, {}, 'belongs to a member of prepay'],
    ['a member without the scope', toOwner, { 'x-oauth-scopes': 'repo, workflow' }, 'none of the scopes read:org'],
    ['a member without any scope', toOwner, { 'x-oauth-scopes': '' }, 'none of the scopes read:org'],
  ])('leaves its members open to a token of %s', async (_, body, headers, text) => {
    const { organization } = await open(answered(body, headers));
    expect(organization.members.gap).toMatchObject({ reason: 'hidden', text: expect.stringContaining(text) as string });
  });

  it.each(['read:org', 'repo, write:org', 'admin:org, repo'])('shows its members by the scopes %s', async (scopes) => {
    const { organization } = await open(answered(toOwner, { 'x-oauth-scopes': scopes }));
    expect(organization.members.gap).toBeNull();
  });

  it('that does not exist ends the run', async () => {
    await expect(open(refused(404, 'Not Found', 'absent'))).rejects.toMatchObject({
      code: 'PREPAY_UNKNOWN_ORGANIZATION',
      message: 'GitHub has no organization prepay',
    });
  });

  it('that could not be read leaves open what it says', async () => {
    const { organization, sink } = await open(new Scripted([], 'throttled'));
    expect(organization).toMatchObject({ repositoryCount: null, members: { gap: { reason: 'throttled' } } });
    for (const kind of ['github.org', 'github.org.two-factor'])
      expect(sink.coverage.get(`${kind} prepay`)?.gap).toMatchObject({ reason: 'throttled' });
  });
});

const quiet: Script = {
  [members]: [],
  [outside]: [],
  [policy]: { enabled_repositories: 'none' },
  [groups]: { total_count: 0, runner_groups: [] },
};
const whole: Coverage = { gap: null, reads: [], delivered: true };

async function collect(script: Script, { visible = whole, repositories = [] as readonly Repository[] } = {}) {
  const { transport, requests } = githubReads({ ...quiet, ...script });
  const sink = collectingSink();
  await collectOrganization({ transport, sink }, { scope: prepayScope, members: visible }, repositories);
  return { sink, requests: requests() };
}

const people: Script = {
  [members]: ({ input }) => {
    if (input['role'] === 'admin') return pages([{ login: 'olga' }], [{ login: 'oscar' }]);
    if (input['role'] === 'member') return [{ login: 'mia' }];
    return input['filter'] === '2fa_disabled' ? [{ login: 'mallory' }] : [{ login: 'sam' }];
  },
  [outside]: ({ input }) => (input['filter'] === '2fa_disabled' ? [] : [{ login: 'eve' }]),
};

describe('the people of an organization', () => {
  it('are its owners and members, and those with a weak second factor', async () => {
    const { sink, requests } = await collect(people);
    expect(sink.of('github.org.member').map(({ data }) => data)).toEqual([
      { id: 'olga', role: 'owner' },
      { id: 'mia', role: 'member' },
      { id: 'oscar', role: 'owner' },
    ]);
    expect(
      sink
        .of('github.org.weak-two-factor')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['member/mallory/disabled', 'member/sam/insecure', 'outside-collaborator/eve/insecure']);
    expect(requests).toContain('GET /orgs/prepay/outside_collaborators filter=2fa_insecure');
    for (const [, { gap }] of sink.coverage) expect(gap).toBeNull();
  });

  it.each([
    ['members', members, 'member'],
    ['outside collaborators', outside, 'outside-collaborator'],
  ])('are open where the filter of %s is refused, and those who are seen stand', async (_, route, relation) => {
    const other = people[route];
    const { sink } = await collect({
      ...people,
      [route]: (request) => {
        if (request.input['filter'] === '2fa_insecure') return refused(422, 'Only owners can use this filter.');
        return typeof other === 'function' ? other(request) : [];
      },
    });
    expect(sink.coverage.get('github.org.weak-two-factor prepay')?.gap).toMatchObject({ reason: 'denied' });
    expect(sink.of('github.org.weak-two-factor').length).toBeGreaterThan(0);
    expect(sink.of('github.org.weak-two-factor').map(({ data }) => `${data.relation}/${data.state}`)).not.toContain(
      `${relation}/insecure`,
    );
  });

  it('may be the public ones alone, which leaves the rest open', async () => {
    const gap = { reason: 'hidden', reads: ['r'], text: 'public members alone' } as const;
    const { sink } = await collect(people, { visible: { ...whole, gap } });
    expect(sink.coverage.get('github.org.member prepay')?.gap).toEqual(gap);
    expect(sink.coverage.get('github.org.owner-activity prepay')?.gap).toEqual(gap);
    expect(sink.of('github.org.member')).toHaveLength(3);
  });
});

const repository = (name: string, pushedAt: string | null): Repository => ({
  ...walletRepository({ id: `prepay/${name}` }),
  scope: repositoryScope('prepay', name),
  pushedAt,
});
const change = (login: string | null, timestamp: string): Json => ({
  timestamp,
  actor: login === null ? null : { login },
});

describe('what owners did', () => {
  const latest = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, index) =>
    repository(name, index === 0 ? null : `2026-01-0${index}T00:00:00Z`),
  );

  it('is the last change in the five repositories that were pushed to last', async () => {
    const { sink, requests } = await collect(
      {
        ...people,
        [activity]: ({ scope, input }) => {
          if (input['actor'] === 'oscar') return [];
          if (scope.repo === 'c')
            return [change('Olga', '2026-02-01T00:00:00Z'), change('olga', '2026-01-01T00:00:00Z')];
          return [
            change('mallory', '2026-03-01T00:00:00Z'),
            change(null, '2026-03-02T00:00:00Z'),
            change('olga', '2026-01-15T00:00:00Z'),
          ];
        },
      },
      { repositories: latest },
    );
    expect(sink.of('github.org.owner-activity').map(({ data }) => data)).toEqual([
      { id: 'olga', at: '2026-02-01T00:00:00Z', repository: 'prepay/c' },
    ]);
    expect(requests.filter((text) => text.includes('activity actor=olga'))).toEqual(
      ['f', 'e', 'd', 'c', 'b'].map((name) => `GET /repos/prepay/${name}/activity actor=olga time_period=quarter`),
    );
    expect(sink.gaps.size).toBe(0);
  });

  it('is open where nothing was seen and a repository could not be read', async () => {
    const { sink } = await collect(
      {
        ...people,
        [activity]: ({ scope, input }) => {
          if (scope.repo === 'e') return refused(403);
          return input['actor'] === 'olga' ? [change('olga', '2026-01-15T00:00:00Z')] : [];
        },
      },
      { repositories: latest },
    );
    expect([...sink.gaps.keys()]).toEqual(['github.org.owner-activity prepay oscar']);
    expect(sink.of('github.org.owner-activity').map(({ id }) => id)).toEqual(['olga']);
  });

  it('is not asked of an empty repository, nor of more owners than any limit allows', async () => {
    const empty = { ...walletRepository({ defaultBranch: null }), pushedAt: null };
    expect((await collect(people, { repositories: [empty] })).requests.join()).not.toContain('activity');
    const many = Array.from({ length: 11 }, (_, index) => ({ login: `owner-${index}` }));
    const crowd: Script = { [members]: ({ input }) => (input['role'] === 'admin' ? many : []) };
    expect((await collect(crowd, { repositories: latest })).requests.join()).not.toContain('activity');
  });
});

describe('the settings for Actions', () => {
  it('of an organization that selects are its policy and the selection', async () => {
    const { sink } = await collect({
      [policy]: { enabled_repositories: 'all', allowed_actions: 'selected', sha_pinning_required: true },
      [selected]: { github_owned_allowed: true, verified_allowed: false, patterns_allowed: ['docker/*'] },
    });
    expect(sink.of('github.org.actions-policy').map(({ data }) => data)).toEqual([
      { id: 'prepay', enabledRepositories: 'all', allowed: 'selected', isPinningRequired: true },
    ]);
    expect(sink.of('github.org.selected-actions').map(({ data }) => data)).toEqual([
      { id: 'prepay', isGithubOwnedAllowed: true, isVerifiedAllowed: false, patterns: ['docker/*'] },
    ]);
  });

  it('are the policy alone where it selects none', async () => {
    const { sink, requests } = await collect({
      [policy]: { enabled_repositories: 'selected', allowed_actions: 'all' },
    });
    expect(sink.of('github.org.actions-policy')).toMatchObject([{ data: { allowed: 'all', isPinningRequired: null } }]);
    expect(requests.join()).not.toContain('selected-actions');
    expect(sink.coverage.get('github.org.selected-actions prepay')).toMatchObject({ gap: null });
    const none = await collect({});
    expect(none.sink.of('github.org.actions-policy')).toMatchObject([
      { data: { enabledRepositories: 'none', allowed: null } },
    ]);
  });

  it('are open where they may not be read', async () => {
    const { sink } = await collect({ [policy]: refused(403) });
    for (const kind of ['github.org.actions-policy', 'github.org.selected-actions'])
      expect(sink.coverage.get(`${kind} prepay`)?.gap).toMatchObject({ reason: 'denied' });
    const half = await collect({
      [policy]: { enabled_repositories: 'all', allowed_actions: 'selected' },
      [selected]: refused(403),
    });
    expect(half.sink.coverage.get('github.org.selected-actions prepay')?.gap).toMatchObject({ reason: 'denied' });
  });
});

describe('the runner groups', () => {
  const group = (id: number, visibility: string, isPublic: boolean): Json => ({
    id,
    name: `group ${id}`,
    visibility,
    allows_public_repositories: isPublic,
  });

  it('are read with their runners where they may serve public repositories', async () => {
    const { sink, requests } = await collect({
      [groups]: { runner_groups: [group(1, 'all', false), group(2, 'all', true), group(3, 'selected', true)] },
      [groupRunners]: pages(
        { runners: [{ name: 'build-1' }] },
        { runners: [{ name: 'build-2' }, { name: 'build-1' }] },
      ),
      [groupRepositories]: { repositories: [{ full_name: 'prepay/wallet' }] },
    });
    const runners = ['build-1', 'build-2'];
    expect(sink.of('github.org.runner-group').map(({ data }) => data)).toEqual(
      expect.arrayContaining([
        {
          id: 'group 1',
          groupName: 'group 1',
          visibility: 'all',
          allowsPublicRepositories: false,
          runners: null,
          repositories: null,
        },
        {
          id: 'group 2',
          groupName: 'group 2',
          visibility: 'all',
          allowsPublicRepositories: true,
          runners,
          repositories: null,
        },
        {
          id: 'group 3',
          groupName: 'group 3',
          visibility: 'selected',
          allowsPublicRepositories: true,
          runners,
          repositories: ['prepay/wallet'],
        },
      ]),
    );
    expect(requests).not.toContain('GET /orgs/prepay/actions/runner-groups/1/runners');
    expect(sink.of('github.org.runner-group').find(({ id }) => id === 'group 3')?.evidence).toHaveLength(4);
  });

  it('have a gap of their own where their runners could not be read', async () => {
    const { sink } = await collect({
      [groups]: { runner_groups: [group(1, 'all', true), group(2, 'all', false)] },
      [groupRunners]: refused(403),
    });
    expect([...sink.gaps.keys()]).toEqual(['github.org.runner-group prepay group 1']);
    expect(sink.coverage.get('github.org.runner-group prepay')).toMatchObject({ gap: null });
  });

  it('are open where they may not be listed', async () => {
    const { sink } = await collect({ [groups]: refused(403) });
    expect(sink.coverage.get('github.org.runner-group prepay')?.gap).toMatchObject({ reason: 'denied' });
  });
});
