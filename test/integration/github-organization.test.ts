import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import actions from '../../controls/source-control/actions-allow-listed/check.js';
import admins from '../../controls/source-control/admins-few-and-active/check.js';
import environments from '../../controls/source-control/production-environments-reviewed/check.js';
import people from '../../controls/source-control/no-members-without-2fa/check.js';
import requirement from '../../controls/source-control/org-requires-2fa/check.js';
import runners from '../../controls/source-control/no-self-hosted-runners-on-public-repositories/check.js';
import workflowToken from '../../controls/source-control/workflow-token-read-only/check.js';
import { githubCaller } from '../../src/collect/github/caller.js';
import type { GithubOptions } from '../../src/collect/github/credentials.js';
import { collectGithub } from '../../src/collect/github/collect.js';
import { collectIdentity } from '../../src/collect/github/collect-identity.js';
import { collectOrganization, openOrganization } from '../../src/collect/github/collect-organization.js';
import { collectRepositories } from '../../src/collect/github/collect-repositories.js';
import { collectRepositorySettings } from '../../src/collect/github/collect-repository-settings.js';
import { organizationScope } from '../../src/collect/github/read-of.js';
import { forEachPage } from '../../src/collect/transport/drain.js';
import { liveTransport } from '../../src/collect/transport/live.js';
import { closeConnections } from '../../src/collect/transport/proxy.js';
import { recorder } from '../../src/collect/transport/recorder.js';
import { replay } from '../../src/collect/transport/replay.js';
import type { Transport } from '../../src/collect/transport/transport.js';
import type { Check } from '../../src/core/check.js';
import { controlDefinition } from '../../src/core/control.js';
import type { Finding } from '../../src/core/finding.js';
import { scopeId } from '../../src/core/scope.js';
import { evaluate } from '../../src/evaluate/evaluate.js';
import { FactBase } from '../../src/facts/fact-base.js';
import { memoryRecording } from '../unit/peers/memory-recording.js';
import { stubNoProxy } from '../unit/peers/proxy-environment.js';
import { watched } from '../unit/peers/scripted-caller.js';
import { type GithubPeer, manyRepositories, readEverything, scenario, startGithub } from './peers/github/index.js';
import type { Organization, Scenario } from './peers/github/scenario.js';

const controls: Readonly<Record<string, Check>> = {
  'org-requires-2fa': requirement,
  'no-members-without-2fa': people,
  'admins-few-and-active': admins,
  'actions-allow-listed': actions,
  'workflow-token-read-only': workflowToken,
  'production-environments-reviewed': environments,
  'no-self-hosted-runners-on-public-repositories': runners,
};

const clean: Partial<Organization> = {
  requiresTwoFactor: true,
  members: [{ login: 'olga', role: 'admin' }, { login: 'dana' }, { login: 'rick' }],
  outsideCollaborators: [{ login: 'ext' }],
  actions: { allowed: { githubOwned: true, patterns: ['docker/*'] } },
  runnerGroups: [{ id: 1, name: 'Default' }],
  runners: [{ id: 1, name: 'build-1' }],
  repositories: [
    {
      name: 'wallet',
      formerNames: ['purse'],
      commits: [{ sha: 'a'.repeat(40), committedAt: '2026-01-15T00:00:00Z', author: 'olga', message: 'Mend a typo' }],
      environments: [
        { name: 'production', reviewers: ['Team:platform'], preventSelfReview: true, canAdminsBypass: false },
        { name: 'staging' },
      ],
    },
    { name: 'sdk', visibility: 'public' },
    { name: 'new', empty: true },
  ],
  teams: [{ slug: 'platform', members: ['dana'] }],
};

const faulty: Partial<Organization> = {
  requiresTwoFactor: false,
  members: [
    ...['olga', 'o2', 'o3', 'o4', 'o5', 'o6'].map((login) => ({ login, role: 'admin' as const })),
    { login: 'dana' },
    { login: 'rick', twoFactor: 'disabled' },
  ],
  outsideCollaborators: [{ login: 'ext', twoFactor: 'insecure' }],
  actions: { allowed: 'all' },
  runnerGroups: [{ id: 1, name: 'Default', visibility: ['sdk'], allowsPublicRepositories: true }],
  runners: [{ id: 1, name: 'build-1' }],
  repositories: [
    {
      name: 'wallet',
      actions: { workflowToken: { permissions: 'write' } },
      environments: [{ name: 'production', reviewers: ['User:olga'] }],
    },
    { name: 'sdk', visibility: 'public', actions: { workflowToken: { canApprovePullRequests: true } } },
    { name: 'web', visibility: 'public', runners: [{ id: 9, name: 'own' }], archived: true },
  ],
};

let peer: GithubPeer;
beforeEach(stubNoProxy);
afterEach(() => {
  vi.unstubAllEnvs();
});
afterAll(closeConnections);
// The client is loaded within the first call, whose time on a busy machine is no part of what is tested.
beforeAll(async () => {
  await Promise.all([import('@octokit/rest'), import('@octokit/auth-app'), import('undici')]);
});

async function withPeer<T>(seed: Scenario, task: () => Promise<T>): Promise<T> {
  peer = await startGithub({ now: '2026-01-20T00:00:00Z', ...seed });
  try {
    return await task();
  } finally {
    await peer.stop();
  }
}

function live(options: Partial<GithubOptions>): { readonly transport: Transport; readonly waits: readonly number[] } {
  const caller = githubCaller({ token: null, apiUrl: peer.url, ...options });
  const { options: watchedOptions, waits } = watched();
  return { transport: liveTransport({ ...watchedOptions, timeoutMs: 20_000, callers: [caller] }), waits };
}

interface Audited {
  readonly facts: FactBase;
  readonly findings: readonly Finding[];
  /** `control resource` → outcome. */
  readonly outcomes: Readonly<Record<string, string>>;
}

async function audit(
  options: Partial<GithubOptions>,
  globs: readonly string[] = ['*'],
  org = 'prepay',
): Promise<Audited> {
  const facts = new FactBase();
  const reading = { transport: live(options).transport, sink: facts };
  const organization = await openOrganization(reading, organizationScope(org));
  const repositories = await collectRepositories(reading, organization, globs);
  await Promise.all([
    collectOrganization(reading, organization, repositories),
    ...repositories.map((repository) => collectRepositorySettings(reading, repository)),
  ]);
  const at = '2026-01-20T00:00:00.000Z';
  const data = { id: 'declared', at };
  facts.fact({ kind: 'time', id: 'declared', name: null, scope: { source: 'run' }, data, evidence: [] });
  facts.covered('time', { source: 'run' }, { gap: null, reads: [], delivered: true });
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
  const named = all.map(({ control, resource, outcome, reason }): [string, string] => [
    `${control} ${resource.kind === 'scope' ? `${scopeId(resource.scope)}/*` : resource.id}`,
    outcome === 'unknown' ? `unknown ${reason ?? ''}` : outcome,
  ]);
  return { facts, findings: all, outcomes: Object.fromEntries(named) };
}

const token = (name: string): Partial<GithubOptions> => ({ token: peer.tokens[name] ?? '' });

function definitionOf(id: string) {
  const url = new URL(`../../controls/source-control/${id}/control.yaml`, import.meta.url);
  return controlDefinition.parse(parse(readFileSync(url, 'utf8')));
}

const allow = 'actions-allow-listed prepay';
const owners = 'admins-few-and-active prepay';
const factors = 'no-members-without-2fa prepay';
const required = 'org-requires-2fa prepay';
const runner = (name: string): string => `no-self-hosted-runners-on-public-repositories prepay/${name}`;
const job = (name: string): string => `workflow-token-read-only prepay/${name}`;
const deployment = (name: string): string => `production-environments-reviewed prepay/${name}`;

const cleanVerdicts: Readonly<Record<string, string>> = {
  [allow]: 'pass',
  [owners]: 'pass',
  [factors]: 'pass',
  [required]: 'pass',
  [runner('new')]: 'not-applicable',
  [runner('sdk')]: 'pass',
  [runner('wallet')]: 'not-applicable',
  [deployment('new/*')]: 'not-applicable',
  [deployment('sdk/*')]: 'not-applicable',
  [deployment('wallet: production')]: 'pass',
  [deployment('wallet: staging')]: 'not-applicable',
  [job('new')]: 'pass',
  [job('sdk')]: 'pass',
  [job('wallet')]: 'pass',
};
const faultyVerdicts: Readonly<Record<string, string>> = {
  [allow]: 'fail',
  [owners]: 'fail',
  [factors]: 'fail',
  [required]: 'fail',
  [runner('sdk')]: 'fail',
  [runner('wallet')]: 'not-applicable',
  [runner('web')]: 'fail',
  [deployment('sdk/*')]: 'not-applicable',
  [deployment('wallet: production')]: 'fail',
  [deployment('web/*')]: 'not-applicable',
  [job('sdk')]: 'fail',
  [job('wallet')]: 'fail',
  [job('web')]: 'pass',
};
/** Repositories that a token does not show to have seen in full. */
const open = {
  [runner('*')]: 'unknown hidden',
  [deployment('*')]: 'unknown hidden',
  [job('*')]: 'unknown hidden',
};
const all = (verdicts: Readonly<Record<string, string>>, of: (name: string) => string, outcome: string) =>
  Object.fromEntries(Object.keys(verdicts).flatMap((name) => (name.startsWith(of('')) ? [[name, outcome]] : [])));

describe('a planted organization', () => {
  const planted = [
    { name: 'clean', seed: clean, verdicts: cleanVerdicts },
    { name: 'faulty', seed: faulty, verdicts: faultyVerdicts },
  ];

  it.each(planted)('that is $name is judged so by a token that sees it', async ({ seed, verdicts }) => {
    await withPeer(scenario(seed), async () => {
      for (const name of ['owner', 'reader']) expect((await audit(token(name))).outcomes, name).toEqual(verdicts);
    });
  });

  it.each(planted)('that is $name hides from an App who has no second factor', async ({ seed, verdicts }) => {
    await withPeer(scenario(seed), async () => {
      const { outcomes } = await audit(token('app'));
      expect(outcomes).toEqual({ ...verdicts, [factors]: 'unknown denied' });
    });
  });

  it.each(planted)('that is $name leaves open to a member what is for owners', async ({ name, seed, verdicts }) => {
    await withPeer(scenario(seed), async () => {
      const { outcomes } = await audit(token('member'));
      expect(outcomes).toEqual({
        ...verdicts,
        ...open,
        ...all(verdicts, job, 'unknown denied'),
        [allow]: 'unknown denied',
        [factors]: 'unknown denied',
        [required]: 'unknown hidden',
        [runner('sdk')]: 'unknown denied',
        ...(name === 'faulty' ? { [runner('web')]: 'unknown denied' } : {}),
      });
    });
  });

  it.each(planted)('that is $name never passes before a token without a scope', async ({ seed }) => {
    await withPeer(scenario(seed), async () => {
      const { outcomes, facts } = await audit(token('blind'));
      expect(outcomes).toMatchObject({ ...open, [allow]: 'unknown denied', [required]: 'unknown hidden' });
      expect(Object.values(outcomes).filter((outcome) => outcome === 'pass' || outcome === 'fail')).toEqual([]);
      const hidden = facts.partition('github.repository', { source: 'github', org: 'prepay' }).coverage.gap;
      expect(hidden?.text).toContain('GitHub tells their number to owners alone');
    });
  });
});

describe('the scope', () => {
  it('of a repository that was renamed is the name that it has now', async () => {
    await withPeer(scenario(clean), async () => {
      const { facts, outcomes } = await audit(token('reader'), ['purse']);
      const { evidence } =
        facts.partition('github.repository', { source: 'github', org: 'prepay', repo: 'wallet' }).facts()[0] ?? {};
      expect(evidence).toHaveLength(1);
      expect(outcomes[job('wallet')]).toBe('pass');
      expect(peer.requests().map(({ target, status }) => [target, status])).toContainEqual([
        '/repos/prepay/purse',
        301,
      ]);
    });
  });

  it.each([
    ['reader', ['pay-*'], 'prepay', 'PREPAY_UNKNOWN_REPOSITORY', 'matches pay-*'],
    ['reader', ['nothing'], 'prepay', 'PREPAY_UNKNOWN_REPOSITORY', 'no repository nothing'],
    ['blind', ['wallet'], 'prepay', 'PREPAY_UNKNOWN_REPOSITORY', 'no repository wallet'],
    ['owner', ['*'], 'nobody', 'PREPAY_UNKNOWN_ORGANIZATION', 'GitHub has no organization nobody'],
  ])('that names nothing ends the run: %s, %s of %s', async (name, globs, org, code, text) => {
    await withPeer(scenario(clean), async () => {
      const ended = audit(token(name), globs, org);
      await expect(ended).rejects.toMatchObject({ code, message: expect.stringContaining(text) as string });
    });
  });

  it('knows an empty repository by its branches, and asks no other for them', async () => {
    await withPeer(scenario(clean), async () => {
      const { facts } = await audit(token('owner'));
      const branches = ['new', 'sdk', 'wallet'].map(
        (repo) =>
          facts.partition('github.repository', { source: 'github', org: 'prepay', repo }).facts()[0]?.data
            .defaultBranch,
      );
      expect(branches).toEqual([null, 'main', 'main']);
    });
  });

  it('of 5,000 repositories is read in pages; one fails alone, and what the hour has no call for is left open', async () => {
    const repositories = manyRepositories(5000, 'service');
    const fault = {
      operation: 'GET /repos/{owner}/{repo}/actions/permissions/workflow',
      where: '/service-7/',
      how: { kind: 'status', status: 451 },
    } as const;
    await withPeer(scenario({ ...clean, repositories }, { faults: [fault], limits: { remaining: 1000 } }), async () => {
      const before = process.memoryUsage().heapUsed;
      const { outcomes } = await audit(token('owner'));
      const tokens = Object.entries(outcomes).filter(([name]) => name.startsWith(job('')));
      const count = (outcome: string): number => tokens.filter(([, found]) => found === outcome).length;
      expect(tokens).toHaveLength(5000);
      expect(outcomes[job('service-7')]).toBe('unknown denied');
      expect(count('pass')).toBeGreaterThan(400);
      expect(count('pass') + count('unknown throttled')).toBe(4999);
      const lists = peer.requests().filter(({ operation }) => operation === 'GET /orgs/{org}/repos');
      expect(new Set(lists.map(({ target }) => target)).size).toBe(50);
      expect(peer.requests().filter(({ status }) => status === 403).length).toBeLessThan(20);
      expect((process.memoryUsage().heapUsed - before) / 2 ** 20).toBeLessThan(500);
    });
  }, 180_000);
});

describe('GitHub in a bad way', () => {
  it('breaks off on page 2 of the repositories: what came is judged, and the rest is open', async () => {
    const faults = [{ operation: 'GET /orgs/{org}/repos', where: 'page=2', how: { kind: 'half-body' } }] as const;
    await withPeer(scenario(clean, { faults, pageSizeAtMost: 2 }), async () => {
      const { outcomes } = await audit(token('owner'));
      expect(outcomes).toMatchObject({
        [job('*')]: 'unknown failed',
        [runner('*')]: 'unknown failed',
        [allow]: 'pass',
      });
      expect(Object.keys(outcomes).filter((name) => name.startsWith(job('')))).toHaveLength(3);
    });
  });

  it('wants single sign-on, and says where', async () => {
    const tokens = {
      unsigned: { kind: 'classic', user: 'olga', scopes: ['repo', 'admin:org'], ssoAuthorized: false },
    } as const;
    await withPeer(scenario({ ...clean, singleSignOn: true }, { tokens }), async () => {
      const { outcomes } = await audit(token('unsigned'), ['*']);
      expect(Object.values(outcomes)).not.toContain('fail');
      const { transport } = live(token('unsigned'));
      const request = {
        source: 'github',
        scope: { source: 'github', org: 'prepay' },
        operation: 'GET /orgs/{org}/members',
        input: {},
      } as const;
      const { end, outcome } = await forEachPage(transport, request, () => undefined);
      expect(outcome).toBe('denied');
      expect(end?.error?.message).toMatch(/Authorise the token at https:\/\/github\.com\/orgs\/prepay\/sso/u);
    });
  });

  it('revokes the token in the middle, and is not asked on', async () => {
    const tokens = {
      fleeting: { kind: 'classic', user: 'olga', scopes: ['repo', 'admin:org'], revokedAfter: 3 },
    } as const;
    const repositories = manyRepositories(50, 'service');
    await withPeer(scenario({ ...clean, repositories }, { tokens }), async () => {
      const { outcomes } = await audit(token('fleeting'));
      expect(outcomes[required]).toBe('pass');
      expect(outcomes[job('service-40')]).toBe('unknown denied');
      // Three refusals, and what was under way with them.
      expect(peer.requests().filter(({ status }) => status === 401).length).toBeLessThan(12);
    });
  });

  it('asks for a rest, and gets it', async () => {
    const limits = { secondary: { from: 2, to: 2, retryAfterSeconds: 3 } };
    await withPeer(scenario(clean, { limits }), async () => {
      const { transport, waits } = live(token('owner'));
      const of = (operation: string) =>
        ({ source: 'github', scope: { source: 'github', org: 'prepay' }, operation, input: {} }) as const;
      for (const operation of ['GET /orgs/{org}', 'GET /orgs/{org}/members']) {
        expect((await forEachPage(transport, of(operation), () => undefined)).outcome).toBe('complete');
      }
      expect(waits).toEqual([3100]);
    });
  });

  it('has no call left for this hour: what is left is throttled by name, and nothing more is asked', async () => {
    const repositories = manyRepositories(50, 'service');
    const limits = { remaining: 4, resetInSeconds: 1800 };
    await withPeer(scenario({ ...clean, repositories }, { limits }), async () => {
      const { outcomes, facts } = await audit(token('owner'));
      expect(outcomes[required]).toBe('pass');
      expect(outcomes[job('service-9')]).toBe('unknown throttled');
      expect(Object.values(outcomes)).not.toContain('fail');
      expect(peer.requests().filter(({ status }) => status === 403).length).toBeLessThan(12);
      expect(
        facts.partition('github.workflow-token', { source: 'github', org: 'prepay', repo: 'service-9' }).coverage.gap
          ?.reason,
      ).toBe('throttled');
    });
  });

  it.each([
    [
      'a page of HTML under 502',
      { kind: 'status', status: 502, message: '<html>Bad Gateway</html>' },
      'unknown failed',
    ],
    ['a block by law', { kind: 'status', status: 451, message: 'Repository access blocked' }, 'unknown denied'],
    [
      'a redirect to another host',
      { kind: 'status', status: 302, headers: { location: 'https://elsewhere.example/x' } },
      'unknown failed',
    ],
    [
      'a redirect to itself',
      { kind: 'status', status: 302, headers: { location: '/repos/prepay/wallet/actions/permissions/workflow' } },
      'unknown failed',
    ],
    ['HTML under 200', { kind: 'body', text: '<html>log in</html>', type: 'text/html' }, 'unknown failed'],
  ] as const)('answers %s to one repository, and the others stand', async (_, how, outcome) => {
    const operation = 'GET /repos/{owner}/{repo}/actions/permissions/workflow';
    await withPeer(scenario(clean, { faults: [{ operation, where: '/wallet/', how }] }), async () => {
      const { outcomes } = await audit(token('owner'));
      expect(outcomes).toEqual({ ...cleanVerdicts, [job('wallet')]: outcome });
    });
  });
});

describe('a GitHub App', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const app = (more: Partial<NonNullable<GithubOptions['app']>> = {}): Partial<GithubOptions> => ({
    app: { id: '12', installationId: 34, privateKey: () => Promise.resolve(privateKey), ...more },
  });
  const installation = { id: 34, organization: 'prepay', permissions: { ...readEverything, checks: 'read' } } as const;
  const apps = [
    {
      id: 12,
      slug: 'prepay-audit',
      publicKey,
      installations: [installation, { ...installation, id: 35, suspended: true }],
    },
  ];
  const minting = 'POST /app/installations/{installation_id}/access_tokens';

  it('signs in by itself, once, and is named', async () => {
    await withPeer(scenario(clean, { apps }), async () => {
      const { outcomes } = await audit(app());
      expect(outcomes).toEqual({ ...cleanVerdicts, [factors]: 'unknown denied' });
      expect(peer.counts().get(minting)).toBe(1);
      const name = await collectIdentity({ transport: live(app()).transport, sink: new FactBase() });
      expect(name).toBe('app prepay-audit, which may also write: checks');
    });
  });

  it('mints another token where GitHub took the first no longer', async () => {
    const faults = [
      {
        operation: 'GET /orgs/{org}/members',
        calls: [1],
        how: { kind: 'status', status: 401, message: 'Bad credentials' },
      },
    ] as const;
    await withPeer(scenario(clean, { apps, faults }), async () => {
      expect((await audit(app())).outcomes).toEqual({ ...cleanVerdicts, [factors]: 'unknown denied' });
      expect(peer.counts().get(minting)).toBe(2);
    });
  });

  it.each([
    ['that is suspended', { installationId: 35 }, 'This installation has been suspended'],
    ['of which there is none', { installationId: 99 }, 'gives App 12 no token of installation 99'],
    ['of another App', { id: '13' }, 'Integration not found'],
  ])('gets no token of an installation %s, and asks once', async (_, more, text) => {
    await withPeer(scenario(clean, { apps }), async () => {
      const { outcomes, facts } = await audit(app(more));
      expect(new Set(Object.values(outcomes))).toEqual(new Set(['unknown denied']));
      expect(peer.counts().get(minting)).toBe(1);
      const { transport } = live(app(more));
      const request = {
        source: 'github',
        scope: { source: 'github', org: 'prepay' },
        operation: 'GET /orgs/{org}',
        input: {},
      } as const;
      const { end } = await forEachPage(transport, request, () => undefined);
      expect(end?.error).toMatchObject({ class: 'access-denied', message: expect.stringContaining(text) as string });
      expect(facts.partition('github.org', { source: 'github', org: 'prepay' }).coverage.gap?.reason).toBe('denied');
    });
  });

  it.each([
    ['cannot be read', () => Promise.reject(new Error('ENOENT'))],
    ['is none', () => Promise.resolve('no key')],
  ])('whose key %s has no credentials', async (_, key) => {
    await withPeer(scenario(clean, { apps }), async () => {
      const { transport } = live(app({ privateKey: key }));
      const request = { source: 'github', scope: { source: 'github' }, operation: 'GET /app', input: {} } as const;
      const { end } = await forEachPage(transport, request, () => undefined);
      expect(end?.error).toMatchObject({ class: 'no-credentials', code: 'AppKey' });
      expect(peer.requests()).toEqual([]);
    });
  });
});

describe('the whole collector', () => {
  it('gives the same facts from its recording, which holds no token and no address', async () => {
    await withPeer(scenario(clean), async () => {
      const caller = githubCaller({ token: peer.tokens['owner'] ?? '', apiUrl: peer.url });
      const store = memoryRecording();
      const transport = recorder({
        live: liveTransport({ ...watched().options, timeoutMs: 20_000, callers: [caller] }),
        operation: ({ operation }) => caller.operation(operation),
        append: (line) => store.append(line),
        recorded: store,
      });
      const organizations = [{ org: 'prepay', repositories: ['*'] }];
      const [first, second] = [new FactBase(), new FactBase()];
      const collected = await collectGithub({ transport, sink: first, organizations });
      expect(await collectGithub({ transport: replay(store), sink: second, organizations })).toEqual(collected);
      expect(collected.identity).toMatch(/^olga, whose token may also write: admin:org/u);
      expect(collected.scopes.map(scopeId)).toEqual(['prepay', 'prepay/new', 'prepay/sdk', 'prepay/wallet']);
      const populations = (facts: FactBase) => [...facts.populations()].map((one) => JSON.stringify(one)).sort();
      expect(populations(second)).toEqual(populations(first));
      const text = JSON.stringify(store.all);
      expect(text).not.toContain(peer.tokens['owner']);
      const addresses = [...text.matchAll(/[\w.]+@[\w-]+\.\w+/gu)].map(([address]) => address);
      expect(addresses.filter((address) => address !== 'git@github.com')).toEqual([]);
    });
  });
});
