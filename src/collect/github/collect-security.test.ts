import { describe, expect, it } from 'vitest';
import type { FactKind } from '../../core/fact.js';
import type { Json } from '../../core/json.js';
import { collectingSink } from '../../../test/helpers/aws-reads.js';
import {
  githubReads,
  pages,
  refused,
  type Script,
  Scripted,
  walletRepository,
} from '../../../test/helpers/github-reads.js';
import { githubFacts } from '../../facts/github.js';
import { collectSecurity } from './collect-security.js';

const codeScanning = 'GET /repos/{owner}/{repo}/code-scanning/alerts';
const keys = 'GET /repos/{owner}/{repo}/keys';
const hooks = 'GET /repos/{owner}/{repo}/hooks';
const ofActions = 'GET /repos/{owner}/{repo}/actions/secrets';
const ofDependabot = 'GET /repos/{owner}/{repo}/dependabot/secrets';
const environments = 'GET /repos/{owner}/{repo}/environments';
const ofEnvironment = 'GET /repos/{owner}/{repo}/environments/{environment_name}/secrets';

const nothing: Script = {
  [codeScanning]: [],
  [keys]: [],
  [hooks]: [],
  [ofActions]: { secrets: [] },
  [ofDependabot]: { secrets: [] },
  [environments]: { environments: [] },
};

async function collected(script: Script) {
  const { transport, requests } = githubReads({ ...nothing, ...script });
  const sink = collectingSink();
  await collectSecurity({ transport, sink }, walletRepository());
  expect(sink.coveredAgain).toEqual([]);
  for (const { kind, data } of sink.facts) {
    expect(githubFacts[kind as keyof typeof githubFacts].parse(data)).toEqual(data);
  }
  return {
    requests: requests(),
    data: <K extends FactKind>(kind: K) => sink.of(kind).map((fact) => fact.data),
    pointers: (kind: FactKind) => sink.of(kind).flatMap(({ evidence }) => evidence.map(({ pointer }) => pointer)),
    gap: (kind: FactKind) => sink.coverage.get(`${kind} prepay/wallet`)?.gap,
  };
}

const kinds = ['github.code-scanning-alert', 'github.deploy-key', 'github.webhook', 'github.secret'] as const;

describe('a repository with nothing of the kind', () => {
  it('is covered by a read for each', async () => {
    const { requests, gap } = await collected({});
    expect(kinds.map((kind) => gap(kind))).toEqual([null, null, null, null]);
    expect(requests.toSorted()).toEqual([
      'GET /repos/prepay/wallet/actions/secrets',
      'GET /repos/prepay/wallet/code-scanning/alerts state=open',
      'GET /repos/prepay/wallet/dependabot/secrets',
      'GET /repos/prepay/wallet/environments',
      'GET /repos/prepay/wallet/hooks',
      'GET /repos/prepay/wallet/keys',
    ]);
  });
});

const alert = (number: number, more: Record<string, Json> = {}) => ({
  number,
  created_at: '2026-11-01T09:00:00Z',
  rule: { id: 'js/xss', severity: 'error', security_severity_level: 'critical' },
  tool: { name: 'CodeQL' },
  most_recent_instance: { location: { path: 'src/a.ts', start_line: 12 } },
  ...more,
});

describe('alerts of code scanning', () => {
  it('are facts over all pages', async () => {
    const { data, pointers } = await collected({ [codeScanning]: pages([alert(1)], [alert(2)]) });
    expect(data('github.code-scanning-alert')).toEqual([
      {
        id: '1',
        rule: 'js/xss',
        tool: 'CodeQL',
        severity: 'critical',
        level: 'error',
        createdAt: '2026-11-01T09:00:00.000Z',
        location: { path: 'src/a.ts', line: 12 },
      },
      expect.objectContaining({ id: '2' }),
    ]);
    expect(pointers('github.code-scanning-alert')).toEqual(['/body/0', '/body/0']);
  });

  it('may say nothing of rule, tool, severity and place', async () => {
    const { data } = await collected({
      [codeScanning]: [
        alert(1, { rule: { id: null, name: 'a rule' }, tool: {}, most_recent_instance: {} }),
        alert(2, { rule: {}, most_recent_instance: { location: { path: 'Dockerfile', start_line: 0 } } }),
        alert(3, { most_recent_instance: { location: { path: '' } } }),
        alert(4, { most_recent_instance: { location: { path: 'Dockerfile' } } }),
      ],
    });
    expect(data('github.code-scanning-alert')).toMatchObject([
      { rule: 'a rule', tool: 'a tool without a name', severity: null, level: null, location: null },
      { rule: 'a rule without a name', location: { path: 'Dockerfile', line: 1 } },
      { location: null },
      { location: { path: 'Dockerfile', line: 1 } },
    ]);
  });

  it.each([
    [
      'was never analysed',
      refused(404, 'no analysis found', 'absent'),
      { reason: 'missing', text: 'prepay/wallet was never analysed by code scanning, which is no clean result' },
    ],
    [
      'has it off by its plan',
      refused(403, 'Advanced Security must be enabled for this repository to use code scanning.'),
      { reason: 'missing', text: 'prepay/wallet has code scanning off, which is no clean result' },
    ],
    [
      'has it off by its settings',
      refused(403, 'Code scanning is not enabled for this repository. Please enable code scanning.'),
      { reason: 'missing' },
    ],
    [
      'has it off by the name of today',
      refused(403, 'Code Security must be enabled for this repository to use code scanning.'),
      { reason: 'missing' },
    ],
    ['may not be seen, without a word', new Scripted([], 'denied'), { reason: 'denied' }],
    [
      'may not be seen',
      refused(403, 'Resource not accessible by personal access token'),
      { reason: 'denied', text: expect.stringContaining('needs repository: code scanning alerts (read)') as string },
    ],
    ['breaks on its second page', pages([alert(1)]).thenEnds('failed'), { reason: 'failed' }],
    ['has an alert of another shape', [alert(1), { number: 'x' }], { reason: 'unsupported' }],
  ])('of a repository that %s are no clean result', async (_, answer, expected) => {
    const { gap } = await collected({ [codeScanning]: answer });
    expect(gap('github.code-scanning-alert')).toMatchObject(expected);
  });
});

describe('deploy keys', () => {
  it('are facts, whatever their title', async () => {
    const { data } = await collected({
      [keys]: [
        { id: 1, title: 'argo', read_only: true },
        { id: 2, title: { redacted: 'secret' }, read_only: false },
      ],
    });
    expect(data('github.deploy-key')).toEqual([
      { id: 'key-1', title: 'argo', isReadOnly: true },
      { id: 'key-2', title: '[redacted: secret]', isReadOnly: false },
    ]);
  });

  it('are unknown to whom may not see them', async () => {
    const { gap } = await collected({ [keys]: refused(404) });
    expect(gap('github.deploy-key')?.text).toMatch(
      /denied \(404\); the token needs repository: administration \(read\)$/,
    );
  });
});

describe('webhooks', () => {
  const hook = (config: Record<string, Json>, more: Record<string, Json> = {}) => ({
    id: 7,
    active: true,
    config,
    ...more,
  });

  it.each<[string, Json, object]>([
    [
      'with everything',
      hook({ url: 'https://ci.example.com/[not kept]', insecure_ssl: '0', secret: { redacted: 'not-collected' } }),
      { id: 'hook-7', origin: 'https://ci.example.com', isActive: true, verifiesTls: true, hasSecret: true },
    ],
    ['with numbers', hook({ insecure_ssl: 0, secret: '********' }), { verifiesTls: true, hasSecret: true }],
    ['that does not verify', hook({ insecure_ssl: '1' }), { verifiesTls: false }],
    ['that does not verify, as a number', hook({ insecure_ssl: 1 }), { verifiesTls: false }],
    [
      'without a secret',
      hook({ url: 'http://ci.example.com:8080' }),
      { origin: 'http://ci.example.com:8080', hasSecret: false },
    ],
    ['with an empty secret', hook({ secret: '' }), { hasSecret: false }],
    ['with no secret by null', hook({ secret: null }), { hasSecret: false }],
    ['that says nothing', hook({}), { origin: null, verifiesTls: null, hasSecret: false }],
    ['to what is no address', hook({ url: '[not kept]' }), { origin: null }],
    ['to an address that was redacted', hook({ url: { redacted: 'card-number' } }), { origin: null }],
    ['that is not active', hook({}, { active: false }), { isActive: false }],
  ])('%s are facts', async (_, one, expected) => {
    const { data } = await collected({ [hooks]: [one] });
    expect(data('github.webhook')).toMatchObject([expected]);
  });

  it('of another shape are a gap', async () => {
    const { gap } = await collected({ [hooks]: [hook({ insecure_ssl: 'no' })] });
    expect(gap('github.webhook')?.reason).toBe('unsupported');
  });
});

const secret = (name: string) => ({
  name,
  created_at: '2025-01-01T00:00:00Z',
  updated_at: '2026-02-01T02:00:00+02:00',
});

describe('secrets', () => {
  it('are those of Actions, Dependabot and each environment', async () => {
    const { data, requests } = await collected({
      [ofActions]: { total_count: 1, secrets: [secret('A')] },
      [ofDependabot]: { total_count: 1, secrets: [secret('A')] },
      [environments]: { total_count: 2, environments: [{ name: 'production' }, { name: 'eu/west' }] },
      [ofEnvironment]: ({ input }) => ({ secrets: [secret(input['environment_name'] === 'production' ? 'A' : 'B')] }),
    });
    const own = { updatedAt: '2026-02-01T00:00:00.000Z', visibility: null };
    expect(data('github.secret')).toEqual(
      ['actions/A', 'dependabot/A', 'environments/production/A', 'environments/eu/west/B'].map((id) => ({
        id,
        ...own,
      })),
    );
    expect(requests).toContain('GET /repos/prepay/wallet/environments/eu/west/secrets');
  });

  it.each([
    ['of Actions', { [ofActions]: refused(403) }, 'repository: secrets (read)'],
    ['of Dependabot', { [ofDependabot]: refused(403) }, 'repository: dependabot secrets (read)'],
    ['of environments that are not listed', { [environments]: refused(403) }, 'repository: actions (read)'],
    [
      'of an environment',
      { [environments]: { environments: [{ name: 'production' }] }, [ofEnvironment]: refused(403) },
      'repository: environments (read)',
    ],
  ])('%s that may not be read leave the rest of them open', async (_, script, permission) => {
    const { gap } = await collected(script);
    expect(gap('github.secret')).toMatchObject({ reason: 'denied' });
    expect(gap('github.secret')?.text).toContain(`the token needs ${permission}`);
  });
});
