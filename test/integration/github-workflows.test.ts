import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import pinned from '../../controls/source-control/actions-pinned/check.js';
import gates from '../../controls/source-control/required-gates-really-enforced/check.js';
import exploitable from '../../controls/source-control/workflows-not-exploitable/check.js';
import { githubCaller } from '../../src/collect/github/caller.js';
import type { Repository as Collected } from '../../src/collect/github/audited.js';
import { collectBranches } from '../../src/collect/github/collect-branches.js';
import { collectWorkflows } from '../../src/collect/github/collect-workflows.js';
import { repositoryScope } from '../../src/collect/github/read-of.js';
import { liveTransport } from '../../src/collect/transport/live.js';
import { closeConnections } from '../../src/collect/transport/proxy.js';
import { recorder } from '../../src/collect/transport/recorder.js';
import type { Check } from '../../src/core/check.js';
import { controlDefinition } from '../../src/core/control.js';
import type { Finding } from '../../src/core/finding.js';
import { evaluate } from '../../src/evaluate/evaluate.js';
import { FactBase } from '../../src/facts/fact-base.js';
import { memoryRecording } from '../unit/peers/memory-recording.js';
import { stubNoProxy } from '../unit/peers/proxy-environment.js';
import { watched } from '../unit/peers/scripted-caller.js';
import { type GithubPeer, scenario, startGithub } from './peers/github/index.js';
import type { PullRequest } from './peers/github/scenario-changes.js';
import type { Repository } from './peers/github/scenario-repository.js';

const controls: Readonly<Record<string, Check>> = {
  'actions-pinned': pinned,
  'workflows-not-exploitable': exploitable,
  'required-gates-really-enforced': gates,
};

const sha = '0123456789abcdef0123456789abcdef01234567';
const checkout = `uses: actions/checkout@${sha}`;
const ci = (...steps: readonly string[]): string =>
  `name: CI\non:\n  pull_request:\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n${steps.map((step) => `      - ${step}\n`).join('')}`;
const workflow = (text: string, name = 'ci') => ({ [`.github/workflows/${name}.yml`]: text });

const heads = ['1', '2', '3', '4', '5', '6'].map((digit) => digit.repeat(40));
const pulls: readonly PullRequest[] = heads.map((head, at) => ({
  number: at + 1,
  author: 'dana',
  mergedAt: `2026-01-0${at + 1}T00:00:00Z`,
  commits: [{ author: 'dana', sha: head }],
}));
const runsOf = (name = 'test', conclusion: 'success' | 'skipped' | 'failure' = 'success') =>
  heads.map((head, at) => ({
    id: at + 1,
    workflow: '.github/workflows/ci.yml',
    sha: head,
    jobs: [{ name, conclusion }],
  }));
const requires = (...checks: readonly object[]) => [
  {
    id: 10,
    name: 'main',
    rules: [
      {
        type: 'required_status_checks',
        parameters: { strict_required_status_checks_policy: true, required_status_checks: checks },
      },
    ],
  },
];
const test = { context: 'test', integration_id: 15368 };
const gated = { commits: [], pulls, runs: runsOf(), rulesets: requires(test) };

const repositories: readonly Repository[] = [
  { name: 'clean', ...gated, files: workflow(ci(checkout, 'run: npm test')) },
  { name: 'bare' },
  { name: 'empty', empty: true },
  { name: 'tags', ...gated, files: workflow(ci('uses: actions/checkout@v4', 'run: npm test')) },
  {
    name: 'swallows',
    ...gated,
    files: workflow(ci(checkout, 'run: npm test || true')),
  },
  { name: 'skipped', ...gated, runs: runsOf('test', 'skipped'), files: workflow(ci(checkout, 'run: npm test')) },
  {
    name: 'gone',
    ...gated,
    runs: runsOf('lint'),
    files: workflow(ci(checkout, 'run: npm test').replace('test:', 'lint:')),
  },
  {
    name: 'called',
    ...gated,
    runs: runsOf('ci / test'),
    rulesets: requires({ context: 'ci / test', integration_id: 15368 }),
    files: workflow('on: pull_request\njobs:\n  ci:\n    uses: prepay/shared/.github/workflows/test.yml@main\n'),
  },
  {
    name: 'shared',
    files: {
      ...workflow(ci(checkout, 'run: npm test').replace('pull_request:', 'workflow_call:'), 'test'),
      'say/action.yml': 'runs:\n  using: composite\n  steps:\n    - run: echo ${{ inputs.title }}\n      shell: bash\n',
    },
  },
  {
    name: 'pwned',
    files: workflow(
      `on: pull_request_target\njobs:\n  a:\n    steps:\n      - ${checkout}\n        with: { ref: "\${{ github.event.pull_request.head.sha }}" }\n      - run: npm ci\n`,
    ),
  },
  {
    name: 'injected',
    files: workflow(
      'on: issues\njobs:\n  a:\n    steps:\n      - uses: prepay/shared/say@main\n        with: { title: "${{ github.event.issue.title }}" }\n',
    ),
  },
  {
    name: 'jenkins',
    ...gated,
    runs: [],
    checkRuns: heads.map((head) => ({ sha: head, name: 'jenkins', app: { id: 99, slug: 'jenkins' } })),
    rulesets: requires({ context: 'jenkins', integration_id: 99 }),
  },
  {
    name: 'large',
    ...gated,
    files: { ...workflow(ci(checkout, 'run: npm test')), ...workflow('#'.repeat(2_000_000), 'big') },
  },
];

const short: Readonly<Record<string, string>> = { pass: 'P', fail: 'F', unknown: '?', 'not-applicable': '-' };
let peer: GithubPeer;

beforeAll(async () => {
  stubNoProxy();
  peer = await startGithub(scenario({ repositories }));
});
afterAll(async () => {
  await peer.stop();
  await closeConnections();
  vi.unstubAllEnvs();
});

async function findingsOf(token: string, name: string, of: GithubPeer = peer): Promise<readonly Finding[]> {
  const caller = githubCaller({ token: of.tokens[token] ?? '', apiUrl: of.url });
  const store = memoryRecording();
  const transport = recorder({
    live: liveTransport({ ...watched({ timeoutMs: 60_000 }).options, callers: [caller] }),
    operation: ({ operation }) => caller.operation(operation),
    append: (line) => store.append(line),
    recorded: store,
  });
  const facts = new FactBase();
  const scope = repositoryScope('prepay', name);
  const defaultBranch = name === 'empty' ? null : 'main';
  const data = {
    id: `prepay/${name}`,
    visibility: 'private',
    defaultBranch,
    isArchived: false,
    isFork: false,
  } as const;
  const repository: Collected = { scope, data, pushedAt: null };
  facts.fact({ kind: 'github.repository', id: data.id, name, scope, data, evidence: [] });
  facts.covered('github.repository', scope, { gap: null, reads: [], delivered: true });
  const reading = { transport, sink: facts };
  await Promise.all([collectBranches(reading, repository), collectWorkflows(reading, repository)]);
  const { findings } = evaluate({
    facts,
    controls: Object.entries(controls).map(([id, check]) => ({
      definition: definitionOf(id),
      digest: '',
      load: () => Promise.resolve(check),
    })),
    selected: new Set(Object.keys(controls)),
    sources: [{ source: 'github', state: 'read', gap: null }],
    parameters: {},
    catalogs: [],
    partial: false,
  });
  const all: Finding[] = [];
  for await (const finding of findings) all.push(finding);
  return all;
}

function definitionOf(id: string) {
  const url = new URL(`../../controls/source-control/${id}/control.yaml`, import.meta.url);
  return controlDefinition.parse(parse(readFileSync(url, 'utf8')));
}

function of(findings: readonly Finding[], id: string): Finding | undefined {
  return findings.find(({ control }) => control === id);
}

/** pinned, exploitable, gates. */
function outcomes(findings: readonly Finding[]): string {
  return Object.keys(controls)
    .map((id) => short[of(findings, id)?.outcome ?? ''] ?? 'none')
    .join('');
}

const seen = {
  // A fine-grained token cannot have the permission to read check runs; the App can. A member may not see classic protection.
  clean: { owner: 'PPP', reader: 'PP?', app: 'PPP', member: 'PP?', blind: '???' },
  bare: { owner: 'PP-', reader: 'PP-', app: 'PP-', blind: '???' },
  empty: { owner: 'PP-', reader: 'PP-' },
  tags: { owner: 'FPP', reader: 'FP?', app: 'FPP', blind: '???' },
  swallows: { owner: 'PPF', reader: 'PPF', app: 'PPF' },
  skipped: { owner: 'PPF', reader: 'PP?', app: 'PPF' },
  gone: { owner: 'PPF', reader: 'PPF' },
  called: { owner: 'PPP', reader: 'PP?', app: 'PPP' },
  shared: { owner: 'PP-' },
  pwned: { owner: 'PF-', reader: 'PF-', blind: '???' },
  injected: { owner: 'PF-', reader: 'PF-' },
  jenkins: { owner: 'PPP', reader: 'PP?', app: 'PPP' },
  large: { owner: '???', reader: '???' },
} as const;

describe('the workflows of an organization', () => {
  it.each(Object.entries(seen))('%s is judged by what each token may see', async (name, expected) => {
    const found = await Promise.all(
      Object.keys(expected).map(async (token) => [token, outcomes(await findingsOf(token, name))] as const),
    );
    expect(Object.fromEntries(found)).toEqual(expected);
  });

  it.each([
    ['tags', 'actions-pinned', /ci\.yml:8 actions\/checkout@v4$/u, 8],
    ['pwned', 'workflows-not-exploitable', /ci\.yml:5 fetches the code of a pull request on pull_request_target/u, 5],
    ['injected', 'workflows-not-exploitable', /prepay\/shared\/say@main say\/action\.yml:4 puts inputs\.title/u, 5],
    ['swallows', 'required-gates-really-enforced', /swallowed at \.github\/workflows\/ci\.yml:9 \(\|\| true\)$/u, 5],
    [
      'skipped',
      'required-gates-really-enforced',
      /test: was skipped, which counts as passed, on prepay\/skipped#6; /u,
      5,
    ],
  ])('%s: %s names file and line', async (name, control, observed, line) => {
    const finding = of(await findingsOf('owner', name), control);
    expect(finding?.observed).toMatch(observed);
    expect(finding?.location).toEqual({ path: '.github/workflows/ci.yml', line });
  });

  it('of 2 MB are not read, and named', async () => {
    const finding = of(await findingsOf('owner', 'large'), 'actions-pinned');
    expect(finding?.observed).toContain('.github/workflows/big.yml of 2000000 bytes is larger than');
  });

  it('take a call for the root, one for the folder, one a file and one for each of five merges', async () => {
    const counted = await startGithub(scenario({ repositories: repositories.filter(({ name }) => name === 'clean') }));
    await findingsOf('owner', 'clean', counted);
    const counts = Object.fromEntries(counted.counts());
    expect(counts).toMatchObject({
      'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': 2,
      'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': 1,
      'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': 5,
      // Shared with what reads the branch.
      'GET /repos/{owner}/{repo}/branches/{branch}': 1,
      'GET /repos/{owner}/{repo}/rules/branches/{branch}': 1,
      'GET /repos/{owner}/{repo}/commits': 1,
      'GET /repos/{owner}/{repo}/pulls': 1,
    });
    expect(counts).not.toHaveProperty('GET /repos/{owner}/{repo}/commits/{ref}/status');
    await counted.stop();
  });
});
