import type { KMSClient } from '@aws-sdk/client-kms';
import { createHash, createPublicKey } from 'node:crypto';
import { PrepayError } from '../../core/errors.js';
import { redactText } from '../transport/redact.js';
import { awsRequestHandler } from '../transport/proxy.js';
import { configuredRegion } from './credentials.js';

/** A key of KMS that signs, and never leaves it. */
interface KmsKey {
  /** SPKI in DER. */
  readonly publicKey: Uint8Array;
  /** ECDSA over the SHA-256 of the data, in DER. */
  readonly sign: (data: Uint8Array) => Promise<Uint8Array>;
}

const timeoutMs = 10_000;

/**
 * The key of that ARN or alias, which has to be ECC_NIST_P256 for SIGN_VERIFY. Needs kms:GetPublicKey and kms:Sign on it
 * and nothing else. Throws PREPAY_SIGNER_FAILED, and so does signing.
 */
export async function kmsKey(keyId: string, profile: string | null): Promise<KmsKey> {
  const { GetPublicKeyCommand, KMSClient: Client, SignCommand } = await import('@aws-sdk/client-kms');
  const named = /^arn:[^:]*:kms:([^:]*):/.exec(keyId)?.[1];
  const client: KMSClient = new Client({
    region: named ?? (await configuredRegion(process.env, profile)) ?? 'us-east-1',
    requestHandler: await awsRequestHandler(),
    ...(profile === null ? {} : { profile }),
  });
  const ask = async <T>(what: string, send: (options: { abortSignal: AbortSignal }) => Promise<T>): Promise<T> => {
    try {
      return await send({ abortSignal: AbortSignal.timeout(timeoutMs) });
    } catch (error) {
      throw failed(
        keyId,
        `${what}: ${error instanceof Error ? `${error.name}: ${error.message}` : 'no answer'}`,
        error,
      );
    }
  };
  const { PublicKey, KeyUsage } = await ask('kms:GetPublicKey', (options) =>
    client.send(new GetPublicKeyCommand({ KeyId: keyId }), options),
  );
  const curve = PublicKey === undefined ? 'no key' : curveOf(PublicKey);
  if (PublicKey === undefined || curve !== 'prime256v1' || KeyUsage !== 'SIGN_VERIFY') {
    const got = `${curve} for ${KeyUsage ?? 'nothing'}`;
    throw failed(keyId, `expected a key of ECC_NIST_P256 for SIGN_VERIFY, got ${got}`);
  }
  return {
    publicKey: PublicKey,
    sign: async (data) => {
      // The digest, since KMS takes 4096 bytes at most of a message, and a statement can be longer.
      const input = {
        KeyId: keyId,
        Message: createHash('sha256').update(data).digest(),
        MessageType: 'DIGEST',
        SigningAlgorithm: 'ECDSA_SHA_256',
      } as const;
      const { Signature } = await ask('kms:Sign', (options) => client.send(new SignCommand(input), options));
      if (Signature === undefined) throw failed(keyId, 'kms:Sign: an answer without a signature');
      return Signature;
    },
  };
}

/** The curve of a public key in DER, by the key itself; its type if it has none. */
function curveOf(der: Uint8Array): string {
  const key = createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
  return key.asymmetricKeyDetails?.namedCurve ?? String(key.asymmetricKeyType);
}

function failed(keyId: string, why: string, cause?: unknown): PrepayError {
  return new PrepayError(
    'PREPAY_SIGNER_FAILED',
    `${keyId}: ${redactText(why).slice(0, 400)}`,
    'Allow kms:Sign and kms:GetPublicKey on the key to who signs; signing.kmsProfile names other credentials than those of the audit.',
    { cause },
  );
}
