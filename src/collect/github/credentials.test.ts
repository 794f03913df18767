import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { githubOptionsOf } from './credentials.js';

const app = { GITHUB_APP_ID: '12', GITHUB_APP_INSTALLATION_ID: '34', GITHUB_APP_PRIVATE_KEY: 'PEM' };

describe('how the environment says to sign in to GitHub', () => {
  it.each([
    [{}, null],
    [{ GITHUB_TOKEN: '' }, null],
    [{ GITHUB_TOKEN: 'a', GH_TOKEN: 'b' }, 'a'],
    [{ GITHUB_TOKEN: '', GH_TOKEN: ' b\n' }, 'b'],
  ])('%j is the token %s', (environment, token) => {
    expect(githubOptionsOf(environment)).toEqual({ token, app: null });
  });

  it('is an App with its key, in the environment or in a file', async () => {
    const inEnvironment = githubOptionsOf({ ...app, GITHUB_TOKEN: 'a' });
    expect(inEnvironment).toMatchObject({ token: 'a', app: { id: '12', installationId: 34 } });
    expect(await inEnvironment.app?.privateKey()).toBe('PEM');
    const path = join(mkdtempSync(join(tmpdir(), 'prepay-app-')), 'key.pem');
    writeFileSync(path, 'OF FILE');
    const inFile = githubOptionsOf({ ...app, GITHUB_APP_PRIVATE_KEY: undefined, GITHUB_APP_PRIVATE_KEY_FILE: path });
    expect(await inFile.app?.privateKey()).toBe('OF FILE');
  });

  it.each([
    ['GITHUB_APP_ID', 'GITHUB_APP_ID not set'],
    ['GITHUB_APP_INSTALLATION_ID', 'GITHUB_APP_INSTALLATION_ID not set'],
    ['GITHUB_APP_PRIVATE_KEY', 'GITHUB_APP_PRIVATE_KEY or GITHUB_APP_PRIVATE_KEY_FILE not set'],
  ])('is no App without %s', (name, text) => {
    expect(() => githubOptionsOf({ ...app, [name]: '' })).toThrow(text);
  });

  it.each(['x', '0', '-1', '1.5'])('is no App of the installation %s', (id) => {
    expect(() => githubOptionsOf({ ...app, GITHUB_APP_INSTALLATION_ID: id })).toThrow('expected a number');
  });

  it('names an Enterprise Server, and no address that is none', () => {
    const of = (GITHUB_API_URL: string) => githubOptionsOf({ GITHUB_API_URL });
    expect(of('https://git.example/api/v3/').apiUrl).toBe('https://git.example/api/v3');
    expect(() => of('git.example')).toThrow('GITHUB_API_URL: expected an address, got git.example');
    expect(() => of('ftp://git.example')).toThrow('expected an address');
  });
});
