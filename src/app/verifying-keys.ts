import type { KeyObject } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import type { KeyPeriod } from '../pack/key-period.js';
import { fingerprintOf, loadPublicKey } from '../pack/signer.js';
import type { LoadedConfig } from './config.js';

interface VerifyingKeys {
  readonly publicKeys: readonly KeyObject[];
  /** By fingerprint. */
  readonly keyPeriods: ReadonlyMap<string, readonly KeyPeriod[]>;
  /** File of the time-stamping authorities. */
  readonly authorities: string | null;
}

export const nothingConfigured: VerifyingKeys = { publicKeys: [], keyPeriods: new Map(), authorities: null };

/** What the configuration says of who may have signed and stamped. Throws PREPAY_KEY_INVALID. */
export async function verifyingKeys({ path, config }: LoadedConfig): Promise<VerifyingKeys> {
  const beside = (file: string): string => resolve(dirname(path ?? '.'), file);
  const { keys = [], timestamp } = config.signing ?? {};
  const publicKeys: KeyObject[] = [];
  const keyPeriods = new Map<string, KeyPeriod[]>();
  for (const { publicKey, validFrom, validUntil } of keys) {
    const key = await loadPublicKey(beside(publicKey));
    const fingerprint = fingerprintOf(key);
    publicKeys.push(key);
    keyPeriods.set(fingerprint, [...(keyPeriods.get(fingerprint) ?? []), { validFrom, validUntil }]);
  }
  return { publicKeys, keyPeriods, authorities: timestamp === undefined ? null : beside(timestamp.caFile) };
}
