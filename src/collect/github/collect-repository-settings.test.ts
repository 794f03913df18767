import { describe, expect, it } from 'vitest';
import type { Json } from '../../core/json.js';
import { collectingSink } from '../../../test/helpers/aws-reads.js';
import { githubReads, refused, type Script, walletRepository } from '../../../test/helpers/github-reads.js';
import { collectRepositorySettings } from './collect-repository-settings.js';

const token = 'GET /repos/{owner}/{repo}/actions/permissions/workflow';
const environments = 'GET /repos/{owner}/{repo}/environments';
const runners = 'GET /repos/{owner}/{repo}/actions/runners';

const quiet: Script = {
  [token]: { default_workflow_permissions: 'read', can_approve_pull_request_reviews: false },
  [environments]: { total_count: 0, environments: [] },
};

async function collect(script: Script, visibility: 'private' | 'public' = 'private') {
  const { transport, requests } = githubReads({ ...quiet, ...script });
  const sink = collectingSink();
  await collectRepositorySettings({ transport, sink }, walletRepository({ visibility }));
  return { sink, requests: requests() };
}

const environment = async (wire: Readonly<Record<string, Json>>) =>
  (await collect({ [environments]: { environments: [{ name: 'production', protection_rules: [], ...wire }] } })).sink;

describe('the settings of a repository', () => {
  it('are two reads of a private one, and its runners of a public one', async () => {
    expect((await collect({})).requests).toHaveLength(2);
    const { sink, requests } = await collect({ [runners]: { runners: [{ name: 'build-1' }] } }, 'public');
    expect(requests).toHaveLength(3);
    expect(sink.of('github.runner').map(({ data }) => data)).toEqual([{ id: 'build-1' }]);
    expect(sink.coverage.get('github.runner prepay/wallet')).toMatchObject({ gap: null });
  });

  it('say what the token of its jobs may do', async () => {
    const { sink } = await collect({
      [token]: { default_workflow_permissions: 'write', can_approve_pull_request_reviews: true },
    });
    expect(sink.of('github.workflow-token').map(({ data }) => data)).toEqual([
      { id: 'prepay/wallet', permissions: 'write', canApprovePullRequests: true },
    ]);
  });

  it.each([
    ['github.workflow-token', token],
    ['github.environment', environments],
    ['github.runner', runners],
  ])('leave %s open where it may not be read', async (kind, route) => {
    const { sink } = await collect({ [runners]: { runners: [] }, [route]: refused(403) }, 'public');
    const open = [...sink.coverage].filter(([, { gap }]) => gap !== null).map(([place]) => place);
    expect(open).toEqual([`${kind} prepay/wallet`]);
  });
});

describe('an environment', () => {
  it('has the reviewers of its rule, people and teams', async () => {
    const sink = await environment({
      can_admins_bypass: false,
      protection_rules: [
        { type: 'wait_timer', wait_timer: 30 },
        {
          type: 'required_reviewers',
          prevent_self_review: true,
          reviewers: [
            { type: 'User', reviewer: { login: 'olga' } },
            { type: 'Team', reviewer: { slug: 'platform' } },
          ],
        },
        { type: 'branch_policy' },
      ],
      deployment_branch_policy: { protected_branches: true, custom_branch_policies: false },
    });
    expect(sink.of('github.environment').map(({ data }) => data)).toEqual([
      {
        id: 'prepay/wallet: production',
        environmentName: 'production',
        reviewers: ['olga', 'team platform'],
        preventsSelfReview: true,
        canAdminsBypass: false,
        branches: 'protected',
      },
    ]);
  });

  it.each([
    [
      'no rule and no policy',
      {},
      { reviewers: null, preventsSelfReview: false, canAdminsBypass: null, branches: 'any' },
    ],
    ['a policy of null', { deployment_branch_policy: null }, { branches: 'any' }],
    [
      'patterns of its own',
      { deployment_branch_policy: { protected_branches: false, custom_branch_policies: true } },
      { branches: 'selected' },
    ],
    [
      'a rule that says nothing of self-review',
      { protection_rules: [{ type: 'required_reviewers', reviewers: [] }], can_admins_bypass: true },
      { reviewers: [], preventsSelfReview: null, canAdminsBypass: true },
    ],
  ])('with %s', async (_, wire, expected) => {
    expect((await environment(wire)).of('github.environment')).toMatchObject([{ data: expected }]);
  });

  it('lets the one who started a job approve it where the rule says so', async () => {
    const rule = { type: 'required_reviewers', prevent_self_review: false, reviewers: [] };
    expect((await environment({ protection_rules: [rule] })).of('github.environment')).toMatchObject([
      { data: { preventsSelfReview: false } },
    ]);
  });

  it('that says nothing of its rules is a gap', async () => {
    const sink = (await collect({ [environments]: { environments: [{ name: 'production' }] } })).sink;
    expect(sink.coverage.get('github.environment prepay/wallet')?.gap).toMatchObject({ reason: 'unsupported' });
  });

  it('with a rule of an undocumented shape is a gap', async () => {
    const sink = await environment({
      protection_rules: [{ type: 'required_reviewers', reviewers: [{ type: 'Robot' }] }],
    });
    expect(sink.of('github.environment')).toEqual([]);
    expect(sink.coverage.get('github.environment prepay/wallet')?.gap).toMatchObject({ reason: 'unsupported' });
  });
});
