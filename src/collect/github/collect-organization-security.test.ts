import { describe, expect, it } from 'vitest';
import type { FactKind } from '../../core/fact.js';
import type { Json } from '../../core/json.js';
import { collectingSink } from '../../../test/helpers/aws-reads.js';
import {
  githubReads,
  pages,
  prepayScope,
  refused,
  type Script,
  walletRepository,
} from '../../../test/helpers/github-reads.js';
import { githubFacts } from '../../facts/github.js';
import type { Repository } from './audited.js';
import { collectDependabot, readDependabot } from './collect-dependabot.js';
import { collectOrganizationSecurity } from './collect-organization-security.js';
import { repositoryScope } from './read-of.js';

const hooks = 'GET /orgs/{org}/hooks';
const ofActions = 'GET /orgs/{org}/actions/secrets';
const ofDependabot = 'GET /orgs/{org}/dependabot/secrets';
const listed = 'GET /orgs/{org}/repos';
const one = 'GET /repos/{owner}/{repo}';
const leaks = 'GET /orgs/{org}/secret-scanning/alerts';
const leaksOfOne = 'GET /repos/{owner}/{repo}/secret-scanning/alerts';
const setting = 'GET /repos/{owner}/{repo}/vulnerability-alerts';
const vulnerable = 'GET /orgs/{org}/dependabot/alerts';
const vulnerableOfOne = 'GET /repos/{owner}/{repo}/dependabot/alerts';

const both = (scanning: string, push: string) => ({
  security_and_analysis: { secret_scanning: { status: scanning }, secret_scanning_push_protection: { status: push } },
});
const wallet = { name: 'wallet', ...both('enabled', 'enabled') };

const nothing: Script = {
  [hooks]: [],
  [ofActions]: { secrets: [] },
  [ofDependabot]: { secrets: [] },
  [listed]: [wallet],
  [leaks]: [],
  [setting]: null,
  [vulnerable]: [],
};

const named = (name: string, more: Partial<Repository['data']> = {}): Repository => ({
  ...walletRepository({ id: `prepay/${name}`, ...more }),
  scope: repositoryScope('prepay', name),
});

async function collected(script: Script, repositories: readonly Repository[] = [walletRepository()]) {
  const { transport, requests } = githubReads({ ...nothing, ...script });
  const sink = collectingSink();
  await collectOrganizationSecurity({ transport, sink }, prepayScope, repositories);
  const across = repositories.length === 0 ? null : await readDependabot({ transport, sink }, prepayScope);
  if (across !== null) {
    for (const repository of repositories) await collectDependabot({ transport, sink }, repository, across);
  }
  expect(sink.coveredAgain).toEqual([]);
  for (const { kind, data } of sink.facts) {
    expect(githubFacts[kind as keyof typeof githubFacts].parse(data)).toEqual(data);
  }
  return {
    requests: requests(),
    data: <K extends FactKind>(kind: K) => sink.of(kind).map((fact) => fact.data),
    at: (kind: FactKind) => sink.of(kind).map(({ scope, id }) => `${scope.repo ?? ''} ${id}`),
    pointers: (kind: FactKind) => sink.of(kind).flatMap(({ evidence }) => evidence.map(({ pointer }) => pointer)),
    gap: (kind: FactKind, place = 'prepay/wallet') => sink.coverage.get(`${kind} ${place}`)?.gap,
    hidden: (kind: FactKind, id = 'prepay/wallet') => sink.gaps.get(`${kind} ${id} ${id}`),
  };
}

const generic =
  'ec_private_key,generic_private_key,http_basic_authentication_header,http_bearer_authentication_header,' +
  'mongodb_connection_string,mysql_connection_url,openssh_private_key,password,pgp_private_key,' +
  'postgres_connection_string,rsa_private_key';

describe('the security of an organization', () => {
  it('is read by a list for all repositories, and a call for each', async () => {
    const { requests } = await collected({ [listed]: [wallet, { ...wallet, name: 'api' }] }, [
      walletRepository(),
      named('api'),
    ]);
    expect(requests.toSorted()).toEqual([
      'GET /orgs/prepay/actions/secrets',
      'GET /orgs/prepay/dependabot/alerts state=open,auto_dismissed severity=critical,high',
      'GET /orgs/prepay/dependabot/secrets',
      'GET /orgs/prepay/hooks',
      'GET /orgs/prepay/repos type=all sort=full_name',
      'GET /orgs/prepay/secret-scanning/alerts state=open hide_secret=true',
      `GET /orgs/prepay/secret-scanning/alerts state=open hide_secret=true secret_type=${generic}`,
      'GET /repos/prepay/api/vulnerability-alerts',
      'GET /repos/prepay/wallet/vulnerability-alerts',
    ]);
  });

  it('is its secrets and webhooks alone where it has no repository', async () => {
    const { requests, gap } = await collected({}, []);
    expect(requests.toSorted()).toEqual([
      'GET /orgs/prepay/actions/secrets',
      'GET /orgs/prepay/dependabot/secrets',
      'GET /orgs/prepay/hooks',
    ]);
    expect(gap('github.secret', 'prepay')).toBeNull();
  });

  it('has secrets with their visibility, and webhooks', async () => {
    const secret = (visibility: string) => ({ name: 'A', updated_at: '2026-02-01T00:00:00Z', visibility });
    const { data } = await collected({
      [ofActions]: { secrets: [secret('all')] },
      [ofDependabot]: { secrets: [secret('selected')] },
      [hooks]: [{ id: 3, active: true, config: { url: 'https://ci.example.com', insecure_ssl: '0' } }],
    });
    expect(data('github.secret')).toEqual([
      { id: 'actions/A', updatedAt: '2026-02-01T00:00:00.000Z', visibility: 'all' },
      { id: 'dependabot/A', updatedAt: '2026-02-01T00:00:00.000Z', visibility: 'selected' },
    ]);
    expect(data('github.webhook')).toMatchObject([{ id: 'hook-3', hasSecret: false }]);
  });

  it('is unknown to whom may not see it', async () => {
    const { gap } = await collected({ [ofDependabot]: refused(403), [hooks]: refused(404) });
    expect(gap('github.secret', 'prepay')?.text).toContain('the token needs organization: dependabot secrets (read)');
    expect(gap('github.webhook', 'prepay')?.text).toContain('the token needs organization: webhooks (read)');
  });

  it('takes no secret without its visibility', async () => {
    const { gap } = await collected({ [ofActions]: { secrets: [{ name: 'A', updated_at: '2026-02-01T00:00:00Z' }] } });
    expect(gap('github.secret', 'prepay')?.reason).toBe('unsupported');
  });
});

describe('secret scanning', () => {
  it('is told by the list of repositories', async () => {
    const { data, pointers } = await collected(
      { [listed]: pages([{ name: 'api', ...both('disabled', 'disabled') }, { name: 'x' }], [wallet]) },
      [walletRepository(), named('api')],
    );
    expect(data('github.secret-scanning')).toEqual([
      { id: 'prepay/wallet', isOn: true, isPushProtected: true },
      { id: 'prepay/api', isOn: false, isPushProtected: false },
    ]);
    expect(pointers('github.secret-scanning')).toEqual([
      '/body/0/security_and_analysis',
      '/body/0/security_and_analysis',
    ]);
  });

  it('is asked of the repository where the list does not show it', async () => {
    const { data, pointers, gap } = await collected({ [listed]: [{ name: 'wallet' }], [one]: wallet });
    expect(data('github.secret-scanning')).toEqual([{ id: 'prepay/wallet', isOn: true, isPushProtected: true }]);
    expect(pointers('github.secret-scanning')).toEqual(['/body/security_and_analysis']);
    expect(gap('github.secret-alert')).toBeNull();
  });

  it('may be said in part', async () => {
    const part = {
      name: 'wallet',
      security_and_analysis: { secret_scanning: { status: 'enabled' }, advanced_security: null },
    };
    const { data } = await collected({ [listed]: [part] });
    expect(data('github.secret-scanning')).toEqual([{ id: 'prepay/wallet', isOn: true, isPushProtected: null }]);
  });

  it('is hidden, and not off, where no answer shows it', async () => {
    const { data, gap, hidden } = await collected({
      [listed]: [],
      [one]: { name: 'wallet' },
      [leaksOfOne]: refused(404),
    });
    expect(data('github.secret-scanning')).toEqual([]);
    expect(gap('github.secret-scanning')).toBeNull();
    expect(hidden('github.secret-scanning')).toMatchObject({
      reason: 'hidden',
      text: expect.stringContaining('needs repository: administration (read)') as string,
    });
    expect(gap('github.secret-alert')).toMatchObject({ reason: 'denied' });
  });

  it('is unknown where the repository may not be read', async () => {
    const { gap } = await collected({ [listed]: refused(403), [one]: refused(404), [leaksOfOne]: refused(404) });
    expect(gap('github.secret-scanning')).toMatchObject({ reason: 'denied' });
    expect(gap('github.secret-alert')?.text).toContain('needs repository: secret scanning alerts (read)');
  });

  it('of a shape that is not documented is no setting', async () => {
    const odd = { name: 'wallet', security_and_analysis: { secret_scanning: { status: 'maybe' } } };
    const { gap } = await collected({ [listed]: [odd], [one]: odd, [leaksOfOne]: [] });
    expect(gap('github.secret-scanning')).toMatchObject({ reason: 'unsupported' });
  });
});

const leak = (number: number, more: Record<string, Json> = {}) => ({
  number,
  created_at: '2026-11-01T09:00:00Z',
  secret_type: 'password',
  ...more,
});
const of = (name: string) => ({ repository: { name } });

describe('leaked secrets', () => {
  it('are those of both lists, each in its repository, and once', async () => {
    const { data, at, gap } = await collected(
      {
        [listed]: [wallet, { ...wallet, name: 'api' }],
        [leaks]: ({ input }) =>
          'secret_type' in input
            ? [leak(2, of('wallet')), leak(1, of('api'))]
            : [leak(1, of('wallet')), leak(2, of('wallet')), leak(9, of('not-audited'))],
      },
      [walletRepository(), named('api')],
    );
    expect(at('github.secret-alert')).toEqual(['wallet 1', 'wallet 2', 'api 1']);
    expect(data('github.secret-alert')[0]).toEqual({
      id: '1',
      secretType: 'password',
      createdAt: '2026-11-01T09:00:00.000Z',
    });
    expect(gap('github.secret-alert')).toBeNull();
  });

  it('are not looked for where scanning is off', async () => {
    const { gap } = await collected({ [listed]: [{ name: 'wallet', ...both('disabled', 'enabled') }] });
    expect(gap('github.secret-alert')).toMatchObject({
      reason: 'missing',
      text: 'secret scanning is off in prepay/wallet, so that nothing looks for leaked secrets',
    });
  });

  it("are asked of the repository where the organization's list is refused, with one call for that", async () => {
    const { requests, at, gap } = await collected({
      [leaks]: refused(404),
      [leaksOfOne]: ({ input }) => ('secret_type' in input ? [leak(2)] : [leak(1)]),
    });
    expect(at('github.secret-alert')).toEqual(['wallet 1', 'wallet 2']);
    expect(gap('github.secret-alert')).toBeNull();
    expect(requests.filter((text) => text.startsWith('GET /orgs/prepay/secret-scanning'))).toHaveLength(1);
  });

  it("are asked of a repository that the token does not administer, though the organization's list answers", async () => {
    const script = { [listed]: [{ name: 'wallet' }], [one]: { name: 'wallet' } };
    const answered = await collected({ ...script, [leaksOfOne]: [] });
    expect(answered.gap('github.secret-alert')).toBeNull();
    const off = await collected({ ...script, [leaksOfOne]: refused(404, 'Secret scanning is disabled', 'absent') });
    expect(off.gap('github.secret-alert')).toMatchObject({
      reason: 'missing',
      text: expect.stringContaining('is off') as string,
    });
    const may = await collected({ ...script, [leaksOfOne]: refused(403) });
    expect(may.gap('github.secret-alert')).toMatchObject({ reason: 'denied' });
  });

  it('stand where the organization lists them, though the repository may not be asked', async () => {
    const { at, gap } = await collected({
      [listed]: [{ name: 'wallet' }],
      [one]: { name: 'wallet' },
      [leaks]: ({ input }) => ('secret_type' in input ? [] : [leak(1, of('wallet'))]),
      [leaksOfOne]: refused(403),
    });
    expect(at('github.secret-alert')).toEqual(['wallet 1']);
    expect(gap('github.secret-alert')).toMatchObject({ reason: 'denied' });
  });

  it('stand once where both lists have them', async () => {
    const { at, gap } = await collected({
      [listed]: [{ name: 'wallet' }],
      [one]: { name: 'wallet' },
      [leaks]: ({ input }) => ('secret_type' in input ? [] : [leak(2, of('wallet')), leak(3, of('wallet'))]),
      [leaksOfOne]: ({ input }) => ('secret_type' in input ? [] : [leak(1), leak(2)]),
    });
    expect(at('github.secret-alert')).toEqual(['wallet 1', 'wallet 2', 'wallet 3']);
    expect(gap('github.secret-alert')).toBeNull();
  });

  it.each([
    ['breaks off', pages([leak(1, of('wallet'))]).thenEnds('failed'), 'failed'],
    ['has one of another shape', [leak(1, of('wallet')), { number: 2 }], 'unsupported'],
    ['has one that names no repository', [leak(1, of('wallet')), leak(2)], 'unsupported'],
    [
      'has one twice with different content',
      [leak(1, of('wallet')), leak(1, { ...of('wallet'), secret_type: 'x' })],
      'unsupported',
    ],
  ])('are open where the list %s, and those that came stand', async (_, answer, reason) => {
    const { at, gap } = await collected({ [leaks]: ({ input }) => ('secret_type' in input ? [] : answer) });
    expect(at('github.secret-alert')).toEqual(['wallet 1']);
    expect(gap('github.secret-alert')).toMatchObject({ reason });
  });

  it('are open where the generic ones alone may not be listed', async () => {
    const { gap } = await collected({
      [leaks]: ({ input }) => ('secret_type' in input ? refused(422, 'no', 'failed') : []),
    });
    expect(gap('github.secret-alert')).toMatchObject({ reason: 'failed' });
  });
});

const advisory = (number: number, more: Record<string, Json> = {}) => ({
  number,
  state: 'open',
  created_at: '2026-11-01T09:00:00Z',
  security_advisory: { ghsa_id: 'GHSA-1', severity: 'critical' },
  security_vulnerability: {
    package: { ecosystem: 'npm', name: 'left-pad' },
    first_patched_version: { identifier: '1.2.3' },
  },
  ...more,
});

describe('vulnerable dependencies', () => {
  it('are told of, with what fixes them', async () => {
    const unfixed = { package: { ecosystem: 'pip', name: 'x' }, first_patched_version: null };
    const { data, gap } = await collected({
      [vulnerable]: pages(
        [advisory(1, of('wallet'))],
        [advisory(2, { ...of('wallet'), state: 'auto_dismissed', security_vulnerability: unfixed })],
      ),
    });
    expect(data('github.dependabot')).toEqual([{ id: 'prepay/wallet', areAlertsOn: true }]);
    expect(data('github.dependabot-alert')).toEqual([
      {
        id: '1',
        state: 'open',
        severity: 'critical',
        dependency: 'npm/left-pad',
        advisory: 'GHSA-1',
        fixedIn: '1.2.3',
        createdAt: '2026-11-01T09:00:00.000Z',
      },
      expect.objectContaining({ id: '2', state: 'auto_dismissed', dependency: 'pip/x', fixedIn: null }),
    ]);
    expect(gap('github.dependabot-alert')).toBeNull();
  });

  it('are not told of where alerts are off, which GitHub says in other words than that a token may not know', async () => {
    const off = await collected({ [setting]: refused(404, 'Vulnerability alerts are disabled.', 'absent') });
    expect(off.data('github.dependabot')).toEqual([{ id: 'prepay/wallet', areAlertsOn: false }]);
    expect(off.gap('github.dependabot')).toBeNull();
    expect(off.gap('github.dependabot-alert')).toMatchObject({
      reason: 'missing',
      text: 'prepay/wallet has its alerts off, so that GitHub tells of no vulnerable dependency',
    });
    const unseen = await collected({ [setting]: refused(404), [vulnerableOfOne]: [advisory(1)] });
    const said = await collected({
      [setting]: refused(404),
      [vulnerableOfOne]: refused(403, 'Dependabot alerts are disabled for this repository.'),
    });
    expect(said.gap('github.dependabot-alert')).toMatchObject({ reason: 'missing' });
    expect(unseen.data('github.dependabot')).toEqual([]);
    expect(unseen.gap('github.dependabot')?.text).toContain('the token needs repository: administration (read)');
    expect(unseen.at('github.dependabot-alert')).toEqual(['wallet 1']);
    expect(unseen.gap('github.dependabot-alert')).toBeNull();
  });

  it('are not told of in an archived repository, whatever its setting', async () => {
    const archived = [walletRepository({ isArchived: true })];
    const on = await collected({}, archived);
    expect(on.data('github.dependabot')).toEqual([{ id: 'prepay/wallet', areAlertsOn: true }]);
    expect(on.gap('github.dependabot-alert')).toMatchObject({
      reason: 'missing',
      text: 'prepay/wallet is archived, so that GitHub tells of no vulnerable dependency',
    });
    const unseen = await collected({ [setting]: refused(404) }, archived);
    expect(unseen.gap('github.dependabot-alert')).toMatchObject({ reason: 'missing' });
  });

  it("are asked of the repository where the organization's list is refused", async () => {
    const answered = await collected({ [vulnerable]: refused(403), [vulnerableOfOne]: [advisory(1)] });
    expect(answered.at('github.dependabot-alert')).toEqual(['wallet 1']);
    const denied = await collected({ [vulnerable]: refused(403), [vulnerableOfOne]: refused(403) });
    expect(denied.gap('github.dependabot-alert')?.text).toContain(
      'the token needs repository: dependabot alerts (read)',
    );
  });

  it('stand where the organization lists them, though the setting and the repository may not be asked', async () => {
    const { at, gap } = await collected({
      [setting]: refused(404),
      [vulnerable]: [advisory(1, of('wallet'))],
      [vulnerableOfOne]: refused(403),
    });
    expect(at('github.dependabot-alert')).toEqual(['wallet 1']);
    expect(gap('github.dependabot-alert')).toMatchObject({ reason: 'denied' });
  });

  it("are open where the organization's list breaks off, and those that came stand", async () => {
    const { at, gap } = await collected({ [vulnerable]: pages([advisory(1, of('wallet'))]).thenEnds('throttled') });
    expect(at('github.dependabot-alert')).toEqual(['wallet 1']);
    expect(gap('github.dependabot-alert')).toMatchObject({ reason: 'throttled' });
  });

  it('are open where the setting has a body, which is not documented', async () => {
    const { gap } = await collected({ [setting]: {}, [vulnerableOfOne]: [] });
    expect(gap('github.dependabot')).toMatchObject({ reason: 'unsupported' });
  });
});
