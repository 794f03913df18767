import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { kmsKey } from '../collect/aws/kms-signer.js';
import { PrepayError } from '../core/errors.js';
import { fingerprintOf, hashOf, keyTypeOf, loadPublicKey, loadSigner, type Signer } from '../pack/signer.js';
import { runSigner } from './signer-command.js';
import type { SignerChoice } from './signing-plan.js';

/**
 * The signer that was chosen. Throws PREPAY_KEY_INVALID, PREPAY_KEY_PERMISSIONS, and PREPAY_SIGNER_FAILED where KMS does
 * not give the public key; signing throws PREPAY_SIGNER_FAILED as well.
 */
export async function signerOf(choice: SignerChoice, awsProfile: string | null): Promise<Signer> {
  switch (choice.kind) {
    case 'file':
      return loadSigner(choice.path);
    case 'command': {
      const publicKey = await loadPublicKey(choice.publicKey);
      return checkedSigner(choice.program, publicKey, (data) => runSigner(choice, data));
    }
    case 'kms': {
      const key = await kmsKey(choice.key, choice.profile ?? awsProfile);
      const publicKey = createPublicKey({ key: Buffer.from(key.publicKey), format: 'der', type: 'spki' });
      return checkedSigner(choice.key, publicKey, (data) => key.sign(data));
    }
  }
}

/** A signer whose every signature is verified before anybody sees it: it comes from outside of this process. */
function checkedSigner(name: string, publicKey: KeyObject, sign: (data: Uint8Array) => Promise<Uint8Array>): Signer {
  const type = keyTypeOf(publicKey);
  const fingerprint = fingerprintOf(publicKey);
  return {
    type,
    publicKey,
    fingerprint,
    sign: async (data) => {
      const signature = await sign(data);
      if (verify(hashOf(type), data, publicKey, signature)) return signature;
      throw new PrepayError(
        'PREPAY_SIGNER_FAILED',
        `${name}: expected a signature by ${fingerprint}, got ${signature.length} bytes that are none`,
        'Check that it signs with the private half of that key: ECDSA P-256 over SHA-256 in DER, or Ed25519.',
      );
    },
  };
}
