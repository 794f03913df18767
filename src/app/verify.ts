import { loadPublicKey } from '../pack/signer.js';
import { type VerifyOptions, type VerifyReport, type VerifyStep, verifyPack } from '../pack/verify.js';
import type { KeyObject } from 'node:crypto';
import { loadConfig } from './config.js';
import { packageRoot } from './package-root.js';
import { reperform } from './reperform.js';
import { chainIn } from './chain-verify.js';
import { ruleDigests } from './sealing.js';
import { storeAt } from './store.js';
import { loadAuthorities } from './timestamp.js';
import { nothingConfigured, verifyingKeys } from './verifying-keys.js';

export interface VerifyRequest {
  readonly pack: string;
  /** Files of public keys. */
  readonly keys: readonly string[];
  /** File of the root certificates of authorities of time stamps; null for the configuration's. */
  readonly tsaCa?: string | null;
  /** The configuration whose `signing.keys` and `signing.timestamp` hold; null for none. */
  readonly config?: string | null;
  /** A store of packs, in which the pack before is looked for; null for none. */
  readonly store?: string | null;
  readonly awsProfile?: string | null;
  readonly onStep: (step: VerifyStep) => void;
}

export type Verified = VerifyReport & { readonly conclusion: string };

/**
 * Verifies a pack by keys and authorities from files. Throws PREPAY_KEY_INVALID, PREPAY_PACK_NOT_FOUND, and what a
 * configuration can be refused with.
 */
export async function verify({
  pack,
  keys,
  tsaCa = null,
  config = null,
  onStep,
  ...request
}: VerifyRequest): Promise<Verified> {
  const given = await Promise.all(keys.map(loadPublicKey));
  const { publicKeys, keyPeriods, authorities } =
    config === null ? nothingConfigured : await verifyingKeys(await loadConfig(config));
  const anchors = tsaCa ?? authorities;
  const all = [...given, ...publicKeys];
  const { store = null, awsProfile = null } = request;
  const opened = store === null ? null : storeAt(store, { awsProfile });
  try {
    return await verifyWith(pack, all, onStep, {
      keyPeriods,
      chain: opened === null ? null : chainIn(opened, all),
      timeStampAnchors: anchors === null ? [] : await loadAuthorities(anchors),
    });
  } finally {
    opened?.close();
  }
}

/** Verifies a pack, every verdict re-performed from its recording and every report rendered again. */
export async function verifyWith(
  path: string,
  publicKeys: readonly KeyObject[],
  onStep: (step: VerifyStep) => void,
  more: Pick<VerifyOptions, 'keyPeriods' | 'timeStampAnchors' | 'chain'> = {},
): Promise<Verified> {
  const report = await verifyPack(path, {
    ...more,
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
