import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CredentialSearch, findCredentials } from './doctor-credentials.js';

const secret = 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY00';
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prepay-credentials-'));
  for (const name of ['AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'])
    vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
});
afterEach(() => vi.unstubAllEnvs());

function find(profile: string | null = null, signal = new AbortController().signal): Promise<CredentialSearch> {
  const requestHandler = new NodeHttpHandler();
  return findCredentials({ region: 'eu-west-1', endpoint: null, profile, requestHandler }, { timeoutMs: 5000, signal });
}

describe('findCredentials', () => {
  it('says that they came from the environment, and nothing of them', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', secret);
    expect(await find()).toEqual({ kind: 'environment variables', expiresAt: null });
  });

  it('says that a profile had them', async () => {
    const keys = `aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = ${secret}\n`;
    writeFileSync(join(folder, 'credentials'), `[audit]\n${keys}`);
    expect(await find('audit')).toEqual({ kind: 'a profile of the shared configuration', expiresAt: null });
  });

  it('says that a process gave them, and until when', async () => {
    const program = join(folder, 'give');
    const given = { Version: 1, AccessKeyId: 'A', SecretAccessKey: secret, Expiration: '2099-01-01T00:00:00Z' };
    writeFileSync(program, `#!/bin/sh\necho '${JSON.stringify(given)}'\n`);
    chmodSync(program, 0o755);
    writeFileSync(join(folder, 'config'), `[profile audit]\ncredential_process = ${program}\n`);
    expect(await find('audit')).toEqual({ kind: 'a credential process', expiresAt: '2099-01-01T00:00:00.000Z' });
  });

  it.each([null, 'nobody'])('says that there are none, with profile %s', async (profile) => {
    expect(await find(profile)).toMatchObject({ error: { class: 'no-credentials' } });
  });

  it('ends with the interrupt where it was interrupted', async () => {
    await expect(find(null, AbortSignal.abort())).rejects.toMatchObject({ code: 'PREPAY_INTERRUPTED' });
  });
});
