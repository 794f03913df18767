import { generateKeyPairSync } from 'node:crypto';
import { Octokit } from '@octokit/rest';
import { Response } from 'undici';
import { describe, expect, it } from 'vitest';
import { appToken } from './app-token.js';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const silent = (): void => undefined;

async function minter(statuses: readonly number[] = [], key = privateKey) {
  let minted = 0;
  let now = 0;
  const fetch = (): Promise<Response> => {
    const status = statuses[minted] ?? 201;
    minted += 1;
    const body = { token: `token ${minted}`, expires_at: '2026-01-01T01:00:00Z', message: `answer ${status}` };
    return Promise.resolve(Response.json(body, { status }));
  };
  const client = new Octokit({ request: { fetch }, log: { debug: silent, info: silent, warn: silent, error: silent } });
  const app = { id: '12', installationId: 34, privateKey: () => Promise.resolve(key) };
  const tokens = await appToken(app, client, () => now);
  return {
    tokens,
    minted: () => minted,
    after: (ms: number): void => {
      now += ms;
    },
  };
}

const minute = 60_000;

describe('the token of an installation', () => {
  it('is minted once for calls that are under way together, and again before its hour is over', async () => {
    const { tokens, minted, after } = await minter();
    const both = await Promise.all([tokens.ofInstallation(), tokens.ofInstallation()]);
    expect([both, minted()]).toEqual([['token 1', 'token 1'], 1]);
    after(50 * minute);
    expect(await tokens.ofInstallation()).toBe('token 1');
    after(1);
    expect(await tokens.ofInstallation()).toBe('token 2');
  });

  it('is another one on demand, though one is asked for at the same time', async () => {
    const { tokens } = await minter();
    await tokens.ofInstallation();
    const [given, isRenewed] = await Promise.all([tokens.ofInstallation(), tokens.renew()]);
    expect([given, isRenewed, await tokens.ofInstallation()]).toEqual(['token 1', true, 'token 2']);
  });

  it('is asked for again after a fault of the moment', async () => {
    const { tokens } = await minter([502]);
    await expect(tokens.ofInstallation()).rejects.toMatchObject({ status: 502 });
    expect(await tokens.ofInstallation()).toBe('token 2');
  });

  it.each([401, 403, 404, 422])('is not asked for again after a refusal: %i', async (status) => {
    const { tokens, minted } = await minter([status]);
    for (let count = 0; count < 2; count += 1) {
      await expect(tokens.ofInstallation()).rejects.toMatchObject({
        readError: {
          class: 'access-denied',
          code: 'NoAppToken',
          message: expect.stringContaining(`answer ${status}`) as string,
        },
      });
    }
    expect([await tokens.renew(), minted()]).toEqual([false, 1]);
  });

  it('takes a key', async () => {
    const { tokens, minted } = await minter([], 'no key');
    for (const asked of [tokens.ofInstallation(), tokens.ofApp()]) {
      await expect(asked).rejects.toMatchObject({ readError: { class: 'no-credentials', code: 'AppKey' } });
    }
    expect(minted()).toBe(0);
  });

  it('is not the word of the App for itself, which is signed here', async () => {
    const { tokens, minted } = await minter();
    expect((await tokens.ofApp()).split('.')).toHaveLength(3);
    expect(minted()).toBe(0);
  });
});
