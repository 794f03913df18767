import { createSign, generateKeyPairSync } from 'node:crypto';
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { describe, expect, it } from 'vitest';
import { scenario } from './builder.js';
import { clients, told } from './clients.js';

const start = clients();
const org = 'prepay';
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const appId = 77;

const seed = scenario(
  { repositories: [{ name: 'wallet' }, { name: 'ledger' }] },
  {
    apps: [
      {
        id: appId,
        slug: 'prepay-audit',
        clientId: 'Iv23abc',
        publicKey,
        installations: [
          { id: 1, organization: org, permissions: { contents: 'read', members: 'read' } },
          { id: 2, organization: org, permissions: { contents: 'read' }, repositories: ['ledger'] },
          { id: 3, organization: org, permissions: {}, suspended: true },
        ],
      },
    ],
  },
);

const tokenFor = 'POST /app/installations/{installation_id}/access_tokens';

function jwt(claims: object, { alg = 'RS256', key = keys.privateKey } = {}): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg, typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}

const seconds = (): number => Math.floor(Date.now() / 1000);
const good = (): { iss: number; iat: number; exp: number } => ({
  iss: appId,
  iat: seconds() - 30,
  exp: seconds() + 300,
});

describe('a GitHub App', () => {
  it('signs in as itself, gets a token for an installation and reads with it', async () => {
    const { peer } = await start(seed);
    const auth = { appId, privateKey, installationId: 1 };
    const silent = (): void => undefined;
    const log = { debug: silent, info: silent, warn: silent, error: silent };
    const github = new Octokit({ authStrategy: createAppAuth, auth, baseUrl: peer.url, log });
    expect(await github.paginate('GET /orgs/{org}/members', { org })).toHaveLength(3);
    const { data } = await github.request('GET /installation/repositories');
    expect(data).toMatchObject({ total_count: 2, repositories: [{ name: 'wallet' }, { name: 'ledger' }] });
    await expect(github.request('GET /orgs/{org}/hooks', { org })).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('Resource not accessible by integration') as string,
    });
    expect(peer.counts().get(tokenFor)).toBe(1);
    expect((await github.request('GET /app')).data).toMatchObject({ id: appId, slug: 'prepay-audit' });
  });

  it('gets less where it asks for less, and where it is installed on some repositories', async () => {
    const { call } = await start(seed);
    const narrow = await call(jwt(good()), tokenFor, {
      installation_id: 1,
      permissions: { contents: 'read' },
      repositories: ['wallet'],
    });
    expect(narrow.data).toMatchObject({
      permissions: { contents: 'read' },
      repository_selection: 'selected',
      repositories: [{ name: 'wallet' }],
    });
    const some = await call(jwt({ ...good(), iss: 'Iv23abc' }), tokenFor, { installation_id: 2 });
    expect(some.data).toMatchObject({ repository_selection: 'selected', repositories: [{ name: 'ledger' }] });
    const { token } = some.data as { token: string };
    expect(told(await call(token, 'GET /repos/{owner}/{repo}', { owner: org, repo: 'wallet' }))).toBe('404 Not Found');
    expect(told(await call(token, 'GET /repos/{owner}/{repo}', { owner: org, repo: 'ledger' }))).toBe('200');
  });

  it.each([
    [
      'more than it was granted',
      1,
      { permissions: { contents: 'write' } },
      /^422 The permissions requested are not granted/,
    ],
    ['what it was not granted', 1, { permissions: { issues: 'read' } }, /^422 /],
    ['an installation of another App', 9, {}, /^404 Not Found/],
    ['a suspended installation', 3, {}, /^403 This installation has been suspended/],
  ])('does not get %s', async (_, installation_id, more, expected) => {
    const { call } = await start(seed);
    expect(told(await call(jwt(good()), tokenFor, { installation_id, ...more }))).toMatch(expected);
  });

  it.each([
    ['signed by another key', () => jwt(good(), { key: foreign }), /^401 A JSON web token could not be decoded/],
    ['of another algorithm', () => jwt(good(), { alg: 'none' }), /^401 A JSON web token could not be decoded/],
    ['that is no JWT', () => 'a.b.c', /^401 A JSON web token could not be decoded/],
    ['of an unknown App', () => jwt({ ...good(), iss: 5 }), /^404 Integration not found/],
    ['that expired', () => jwt({ ...good(), exp: seconds() - 1 }), /^401 'Expiration time' claim .* future time/],
    ['that lives too long', () => jwt({ ...good(), exp: seconds() + 900 }), /^401 'Expiration time' claim .* too far/],
    ['from the future', () => jwt({ ...good(), iat: seconds() + 120 }), /^401 'Issued at' claim/],
  ])('is refused with a JWT %s', async (_, token, expected) => {
    const { call } = await start(seed);
    expect(told(await call(token(), 'GET /app'))).toMatch(expected);
    expect(told(await call(token(), tokenFor, { installation_id: 1 }))).toMatch(expected);
  });

  it('cannot be what a token of a person is', async () => {
    const { call } = await start(seed);
    expect(told(await call('owner', 'GET /app'))).toMatch(/^401 /);
    expect(told(await call('owner', 'GET /installation/repositories'))).toMatch(/^403 You must authenticate/);
  });
});
