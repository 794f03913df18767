import { describe, expect, it } from 'vitest';
import { scenario } from './builder.js';
import { clients, told } from './clients.js';
import type { Repository } from './scenario-repository.js';
import { leakedSecret } from './shapes/alerts.js';

const start = clients();
const org = 'prepay';
const wallet = { owner: org, repo: 'wallet' };
const of = (path: string): string => `GET /repos/{owner}/{repo}/${path}`;

async function asked(repository: Partial<Repository>, path: string, token = 'owner'): Promise<string> {
  const { call } = await start(scenario({ repositories: [{ name: 'wallet', ...repository }] }));
  return told(await call(token, of(path), wallet));
}

describe('a feature that is off', () => {
  it.each([
    [
      'code scanning without its licence',
      { security: { codeScanning: 'off' } },
      'code-scanning/alerts',
      /^403 Advanced Security must be enabled/,
    ],
    ['code scanning that never ran', {}, 'code-scanning/alerts', /^404 no analysis found$/],
    ['code scanning without a finding', { security: { codeScanning: [] } }, 'code-scanning/alerts', /^200$/],
    [
      'Dependabot',
      { security: { dependabotAlertsOn: false } },
      'dependabot/alerts',
      /^403 Dependabot alerts are disabled/,
    ],
    ['Dependabot of an archived repository', { archived: true }, 'dependabot/alerts', /^403 .* archived repositories/],
    [
      'secret scanning',
      { security: { settings: { secret_scanning: 'disabled' } } },
      'secret-scanning/alerts',
      /^404 Secret scanning is disabled/,
    ],
    [
      'vulnerability alerts',
      { security: { dependabotAlertsOn: false } },
      'vulnerability-alerts',
      /^404 Vulnerability alerts are disabled/,
    ],
    ['vulnerability alerts, on', {}, 'vulnerability-alerts', /^204$/],
  ] as const)('%s', async (_, repository, path, expected) => {
    expect(await asked(repository, path)).toMatch(expected);
  });

  it('differs from one that the token may not see', async () => {
    expect(await asked({}, 'vulnerability-alerts', 'member')).toBe('404 Not Found');
    expect(await asked({ visibility: 'public' }, 'dependabot/alerts', 'member')).toMatch(/^403 Must have admin rights/);
  });
});

describe('alerts', () => {
  const security = {
    secretAlerts: [{ number: 1 }, { number: 2, state: 'resolved' }, { number: 3, secretType: 'password' }],
    dependabotAlerts: [
      { number: 1, severity: 'low' },
      { number: 2, state: 'fixed' },
      { number: 3, state: 'dismissed', dismissedReason: 'not_used' },
    ],
    codeScanning: [{ number: 1 }, { number: 2, state: 'fixed' }, { number: 3, ref: 'refs/heads/old' }],
  } as const;
  const seed = scenario({
    repositories: [
      { name: 'wallet', security },
      { name: 'ledger', security },
    ],
  });

  it.each([
    ['secret-scanning/alerts', { state: 'open' }, [1]],
    ['secret-scanning/alerts', {}, [2, 1]],
    ['secret-scanning/alerts', { direction: 'asc' }, [1, 2]],
    ['secret-scanning/alerts', { secret_type: 'password,rsa_private_key' }, [3]],
    ['secret-scanning/alerts', { exclude_secret_types: 'amazon_aws_access_key_id' }, []],
    ['dependabot/alerts', { state: 'open,fixed' }, [2, 1]],
    ['dependabot/alerts', { severity: 'high' }, [3, 2]],
    ['code-scanning/alerts', { state: 'fixed' }, [2]],
    ['code-scanning/alerts', {}, [2, 1]],
    ['code-scanning/alerts', { ref: 'refs/heads/old' }, [3]],
  ])('of %s with %o', async (path, parameters, numbers) => {
    const { call } = await start(seed);
    const { data } = await call('owner', of(path), { ...wallet, ...parameters });
    expect((data as { number: number }[]).map(({ number }) => number)).toEqual(numbers);
  });

  it.each(['secret-scanning', 'dependabot', 'code-scanning'])('of all repositories: %s', async (kind) => {
    const { call } = await start(seed);
    const { data } = await call('owner', `GET /orgs/{org}/${kind}/alerts`, { org, state: 'open' });
    expect((data as { repository: { name: string } }[]).map(({ repository }) => repository.name)).toEqual([
      'wallet',
      'ledger',
    ]);
  });

  it('hold the secret itself unless it is asked to be hidden', async () => {
    const { call } = await start(seed);
    const read = async (more: object): Promise<string> =>
      JSON.stringify((await call('owner', of('secret-scanning/alerts'), { ...wallet, ...more })).data);
    expect(await read({})).toContain(leakedSecret);
    expect(await read({ hide_secret: true })).not.toContain(leakedSecret);
  });
});
