import type { KeyObject } from 'node:crypto';
import { closeConnections } from '../collect/transport/proxy.js';
import { PrepayError } from '../core/errors.js';
import { loadPublicKey } from '../pack/signer.js';
import { type StoreReport, verifyStore } from './chain-verify.js';
import { loadConfig } from './config.js';
import { storeAt } from './store.js';
import { verifyWith } from './verify.js';
import { nothingConfigured, verifyingKeys } from './verifying-keys.js';

export interface StoreRequest {
  readonly store: string;
  readonly keys: readonly string[];
  readonly config: string | null;
  readonly awsProfile: string | null;
  /** Whether each pack is verified in full as well, every verdict re-performed. */
  readonly deep: boolean;
}

/** Verifies a whole store of packs. Throws PREPAY_PACK_NOT_FOUND where it cannot be read, and PREPAY_KEY_INVALID. */
export async function verifyWholeStore({
  store: url,
  keys,
  config,
  awsProfile,
  deep,
}: StoreRequest): Promise<StoreReport> {
  const given = await Promise.all(keys.map(loadPublicKey));
  const { publicKeys, keyPeriods } =
    config === null ? nothingConfigured : await verifyingKeys(await loadConfig(config));
  const all = [...given, ...publicKeys];
  const store = storeAt(url, { awsProfile });
  try {
    return await verifyStore(store, {
      keys: all,
      keyPeriods,
      now: new Date().toISOString(),
      deep: deep ? (folder) => wrongWith(folder, all) : null,
    });
  } finally {
    store.close();
    await closeConnections();
  }
}

/** What is wrong with a pack, in the words of the first step that failed; null for nothing. */
async function wrongWith(folder: string, keys: readonly KeyObject[]): Promise<string | null> {
  const { steps } = await verifyWith(folder, keys, () => undefined);
  const failed = steps.find(({ result }) => result === 'failed');
  return failed === undefined ? null : `${failed.name}: ${failed.detail}`;
}

/** The store that was named; throws PREPAY_USAGE where neither it nor a pack was. */
export function storeGiven(store: string | null): string {
  if (store !== null) return store;
  throw new PrepayError(
    'PREPAY_USAGE',
    'missing argument PACK, and no --store',
    'Name the folder of a pack, or a store.',
  );
}

/** The report as lines for a terminal. */
export function storeText({ packs, chained, heads, faults, notes, conclusion }: StoreReport): string {
  return [
    `${packs} packs, ${chained} of them chained`,
    ...heads.map(
      ({ name, packId, sequence, start }) => `${name}: the last is ${packId}, number ${sequence}, of ${start}`,
    ),
    ...faults.map(({ kind, text }) => `${kind.padEnd(14)} ${text}`),
    ...notes.map((text) => `${'note'.padEnd(14)} ${text}`),
    conclusion,
  ].join('\n');
}
