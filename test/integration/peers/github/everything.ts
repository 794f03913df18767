import { shaOf } from './world.js';
import { scenario } from './builder.js';
import { blobSha } from './files.js';

const sha = shaOf('change');
const workflow = '.github/workflows/ci.yml';
const text =
  'name: CI\non: pull_request\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npm test\n';

/** One of each thing, so that no list is empty. */
export const everything = scenario({
  outsideCollaborators: [{ login: 'ext', twoFactor: 'disabled' }],
  teams: [{ slug: 'core', members: ['dana'], repositories: { wallet: 'write' } }],
  rulesets: [
    {
      id: 2,
      name: 'all',
      bypassActors: [{ actor_id: 1, actor_type: 'Team', bypass_mode: 'always' }],
      rules: [{ type: 'deletion' }, { type: 'non_fast_forward' }],
    },
  ],
  actions: { enabledRepositories: ['wallet'], allowed: { patterns: ['prepay/*'] }, workflowToken: {} },
  secrets: [{ name: 'NPM_TOKEN', visibility: ['wallet'] }],
  dependabotSecrets: [{ name: 'NPM_TOKEN', visibility: ['wallet'] }],
  runners: [{ id: 1, name: 'r1' }],
  runnerGroups: [{ id: 1, name: 'Default', visibility: ['wallet'] }],
  hooks: [{ id: 1, url: 'https://hooks.example.com' }],
  installations: [{ id: 1, appId: 2, appSlug: 'gate', permissions: { contents: 'read' } }],
  repositories: [
    {
      name: 'wallet',
      files: { 'README.md': '# wallet\n', [workflow]: text },
      collaborators: { ext: 'write' },
      branches: [
        {
          name: 'main',
          protection: {
            reviews: { count: 2, bypassUsers: ['dana'], bypassTeams: ['core'] },
            checks: { strict: true, checks: [{ context: 'test', app_id: 15368 }] },
            restrictedTo: ['olga'],
          },
        },
        { name: 'release/1' },
      ],
      rulesets: [
        {
          id: 3,
          name: 'reviews',
          rules: [
            {
              type: 'pull_request',
              parameters: {
                required_approving_review_count: 1,
                dismiss_stale_reviews_on_push: true,
                require_code_owner_review: true,
                require_last_push_approval: true,
                required_review_thread_resolution: true,
              },
            },
            {
              type: 'required_status_checks',
              parameters: {
                strict_required_status_checks_policy: true,
                required_status_checks: [{ context: 'test', integration_id: 15368 }],
              },
            },
          ],
        },
      ],
      pulls: [
        {
          number: 7,
          author: 'dana',
          mergedAt: '2026-11-19T10:00:00Z',
          mergedBy: 'olga',
          commits: [{ sha, author: 'dana', verified: true }],
          reviews: [
            { user: 'rick', state: 'APPROVED' },
            { user: null, state: 'COMMENTED' },
          ],
        },
        { number: 8, author: null, state: 'closed', headRepository: null },
      ],
      runs: [{ id: 11, workflow, sha, jobs: [{ name: 'test', steps: [{ name: 'npm test' }] }] }],
      checkRuns: [{ sha, name: 'gate', conclusion: 'failure' }],
      statuses: [{ sha, context: 'legacy', state: 'success' }],
      environments: [
        {
          name: 'production',
          reviewers: ['User:olga', 'Team:core'],
          preventSelfReview: true,
          waitMinutes: 5,
          branches: ['main', 'release/*'],
          secrets: [{ name: 'KEY' }],
          customRules: ['gate'],
        },
      ],
      secrets: [{ name: 'A' }],
      dependabotSecrets: [{ name: 'B' }],
      runners: [{ id: 2, name: 'r2' }],
      deployKeys: [{ id: 1, title: 'deploy', readOnly: false }],
      hooks: [{ id: 2, url: 'http://hooks.example.com', insecureSsl: '1', hasSecret: false }],
      actions: { allowed: { patterns: [] } },
      security: {
        secretAlerts: [{ number: 1 }, { number: 2, state: 'resolved', resolution: 'revoked' }],
        dependabotAlerts: [
          { number: 1 },
          { number: 2, state: 'dismissed' },
          { number: 3, state: 'fixed' },
          { number: 4, state: 'auto_dismissed', firstPatchedVersion: null, scope: null },
        ],
        codeScanning: [{ number: 1 }, { number: 2, state: 'dismissed' }, { number: 3, state: 'fixed' }],
      },
    },
  ],
});

/** Fills the path of every operation. */
export const places = {
  org: 'prepay',
  owner: 'prepay',
  repo: 'wallet',
  branch: 'main',
  ref: sha,
  commit_sha: sha,
  path: workflow,
  tree_sha: 'main',
  file_sha: blobSha(text),
  pull_number: 7,
  ruleset_id: 2,
  run_id: 11,
  workflow_id: 'ci.yml',
  environment_name: 'production',
  secret_name: 'NPM_TOKEN',
  runner_group_id: 1,
  team_slug: 'core',
};
