import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import codeScanning from '../../controls/source-control/no-overdue-code-scanning-alerts/check.js';
import dependabot from '../../controls/source-control/dependabot-alerts-on/check.js';
import keys from '../../controls/source-control/no-writable-deploy-keys/check.js';
import leaks from '../../controls/source-control/no-open-secret-alerts/check.js';
import rotated from '../../controls/source-control/secrets-rotated/check.js';
import scanning from '../../controls/source-control/secret-scanning-on/check.js';
import visible from '../../controls/source-control/secrets-visibility-limited/check.js';
import vulnerable from '../../controls/source-control/no-overdue-dependabot-alerts/check.js';
import webhooks from '../../controls/source-control/webhooks-secure/check.js';
import { githubCaller } from '../../src/collect/github/caller.js';
import { openOrganization } from '../../src/collect/github/collect-organization.js';
import { collectDependabot, readDependabot } from '../../src/collect/github/collect-dependabot.js';
import { collectOrganizationSecurity } from '../../src/collect/github/collect-organization-security.js';
import { collectRepositories } from '../../src/collect/github/collect-repositories.js';
import { collectSecurity } from '../../src/collect/github/collect-security.js';
import { readOverview } from '../../src/collect/github/overview.js';
import { organizationScope } from '../../src/collect/github/read-of.js';
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
import { type GithubPeer, manyRepositories, readEverything, scenario, startGithub } from './peers/github/index.js';
import type { Organization, Scenario } from './peers/github/scenario.js';
import type { Repository } from './peers/github/scenario-repository.js';
import { leakedSecret } from './peers/github/shapes/alerts.js';

/** In the order in which a repository's verdicts are written below. */
const controls: Readonly<Record<string, Check>> = {
  'secret-scanning-on': scanning,
  'no-open-secret-alerts': leaks,
  'dependabot-alerts-on': dependabot,
  'no-overdue-dependabot-alerts': vulnerable,
  'no-overdue-code-scanning-alerts': codeScanning,
  'no-writable-deploy-keys': keys,
  'secrets-rotated': rotated,
  'secrets-visibility-limited': visible,
  'webhooks-secure': webhooks,
};

const now = '2026-11-25T12:00:00Z';
const fresh = { createdAt: '2026-10-26T12:00:00Z' };
const aSecondOver = { createdAt: '2026-10-26T11:59:59Z' };
const ago = (createdAt: string, severity: 'critical' | 'high' | 'medium', number = 1) => ({
  number,
  createdAt,
  severity,
});
const url = 'https://ci.example.com/hooks/T0/a-token-in-the-path?key=a-token-in-the-query';

const repositories: readonly Repository[] = [
  {
    name: 'good',
    security: {
      dependabotAlerts: [
        ago(fresh.createdAt, 'critical'),
        ago('2026-08-27T12:00:00Z', 'high', 2),
        ago('2020-01-01T00:00:00Z', 'medium', 3),
        { ...ago('2020-01-01T00:00:00Z', 'critical', 4), state: 'auto_dismissed' },
        { ...ago('2020-01-01T00:00:00Z', 'critical', 5), state: 'fixed' },
      ],
      codeScanning: [
        { number: 1, ...fresh, securitySeverity: 'critical' },
        { number: 2, createdAt: '2020-01-01T00:00:00Z', securitySeverity: 'medium' },
        { number: 3, createdAt: '2020-01-01T00:00:00Z', securitySeverity: null, severity: 'warning' },
        { number: 4, createdAt: '2020-01-01T00:00:00Z', state: 'dismissed' },
      ],
      secretAlerts: [{ number: 1, state: 'resolved', resolution: 'revoked' }],
    },
    deployKeys: [{ id: 1, title: 'argo' }],
    hooks: [{ id: 1, url }],
    secrets: [{ name: 'REGISTRY', updatedAt: '2025-11-25T12:00:00Z' }],
    dependabotSecrets: [{ name: 'REGISTRY', updatedAt: now }],
    environments: [{ name: 'production', secrets: [{ name: 'ROLE', updatedAt: now }] }],
  },
  {
    name: 'faulty',
    security: {
      settings: { secret_scanning_push_protection: 'disabled' },
      dependabotAlerts: [{ ...aSecondOver, number: 1, severity: 'critical', firstPatchedVersion: null }],
      codeScanning: [{ number: 1, createdAt: '2026-08-27T11:59:59Z' }],
      secretAlerts: [{ number: 1, secretType: 'rsa_private_key' }],
    },
    deployKeys: [{ id: 2, title: 'release', readOnly: false }],
    hooks: [{ id: 2, url: url.replace('https', 'http'), insecureSsl: 1, hasSecret: false, active: false }],
    environments: [{ name: 'production', secrets: [{ name: 'ROLE', updatedAt: '2025-11-25T11:59:59Z' }] }],
  },
  {
    name: 'off',
    security: {
      settings: { secret_scanning: 'disabled', secret_scanning_push_protection: 'disabled' },
      dependabotAlertsOn: false,
      codeScanning: 'off',
    },
  },
  { name: 'new', empty: true },
  { name: 'old', archived: true, security: { codeScanning: [] } },
  { name: 'open', visibility: 'public', security: { codeScanning: [], secretAlerts: [{ number: 3 }] } },
];

const organization: Partial<Organization> = {
  repositories,
  secrets: [
    { name: 'CHOSEN', visibility: ['good'], updatedAt: now },
    { name: 'PRIVATE', updatedAt: '2020-01-01T00:00:00Z' },
  ],
  dependabotSecrets: [{ name: 'ALL', visibility: 'all', updatedAt: now }],
  hooks: [
    { id: 8, url },
    { id: 9, url, hasSecret: false },
  ],
};

const tokens = {
  /** Of one repository alone: the organization's lists leave the others out without a word. */
  selected: {
    kind: 'installation',
    organization: 'prepay',
    permissions: readEverything,
    repositories: ['good'],
  },
} as const;

let peer: GithubPeer;
beforeEach(stubNoProxy);
afterEach(() => {
  vi.unstubAllEnvs();
});
afterAll(closeConnections);
// The client is loaded within the first call, whose time on a busy machine is no part of what is tested.
beforeAll(async () => {
  await Promise.all([import('@octokit/rest'), import('undici')]);
});

async function withPeer<T>(seed: Scenario, task: () => Promise<T>): Promise<T> {
  peer = await startGithub({ now, ...seed });
  try {
    return await task();
  } finally {
    await peer.stop();
  }
}

const short: Readonly<Record<string, string>> = { pass: 'P', fail: 'F', unknown: '?', 'not-applicable': '-' };

interface Audited {
  readonly findings: readonly Finding[];
  readonly recorded: string;
  /** By repository: a letter for each control, those of its parts together. */
  readonly verdicts: Readonly<Record<string, string>>;
}

async function audit(token: string): Promise<Audited> {
  const caller = githubCaller({ token: peer.tokens[token] ?? '', apiUrl: peer.url });
  const store = memoryRecording();
  const transport = recorder({
    live: liveTransport({ ...watched({ timeoutMs: 60_000 }).options, callers: [caller] }),
    operation: ({ operation }) => caller.operation(operation),
    append: (line) => store.append(line),
    recorded: store,
  });
  const facts = new FactBase();
  const reading = { transport, sink: facts };
  const opened = await openOrganization(reading, organizationScope('prepay'));
  const found = await collectRepositories(reading, opened, ['*']);
  const across = readDependabot(reading, opened.scope);
  await Promise.all([
    across,
    collectOrganizationSecurity(reading, opened.scope, found),
    ...found.map(async (repository) => {
      const overview = await readOverview(reading, repository);
      await collectSecurity(reading, repository, overview);
      await collectDependabot(reading, repository, await across, overview);
    }),
  ]);
  const data = { id: 'declared', at: '2026-11-25T12:00:00.000Z' } as const;
  facts.fact({ kind: 'time', id: 'declared', name: null, scope: { source: 'run' }, data, evidence: [] });
  facts.covered('time', { source: 'run' }, { gap: null, reads: [], delivered: true });
  const findings = await judged(facts);
  const places = [...found.map(({ scope }) => scope.repo), undefined];
  const verdicts = places.map((repo): [string, string] => {
    const own = findings.filter(({ resource: { scope } }) => scope.repo === repo);
    const letters = Object.keys(controls).map((id) =>
      [...new Set(own.filter(({ control }) => control === id).map(({ outcome }) => short[outcome] ?? ''))]
        .sort()
        .join(''),
    );
    return [repo ?? 'prepay', letters.join(' ')];
  });
  return { findings, recorded: JSON.stringify(store.all), verdicts: Object.fromEntries(verdicts) };
}

async function judged(facts: FactBase): Promise<readonly Finding[]> {
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
  const file = new URL(`../../controls/source-control/${id}/control.yaml`, import.meta.url);
  return controlDefinition.parse(parse(readFileSync(file, 'utf8')));
}

const whole = {
  good: 'P P P P P P P - P',
  faulty: 'F F P F F F F - F',
  off: 'F ? F ? ? P - - -',
  new: 'P P P P - P - - -',
  old: 'P P P ? P P - - -',
  open: 'P F P P P P - - -',
  prepay: '      FP FP FP',
};

const nothing = '? ? ? ? ? ? ? ? ?';

describe('the security of a planted organization', () => {
  it('is judged by what an owner sees, and by what one who only reads sees', async () => {
    await withPeer(scenario(organization, { tokens }), async () => {
      expect((await audit('owner')).verdicts).toEqual(whole);
      expect((await audit('reader')).verdicts).toEqual(whole);
      expect((await audit('app')).verdicts).toEqual(whole);
    });
  });

  it('never passes where a token sees less', async () => {
    await withPeer(scenario(organization, { tokens }), async () => {
      const seen: Record<string, Audited['verdicts']> = {};
      for (const token of ['selected', 'member', 'blind']) seen[token] = (await audit(token)).verdicts;
      expect(seen).toEqual({
        // What the organization's lists show of a repository stands, though nothing else is known of it.
        selected: {
          good: 'P P P P P P P - P',
          open: '? F ? ? ? ? ? ? ?',
          prepay: '? ? ? ? ? ? ?FP ?FP ?FP',
        },
        member: {
          ...Object.fromEntries(['good', 'faulty', 'off', 'old', 'open', 'prepay'].map((name) => [name, nothing])),
          new: '? ? ? ? - ? ? ? ?',
        },
        blind: { open: nothing, prepay: nothing },
      });
    });
  });

  it('names what is wrong', async () => {
    await withPeer(scenario(organization), async () => {
      const { findings } = await audit('owner');
      const said = findings.filter(({ outcome, resource }) => outcome === 'fail' && resource.scope.repo === 'faulty');
      const limits = '(30 days if critical, 90 if high)';
      expect(Object.fromEntries(said.map(({ control, observed }) => [control, observed]))).toEqual({
        'no-open-secret-alerts':
          'prepay/faulty has one leaked secret that nobody resolved: #1 rsa_private_key (of 2026-11-01T09:00:00.000Z)',
        'no-overdue-code-scanning-alerts': `one alert of prepay/faulty is open past the limit ${limits}: #1 js/sql-injection of CodeQL (high, of 2026-08-27T11:59:59.000Z)`,
        'no-overdue-dependabot-alerts': `one alert of prepay/faulty is open past the limit ${limits}: #1 npm/left-pad GHSA-0000-0000-0001, not fixed yet (critical, of 2026-10-26T11:59:59.000Z)`,
        'no-writable-deploy-keys': '1 of 1 deploy keys of prepay/faulty can write: key-2 (release)',
        'secret-scanning-on': 'prepay/faulty is without push protection',
        'secrets-rotated':
          'environments/production/ROLE was set last at 2025-11-25T11:59:59.000Z, 365 days being the limit',
        'webhooks-secure':
          'hook-2 to http://ci.example.com (not active) does not use HTTPS, does not verify the certificate, has no secret to sign with',
      });
    });
  });

  it('keeps no secret, no token of an address and no mail address', async () => {
    await withPeer(scenario(organization), async () => {
      const { recorded } = await audit('owner');
      expect(recorded).not.toMatch(/a-token-in/);
      expect(recorded).not.toContain(leakedSecret);
      expect(recorded).not.toContain('********');
      expect(recorded).toContain('http://ci.example.com/[not kept]');
      expect(recorded).not.toMatch(/"email":"/);
    });
  });
});

describe('the calls', () => {
  it('are five and a query for each repository beside the lists of the organization', async () => {
    const many = manyRepositories(30, 'service', () => ({ security: { codeScanning: [] } }));
    await withPeer(scenario({ repositories: many }), async () => {
      const { verdicts } = await audit('owner');
      expect(verdicts['service-7']).toBe('P P P P P P - - -');
      const each = [...peer.counts()].filter(([, count]) => count === 30).map(([operation]) => operation);
      expect(each.toSorted()).toEqual([
        'GET /repos/{owner}/{repo}/actions/permissions/workflow',
        'GET /repos/{owner}/{repo}/actions/secrets',
        'GET /repos/{owner}/{repo}/code-scanning/alerts',
        'GET /repos/{owner}/{repo}/dependabot/secrets',
        'GET /repos/{owner}/{repo}/hooks',
        'POST /graphql',
      ]);
      // The organization, its repositories, secrets twice, webhooks, Dependabot alerts, and leaked secrets of both kinds.
      expect(peer.requests().length - each.length * 30).toBe(8);
    });
  });
});

describe('GitHub in a bad way', () => {
  it('breaks off on page 2 of the alerts: what came is judged, and the rest is open', async () => {
    const security = {
      codeScanning: [],
      dependabotAlerts: [1, 2, 3].map((number) => ago('2020-01-01T00:00:00Z', 'critical', number)),
    };
    const seed = scenario(
      {
        repositories: [
          { name: 'wallet', security },
          { name: 'zeta', security: { codeScanning: [] } },
        ],
      },
      {
        pageSizeAtMost: 2,
        faults: [{ operation: 'GET /orgs/{org}/dependabot/alerts', where: 'after=', how: { kind: 'half-body' } }],
      },
    );
    await withPeer(seed, async () => {
      const { verdicts } = await audit('owner');
      expect(verdicts).toMatchObject({ wallet: 'P P P F P P - - -', zeta: 'P P P ? P P - - -' });
    });
  });

  it('has no more calls for this hour: what was not read is open', async () => {
    await withPeer(scenario(organization, { limits: { remaining: 9 } }), async () => {
      const { findings } = await audit('owner');
      expect(findings.filter(({ reason }) => reason === 'throttled').length).toBeGreaterThan(10);
      expect(
        findings.filter(({ outcome, control }) => outcome === 'pass' && control === 'no-open-secret-alerts'),
      ).toEqual([]);
    });
  });
});
