import { type Scenario, scenario } from '../../test/integration/peers/github/index.js';
import type { Repository } from '../../test/integration/peers/github/scenario-repository.js';
import type { Ruleset } from '../../test/integration/peers/github/scenario-parts.js';
import type { DemoState } from './demo.js';

/** The commit that the demo's build is of: the head of the wallet's default branch. */
export const walletCommit = (state: DemoState): string => (state === 'before' ? 'b' : 'a').repeat(40);

const sha = '08c6903cd8c0fde910a37f88322edcfb5dd907a8';
const app = 15_368;

/** The demo's organization on GitHub; what has a date has one so many days before `day`, a midnight in UTC. */
export function demoOrganization(state: DemoState, day: Date): Scenario {
  const isBefore = state === 'before';
  const ago = (days: number): string => new Date(day.getTime() - days * 86_400_000).toISOString().replace('.000Z', 'Z');
  return scenario(
    {
      requiresTwoFactor: !isBefore,
      members: [
        { login: 'olga', role: 'admin' },
        { login: 'dana', twoFactor: isBefore ? 'disabled' : 'secure' },
        { login: 'rick' },
        ...(isBefore ? [{ login: 'pete', role: 'admin' as const }] : []),
      ],
      outsideCollaborators: [{ login: 'agency-dev', twoFactor: isBefore ? 'insecure' : 'secure' }],
      actions: {
        allowed: isBefore ? 'all' : { githubOwned: true, verified: false, patterns: ['aquasecurity/trivy-action@*'] },
        workflowToken: { permissions: isBefore ? 'write' : 'read', canApprovePullRequests: isBefore },
      },
      secrets: [
        {
          name: 'REGISTRY_TOKEN',
          visibility: isBefore ? 'all' : ['wallet'],
          createdAt: ago(800),
          updatedAt: ago(isBefore ? 600 : 40),
        },
      ],
      hooks: [{ id: 11, url: 'https://chat.example/hook', hasSecret: !isBefore, insecureSsl: isBefore ? '1' : '0' }],
      repositories: [wallet(isBefore, ago), docs(isBefore, ago)],
    },
    { now: day.toISOString() },
  );
}

type Ago = (days: number) => string;

function wallet(isBefore: boolean, ago: Ago): Repository {
  const [author, reviewer] = ['dana', 'rick'];
  return {
    name: 'wallet',
    id: 101,
    files: {
      'README.md': '# wallet\n',
      'package-lock.json': '{}\n',
      '.github/workflows/ci.yml': isBefore ? looseWorkflow : strictWorkflow,
      ...(isBefore ? { '.github/workflows/preview.yml': previewWorkflow } : {}),
    },
    rulesets: [protection(isBefore)],
    pulls: [31, 32, 33].map((number) => ({
      number,
      author,
      mergedAt: ago(40 - number),
      mergedBy: isBefore ? author : reviewer,
      ...(number === 33 ? { mergeCommitSha: walletCommit(isBefore ? 'before' : 'after') } : {}),
      commits: [{ sha: commitOf(number), author, committedAt: ago(41 - number) }],
      reviews: isBefore ? [] : [{ user: reviewer, state: 'APPROVED' as const, submittedAt: ago(40.5 - number) }],
    })),
    runs: [31, 32, 33].map((number) => ({
      id: number,
      workflow: '.github/workflows/ci.yml',
      sha: commitOf(number),
      branch: `change-${number}`,
      event: 'pull_request',
      status: 'completed' as const,
      conclusion: 'success' as const,
      createdAt: ago(41 - number),
      jobs: [{ name: 'test' }],
    })),
    environments: [
      {
        name: 'production',
        ...(isBefore ? {} : { reviewers: ['User:rick'], preventSelfReview: true, canAdminsBypass: false }),
        branches: isBefore ? null : 'protected',
      },
    ],
    secrets: [{ name: 'DEPLOY_ROLE', createdAt: ago(300), updatedAt: ago(30) }],
    deployKeys: [{ id: 21, title: 'cluster', readOnly: !isBefore, createdAt: ago(200) }],
    hooks: [{ id: 12, url: `${isBefore ? 'http' : 'https'}://deploy.example/hook` }],
    security: {
      settings: {
        secret_scanning: isBefore ? 'disabled' : 'enabled',
        secret_scanning_push_protection: isBefore ? 'disabled' : 'enabled',
      },
      dependabotAlertsOn: true,
      dependabotAlerts: [
        {
          number: 5,
          severity: 'critical',
          package: 'minimist',
          firstPatchedVersion: '1.2.8',
          publishedAt: ago(100),
          createdAt: ago(90),
          ...(isBefore ? {} : { state: 'fixed' as const, fixedAt: ago(60) }),
        },
      ],
      codeScanning: [
        {
          number: 7,
          ruleId: 'js/sql-injection',
          securitySeverity: 'critical',
          createdAt: ago(70),
          ...(isBefore ? {} : { state: 'fixed' as const, fixedAt: ago(65) }),
        },
      ],
    },
  };
}

/** The public documentation, of the same organization. */
function docs(isBefore: boolean, ago: Ago): Repository {
  return {
    name: 'docs',
    id: 102,
    visibility: 'public',
    files: { 'README.md': '# docs\n', '.github/workflows/ci.yml': strictWorkflow },
    rulesets: [{ ...protection(false), id: 202 }],
    pulls: [
      {
        number: 4,
        author: 'dana',
        mergedAt: ago(6),
        mergedBy: 'rick',
        commits: [{ sha: commitOf(4), author: 'dana', committedAt: ago(7) }],
        reviews: [{ user: 'rick', state: 'APPROVED', submittedAt: ago(6.5) }],
      },
    ],
    runs: [
      {
        id: 41,
        workflow: '.github/workflows/ci.yml',
        sha: commitOf(4),
        branch: 'change-4',
        event: 'pull_request',
        status: 'completed',
        conclusion: 'success',
        createdAt: ago(7),
        jobs: [{ name: 'test' }],
      },
    ],
    runners: isBefore ? [{ id: 31, name: 'build-host', labels: ['self-hosted'] }] : [],
    security: {
      secretAlerts: [
        {
          number: 1,
          createdAt: ago(50),
          ...(isBefore ? {} : { state: 'resolved' as const, resolution: 'revoked' as const, resolvedAt: ago(30) }),
        },
      ],
      codeScanning: [],
    },
  };
}

const reviewRules = [
  { type: 'deletion' },
  { type: 'non_fast_forward' },
  {
    type: 'pull_request',
    parameters: {
      required_approving_review_count: 1,
      dismiss_stale_reviews_on_push: true,
      require_code_owner_review: true,
      require_last_push_approval: true,
      required_review_thread_resolution: true,
      allowed_merge_methods: ['merge', 'squash'],
    },
  },
];

function protection(isBefore: boolean): Ruleset {
  return {
    id: 201,
    name: 'main',
    // Before: the ruleset is tried out only, and enforces nothing.
    enforcement: isBefore ? 'evaluate' : 'active',
    bypassActors: isBefore ? [{ actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'always' }] : [],
    rules: [
      ...reviewRules,
      {
        type: 'required_status_checks',
        parameters: {
          strict_required_status_checks_policy: true,
          do_not_enforce_on_create: false,
          required_status_checks: [{ context: 'test', integration_id: app }],
        },
      },
    ],
  };
}

function commitOf(number: number): string {
  return number.toString(16).padStart(40, 'c');
}

const strictWorkflow = `name: ci
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@${sha}
      - run: npm ci
      - run: npm test
`;

const looseWorkflow = `name: ci
on:
  push:
    branches: [main]
  pull_request:
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v5
      - uses: aquasecurity/trivy-action@master
        with:
          exit-code: 0
      - run: npm test || true
`;

const previewWorkflow = `name: preview
on: pull_request_target
jobs:
  preview:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v5
        with:
          ref: \${{ github.event.pull_request.head.sha }}
      - run: npm ci && npm run preview
      - run: echo "Preview of \${{ github.event.pull_request.title }}"
`;
