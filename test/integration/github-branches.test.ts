import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import bypassable from '../../controls/source-control/default-branch-not-bypassable/check.js';
import history from '../../controls/source-control/default-branch-history-protected/check.js';
import checks from '../../controls/source-control/default-branch-requires-checks/check.js';
import review from '../../controls/source-control/default-branch-requires-review/check.js';
import merges from '../../controls/source-control/merges-reviewed-by-another/check.js';
import { githubCaller } from '../../src/collect/github/caller.js';
import { collectBranches } from '../../src/collect/github/collect-branches.js';
import { repositoryScope } from '../../src/collect/github/read-of.js';
import { liveTransport } from '../../src/collect/transport/live.js';
import { closeConnections } from '../../src/collect/transport/proxy.js';
import { recorder } from '../../src/collect/transport/recorder.js';
import type { Check } from '../../src/core/check.js';
import { controlDefinition } from '../../src/core/control.js';
import type { Finding } from '../../src/core/finding.js';
import type { ReadLine } from '../../src/core/read.js';
import { evaluate } from '../../src/evaluate/evaluate.js';
import { FactBase } from '../../src/facts/fact-base.js';
import { memoryRecording } from '../unit/peers/memory-recording.js';
import { stubNoProxy } from '../unit/peers/proxy-environment.js';
import { watched } from '../unit/peers/scripted-caller.js';
import { type GithubPeer, scenario, startGithub } from './peers/github/index.js';
import type { PullRequest } from './peers/github/scenario-changes.js';
import type { Rule } from './peers/github/scenario-parts.js';
import type { Repository } from './peers/github/scenario-repository.js';

const controls: Readonly<Record<string, Check>> = {
  'default-branch-requires-review': review,
  'default-branch-requires-checks': checks,
  'default-branch-not-bypassable': bypassable,
  'default-branch-history-protected': history,
  'merges-reviewed-by-another': merges,
};

const pullRequest = (more: object = {}): Rule => ({
  type: 'pull_request',
  parameters: {
    required_approving_review_count: 1,
    dismiss_stale_reviews_on_push: true,
    require_code_owner_review: false,
    require_last_push_approval: true,
    required_review_thread_resolution: false,
    ...more,
  },
});
const statusChecks = (...required: readonly object[]): Rule => ({
  type: 'required_status_checks',
  parameters: { strict_required_status_checks_policy: true, required_status_checks: required },
});
const test = { context: 'test', integration_id: 15368 };
const allRules: readonly Rule[] = [
  pullRequest(),
  statusChecks(test),
  { type: 'deletion' },
  { type: 'non_fast_forward' },
];
const approved = (number: number, at: string): PullRequest => ({
  number,
  author: 'dana',
  mergedAt: at,
  reviews: [{ user: 'rick', state: 'APPROVED', submittedAt: at }],
});
const start = { sha: 'a'.repeat(40), committedAt: '2025-01-01T00:00:00Z', message: 'First commit' };
const good = { commits: [], pulls: [approved(1, '2026-01-01T00:00:00Z'), approved(2, '2026-01-02T00:00:00Z')] };

const strict = {
  enforceAdmins: true,
  reviews: { count: 1, dismissStale: true, lastPushApproval: true },
  checks: { strict: true, checks: [{ context: 'test', app_id: 15368 }] },
};

const repositories: readonly Repository[] = [
  { name: 'by-ruleset', ...good, rulesets: [{ id: 10, name: 'main', rules: allRules }] },
  { name: 'by-classic', ...good, branches: [{ name: 'main', protection: strict }] },
  {
    name: 'by-both',
    ...good,
    branches: [{ name: 'main', protection: strict }],
    rulesets: [{ id: 11, name: 'main', rules: allRules }],
  },
  { name: 'by-organization', ...good },
  { name: 'evaluated', ...good, rulesets: [{ id: 12, name: 'main', enforcement: 'evaluate', rules: allRules }] },
  { name: 'disabled', ...good, rulesets: [{ id: 13, name: 'main', enforcement: 'disabled', rules: allRules }] },
  {
    name: 'elsewhere',
    ...good,
    rulesets: [{ id: 14, name: 'releases', include: ['refs/heads/release/*'], rules: allRules }],
  },
  {
    name: 'excluded',
    ...good,
    rulesets: [{ id: 15, name: 'all', include: ['~ALL'], exclude: ['refs/heads/main'], rules: allRules }],
  },
  {
    name: 'bypassed',
    ...good,
    rulesets: [
      {
        id: 16,
        name: 'main',
        rules: allRules,
        bypassActors: [{ actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'pull_request' }],
      },
    ],
  },
  {
    name: 'loose',
    pulls: [
      { ...approved(1, '2026-01-01T00:00:00Z'), reviews: [{ user: 'dana', state: 'APPROVED' }] },
      { ...approved(2, '2026-01-02T00:00:00Z'), reviews: [{ user: 'rick', state: 'APPROVED', sha: 'b'.repeat(40) }] },
      { ...approved(3, '2026-01-03T00:00:00Z'), reviews: [{ user: 'rick', state: 'DISMISSED' }] },
      { number: 4, author: 'rick', state: 'closed' },
    ],
    commits: [
      { sha: 'c'.repeat(40), parents: [start.sha], committedAt: '2026-02-01T00:00:00Z', author: 'rick' },
      start,
    ],
    rulesets: [
      {
        id: 17,
        name: 'main',
        rules: [
          pullRequest({ dismiss_stale_reviews_on_push: false }),
          statusChecks({ context: 'test' }),
          { type: 'deletion' },
        ],
      },
    ],
  },
  {
    name: 'lax-classic',
    ...good,
    branches: [{ name: 'main', protection: { allowForcePushes: true, reviews: { count: 0 } } }],
  },
  { name: 'bare', visibility: 'public', commits: [start] },
  { name: 'empty', empty: true },
];

const short: Readonly<Record<string, string>> = { pass: 'P', fail: 'F', unknown: '?', 'not-applicable': '-' };
let peer: GithubPeer;

beforeAll(async () => {
  stubNoProxy();
  peer = await startGithub(
    scenario({
      repositories,
      rulesets: [
        { id: 3, name: 'organization', repositories: { include: ['by-organization'] }, rules: allRules },
        { id: 4, name: 'tried', enforcement: 'evaluate', rules: allRules },
      ],
    }),
  );
});
afterAll(async () => {
  await peer.stop();
  await closeConnections();
  vi.unstubAllEnvs();
});

interface Audited {
  readonly findings: readonly Finding[];
  readonly lines: readonly ReadLine[];
}

async function findingsOf(token: string, name: string, of: GithubPeer = peer): Promise<readonly Finding[]> {
  return (await audit(token, name, of)).findings;
}

async function audit(token: string, name: string, of: GithubPeer): Promise<Audited> {
  const caller = githubCaller({ token: of.tokens[token] ?? '', apiUrl: of.url });
  const store = memoryRecording();
  const transport = recorder({
    live: liveTransport({ ...watched({ timeoutMs: 60_000 }).options, callers: [caller] }),
    operation: ({ operation }) => caller.operation(operation),
    append: (line) => store.append(line),
    recorded: store,
  });
  const facts = new FactBase();
  const { visibility = 'private', empty = false } = repositories.find((one) => one.name === name) ?? {};
  const data = {
    id: `prepay/${name}`,
    visibility,
    defaultBranch: empty ? null : 'main',
    isArchived: false,
    isFork: false,
  };
  await collectBranches({ transport, sink: facts }, { scope: repositoryScope('prepay', name), data, pushedAt: null });
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
  return { findings: all, lines: store.all };
}

function definitionOf(id: string) {
  const url = new URL(`../../controls/source-control/${id}/control.yaml`, import.meta.url);
  return controlDefinition.parse(parse(readFileSync(url, 'utf8')));
}

/** review, checks, bypass, history, merges. */
function outcomes(findings: readonly Finding[]): string {
  return Object.keys(controls)
    .map((id) => short[findings.find(({ control }) => control === id)?.outcome ?? ''] ?? 'none')
    .join('');
}

const seen = {
  // An owner, who may change rulesets; one who reads all and changes nothing; a member; one without a scope.
  'by-ruleset': { owner: 'PPPPP', reader: 'PP?PP', app: 'PP?PP', member: 'P??PP', blind: '?????' },
  'by-classic': { owner: 'PPPPP', reader: 'PPPPP', app: 'PPPPP', member: '????P', blind: '?????' },
  'by-both': { owner: 'PPPPP', reader: 'PP?PP', app: 'PP?PP', member: 'P??PP', blind: '?????' },
  'by-organization': { owner: 'PPPPP', reader: 'PP?PP', app: 'PP?PP', member: 'P??PP', blind: '?????' },
  evaluated: { owner: 'FFFFP', reader: 'FFFFP', app: 'FFFFP', member: 'FFFFP', blind: '?????' },
  disabled: { owner: 'FFFFP', reader: 'FFFFP', app: 'FFFFP', member: 'FFFFP', blind: '?????' },
  elsewhere: { owner: 'FFFFP', reader: 'FFFFP', app: 'FFFFP', member: 'FFFFP', blind: '?????' },
  excluded: { owner: 'FFFFP', reader: 'FFFFP', app: 'FFFFP', member: 'FFFFP', blind: '?????' },
  bypassed: { owner: 'PPFPP', reader: 'PP?PP', app: 'PP?PP', member: 'P??PP', blind: '?????' },
  loose: { owner: 'FFPFF', reader: 'FF?FF', app: 'FF?FF', member: '????F', blind: '?????' },
  'lax-classic': { owner: 'FFFFP', reader: 'FFFFP', app: 'FFFFP', member: '????P', blind: '?????' },
  bare: { owner: 'FFFF-', reader: 'FFFF-', app: 'FFFF-', member: 'FFFF-', blind: 'FFFF-' },
  empty: { owner: '-----', reader: '-----', app: '-----', member: '-----', blind: '?????' },
} as const;

describe('the branches of an organization', () => {
  it.each(Object.entries(seen))('%s is judged by what each token may see', async (name, expected) => {
    const tokens = Object.keys(expected);
    const found = await Promise.all(
      tokens.map(async (token) => [token, outcomes(await findingsOf(token, name))] as const),
    );
    expect(Object.fromEntries(found)).toEqual(expected);
  });

  it('name what is wrong', async () => {
    const findings = await findingsOf('owner', 'loose');
    expect(Object.fromEntries(findings.map(({ control, observed }) => [control, observed]))).toMatchObject({
      'default-branch-requires-review':
        'prepay/loose@main: an approval outlives later changes (ruleset 17 of prepay/loose)',
      'default-branch-requires-checks':
        'prepay/loose@main: test may be reported by whoever can write (ruleset 17 of prepay/loose)',
      'default-branch-history-protected': 'prepay/loose@main: it may be force pushed to (ruleset 17 of prepay/loose)',
      'merges-reviewed-by-another':
        'prepay/loose@main: cccccccccccc came without a pull request (rick); prepay/loose#3: nobody approved it; prepay/loose#2: rick approved an earlier commit than was merged; prepay/loose#1: nobody but its author is seen to have approved it',
    });
  });

  it('keeps no address, message or file of a commit, and no text of a pull request', async () => {
    const { lines } = await audit('owner', 'loose', peer);
    const text = JSON.stringify(lines);
    expect(text).not.toMatch(/email|First commit|"patch"|"author_name"/u);
    expect(text).toContain('not-collected');
  });

  it('reads one page of a long history, and follows twenty commits of it', async () => {
    const pulls = Array.from({ length: 150 }, (_, at) =>
      approved(at + 1, new Date(Date.UTC(2026, 0, 1, at)).toISOString()),
    );
    const long = await startGithub(scenario({ repositories: [{ name: 'long', commits: [], pulls }] }));
    await audit('owner', 'long', long);
    expect(Object.fromEntries(long.counts())).toEqual({
      'GET /repos/{owner}/{repo}/branches/{branch}': 1,
      'GET /repos/{owner}/{repo}/rules/branches/{branch}': 1,
      'GET /repos/{owner}/{repo}/commits': 1,
      'GET /repos/{owner}/{repo}/pulls': 1,
      'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews': 20,
    });
    await long.stop();
  });

  it('is unknown where the second page of the rules breaks, whatever the first had', async () => {
    const rules = [...allRules, { type: 'required_linear_history' }, { type: 'required_signatures' }];
    const broken = await startGithub(
      scenario(
        { repositories: [{ name: 'broken', ...good, rulesets: [{ id: 10, name: 'main', rules }] }] },
        {
          pageSizeAtMost: 4,
          faults: [
            {
              operation: 'GET /repos/{owner}/{repo}/rules/branches/{branch}',
              where: 'page=2',
              how: { kind: 'status', status: 502 },
            },
          ],
        },
      ),
    );
    expect(outcomes(await findingsOf('owner', 'broken', broken))).toBe('????P');
    await broken.stop();
  });

  it('says that the list of who may bypass is hidden, or denied where it is an organization that has it', async () => {
    const reasonOf = async (name: string) =>
      (await findingsOf('reader', name)).find(({ control }) => control === 'default-branch-not-bypassable')?.reason;
    expect([await reasonOf('by-ruleset'), await reasonOf('by-organization')]).toEqual(['hidden', 'denied']);
  });
});
