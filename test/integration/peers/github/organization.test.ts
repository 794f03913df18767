import { describe, expect, it } from 'vitest';
import { scenario } from './builder.js';
import { clients, told } from './clients.js';
import type { Organization } from './scenario.js';
import type { Repository } from './scenario-repository.js';
import type { Token } from './scenario-tokens.js';

const start = clients();
const org = 'prepay';

/** Calls as each token, on one seeded repository `wallet`. */
async function answers(
  route: string,
  parameters: object,
  names: readonly (string | null)[],
  repository: Partial<Repository> = {},
  organization: Partial<Organization> = {},
  tokens: Readonly<Record<string, Token>> = {},
): Promise<readonly string[]> {
  const seed = scenario({ repositories: [{ name: 'wallet', ...repository }], ...organization }, { tokens });
  const { call } = await start(seed);
  const told_: string[] = [];
  for (const name of names) told_.push(told(await call(name, route, { ...parameters })));
  return told_;
}

const notFound = '404 Not Found';
const byToken = '403 Resource not accessible by personal access token';

describe('an organization', () => {
  it('shows its two-factor requirement to owners, null to members and nothing to strangers', async () => {
    const tokens = {
      scopeless: { kind: 'classic', user: 'olga', scopes: ['read:org'] },
      stranger: { kind: 'classic', user: 'nobody', scopes: ['admin:org'] },
    } as const;
    const { call } = await start(scenario({ requiresTwoFactor: false }, { tokens }));
    const seen: unknown[] = [];
    for (const token of ['owner', 'reader', 'member', 'scopeless', 'stranger', null]) {
      const { data } = await call(token, 'GET /orgs/{org}', { org });
      seen.push((data as Record<string, unknown>)['two_factor_requirement_enabled']);
    }
    expect(seen).toEqual([false, false, null, null, undefined, undefined]);
  });

  it.each(['members', 'outside_collaborators'])('filters %s by their second factor for owners only', async (list) => {
    const people = [
      { login: 'olga', role: 'admin' as const },
      { login: 'sms', twoFactor: 'insecure' as const },
      { login: 'none', twoFactor: 'disabled' as const },
      { login: 'dana' },
    ];
    const { call } = await start(scenario({ members: people, outsideCollaborators: people }));
    const read = async (token: string, filter: string): Promise<unknown> => {
      const answer = await call(token, `GET /orgs/{org}/${list}`, { org, filter });
      return Array.isArray(answer.data) ? answer.data.map(({ login }) => login as string) : told(answer);
    };
    expect(await read('owner', '2fa_disabled')).toEqual(['none']);
    expect(await read('reader', '2fa_insecure')).toEqual(['sms']);
    expect(await read('member', 'all')).toEqual(['olga', 'sms', 'none', 'dana']);
    for (const token of ['member', 'app']) {
      expect(await read(token, '2fa_disabled')).toBe('422 Only owners can use this filter.');
    }
  });

  it('shows its public members only to tokens without the right, and says nothing of the others', async () => {
    const tokens = {
      weak: { kind: 'classic', user: 'dana', scopes: ['repo'] },
      narrow: { kind: 'fine-grained', user: 'olga', organization: org, permissions: {} },
    } as const;
    const { call } = await start(
      scenario(
        {
          members: [
            { login: 'olga', role: 'admin' },
            { login: 'dana', isPublic: true },
          ],
        },
        { tokens },
      ),
    );
    const everyone = ['olga', 'dana'];
    for (const [token, logins] of [
      ['owner', everyone],
      ['member', everyone],
      ['app', everyone],
      ['weak', ['dana']],
      ['narrow', ['dana']],
      [null, ['dana']],
    ] as const) {
      const { status, data } = await call(token, 'GET /orgs/{org}/members', { org });
      const shown = (data as { login: string }[]).map(({ login }) => login);
      expect([token, status, shown]).toEqual([token, 200, logins]);
    }
  });

  it('is not there where it does not exist', async () => {
    expect(await answers('GET /orgs/{org}', { org: 'nothing' }, ['owner', null])).toEqual([notFound, notFound]);
  });

  it('shows its administration to owners with the scope or the permission', async () => {
    const tokens = { narrow: { kind: 'fine-grained', user: 'olga', organization: org, permissions: {} } } as const;
    expect(
      await answers(
        'GET /orgs/{org}/actions/permissions',
        { org },
        ['owner', 'reader', 'app', 'member', 'narrow', null],
        {},
        {},
        tokens,
      ),
    ).toEqual(['200', '200', '200', '403 Must have admin rights', byToken, '401 Requires authentication']);
  });

  it('hides its webhooks behind a 404', async () => {
    expect(await answers('GET /orgs/{org}/hooks', { org }, ['owner', 'reader', 'member'])).toEqual([
      '200',
      '200',
      notFound,
    ]);
  });
});
