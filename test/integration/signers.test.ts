import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { signerOf } from '../../src/app/signers.js';
import { closeConnections } from '../../src/collect/transport/proxy.js';
import type { Signer } from '../../src/pack/signer.js';
import { verifyPack, type VerifyReport } from '../../src/pack/verify.js';
import { ruleDigests, sameReplay, sealSmallPack, temporary, toolVersion } from '../helpers/small-pack.js';
import { startMoto } from './peers/aws/moto.js';

afterEach(() => vi.unstubAllEnvs());

async function verified(signer: Signer): Promise<VerifyReport> {
  const { path } = await sealSmallPack(await temporary(onTestFinished), signer);
  return verifyPack(path, {
    publicKeys: [signer.publicKey],
    toolVersion,
    ruleDigests,
    replay: sameReplay,
    onStep: () => undefined,
  });
}

describe('signing.kms, on moto', () => {
  let moto: Awaited<ReturnType<typeof startMoto>>;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(async () => {
    await closeConnections();
    await moto.stop();
  });

  /** The ARN of a new key of that kind. */
  async function key(KeySpec: 'ECC_NIST_P256' | 'RSA_2048'): Promise<string> {
    const environment = {
      AWS_ENDPOINT_URL: moto.url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'eu-west-1',
    };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const client = new KMSClient({});
    onTestFinished(() => client.destroy());
    const { KeyMetadata } = await client.send(new CreateKeyCommand({ KeySpec, KeyUsage: 'SIGN_VERIFY' }));
    const alias = `alias/prepay-${KeySpec.toLowerCase()}`;
    await client.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: KeyMetadata?.KeyId }));
    return KeyMetadata?.Arn ?? '';
  }

  it('signs a pack by a key, by its ARN and by its alias', async () => {
    const arn = await key('ECC_NIST_P256');
    for (const name of [arn, 'alias/prepay-ecc_nist_p256']) {
      const signer = await signerOf({ kind: 'kms', key: name, profile: null }, null);
      expect((await verified(signer)).exit).toBe(0);
    }
  });

  it('refuses a key of another kind, and one that is not there', async () => {
    const rsa = await key('RSA_2048');
    await expect(signerOf({ kind: 'kms', key: rsa, profile: null }, null)).rejects.toMatchObject({
      code: 'PREPAY_SIGNER_FAILED',
      message: expect.stringContaining('expected a key of ECC_NIST_P256') as unknown,
    });
    await expect(signerOf({ kind: 'kms', key: 'alias/none', profile: null }, null)).rejects.toThrow(
      /kms:GetPublicKey: /,
    );
  });
});
