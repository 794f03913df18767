import { loadPublicKey } from '../pack/signer.js';
import { type VerifyReport, type VerifyStep, verifyPack } from '../pack/verify.js';
import type { KeyObject } from 'node:crypto';
import { packageRoot } from './package-root.js';
import { reperform } from './reperform.js';
import { ruleDigests } from './sealing.js';

export interface VerifyRequest {
  readonly pack: string;
  /** Files of public keys. */
  readonly keys: readonly string[];
  readonly onStep: (step: VerifyStep) => void;
}

export type Verified = VerifyReport & { readonly conclusion: string };

/** Verifies a pack by keys from files. Throws PREPAY_KEY_INVALID and PREPAY_PACK_NOT_FOUND. */
export async function verify({ pack, keys, onStep }: VerifyRequest): Promise<Verified> {
  return verifyWith(pack, await Promise.all(keys.map(loadPublicKey)), onStep);
}

/** Verifies a pack, every verdict re-performed from its recording and every report rendered again. */
export async function verifyWith(
  path: string,
  publicKeys: readonly KeyObject[],
  onStep: (step: VerifyStep) => void,
): Promise<Verified> {
  const report = await verifyPack(path, {
    publicKeys,
    toolVersion: packageRoot.version,
    ruleDigests: ruleDigests(),
    replay: reperform,
    onStep,
  });
  return { ...report, conclusion: conclusionOf(report) };
}

function conclusionOf({ exit, fingerprint, command }: VerifyReport): string {
  switch (exit) {
    case 0:
      return `VERIFIED: signed by ${fingerprint ?? 'nobody'}, every verdict re-performed.`;
    case 1:
      return 'NOT VERIFIED: do not rely on this pack.';
    case 3:
      return command === null
        ? 'NOT COMPLETE: nothing failed, but not every step was performed.'
        : `REPLAY NOT PERFORMED: the pack was made by another version. Run:\n  ${command}`;
  }
}
