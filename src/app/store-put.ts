import { createHash, type KeyObject } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { StoreReader } from '../collect/store/caller.js';
import { isS3 } from '../collect/store/open-store.js';
import type { PackFile, PackStore } from '../collect/store/pack-store.js';
import { StoreTaken } from '../collect/store/taken.js';
import { packNameOf } from '../core/chain.js';
import { PrepayError } from '../core/errors.js';
import { storedStatement } from '../pack/chain-statement.js';
import { member, outsideManifest } from '../pack/layout.js';
import { lockOutput } from '../pack/output-folder.js';
import { assertSealed, packFolder, parseManifest, readMember } from '../pack/reader.js';
import { loadConfig } from './config.js';
import { statementIn, storeAt, storeReadError } from './store.js';

/** The store as the source `store` of a run asks it, statements judged by the keys. */
export function readerOf(store: PackStore, keys: readonly KeyObject[]): StoreReader {
  return {
    async list(token) {
      const { folders, files, next } = await store.top(token);
      const isPack = (name: string): boolean => packNameOf(name) !== null;
      return { packs: folders.filter(isPack), others: [...folders.filter((name) => !isPack(name)), ...files], next };
    },
    statement: async (packId) => ({ ...(await statementIn(store, packId, keys)) }),
    classify: (error) => storeReadError(store.url, error),
  };
}

/**
 * Releases the store again, a folder that is locked against a second run; of the output folder itself, and of S3, there is
 * nothing to lock. Throws PREPAY_OUTPUT_LOCKED and PREPAY_OUTPUT_NOT_WRITABLE.
 */
export async function lockStore(url: string | null, out: string): Promise<() => Promise<void>> {
  if (url === null || isS3(url) || (await isSameFolder(url, out))) return () => Promise.resolve();
  return lockOutput(url);
}

/**
 * Puts a sealed pack into a store, whole, and does nothing where the store has it already. Throws
 * PREPAY_OUTPUT_EXISTS where another pack has its name or its place in the chain, and PREPAY_OUTPUT_NOT_WRITABLE; the pack
 * stays where it is in either case.
 */
export async function putPack(path: string, store: PackStore): Promise<void> {
  const folder = await realpath(await packFolder(path));
  await assertSealed(folder);
  const packId = basename(folder);
  if (!isS3(store.url) && (await isSameFolder(store.url, join(folder, '..')))) return;
  const manifest = (await readMember(folder, member.manifest)) ?? '';
  const attestation = await readMember(folder, member.attestation);
  const { sequence } = storedStatement(
    packId,
    { manifest: Buffer.from(manifest), attestation: attestation === null ? null : Buffer.from(attestation) },
    [],
  );
  const files = [...parseManifest(manifest), ...(await filesBeside(folder))];
  try {
    if (await isThere(store, packId, manifest, files)) return;
    await store.put({ packId, folder, files, sequence });
  } catch (error) {
    throw putError(store.url, folder, error);
  }
}

/** Puts a pack into the store that a configuration names. Throws what {@link putPack} does, and PREPAY_CONFIG_INVALID. */
export async function uploadPack(
  pack: string,
  { config: path, awsProfile }: { readonly config: string | null; readonly awsProfile: string | null },
): Promise<{ readonly pack: string; readonly store: string }> {
  const file = path ?? 'prepay.yaml';
  const { config } = await loadConfig(file);
  if (config.store === undefined) {
    throw new PrepayError(
      'PREPAY_CONFIG_INVALID',
      `${file}: expected a store, got none`,
      'Set store, such as s3://bucket/prefix.',
    );
  }
  const setting = typeof config.store === 'string' ? { url: config.store } : config.store;
  const retention =
    'retainDays' in setting && setting.retainDays !== undefined
      ? { days: setting.retainDays, mode: setting.mode }
      : null;
  const store = storeAt(setting.url, { awsProfile, retention });
  const release = await lockStore(setting.url, join(await packFolder(pack), '..'));
  try {
    await putPack(pack, store);
    return { pack, store: setting.url };
  } finally {
    await release();
    store.close();
  }
}

/** Whether the store has this very pack, each of its files in its size. */
async function isThere(
  store: PackStore,
  packId: string,
  manifest: string,
  files: readonly PackFile[],
): Promise<boolean> {
  const found = await store.read(`${packId}/${member.manifest}`);
  if (found === null || Buffer.from(found).toString('utf8') !== manifest) return false;
  const sizes = new Map((await store.under(packId)).map(({ path, size }) => [path, size]));
  return files.every(({ path, size }) => sizes.get(path) === size);
}

/** The files that no manifest can list, those that follow from it last. */
async function filesBeside(folder: string): Promise<readonly PackFile[]> {
  const found: PackFile[] = [];
  for (const path of [...outsideManifest].filter((name) => existsSync(join(folder, name)))) {
    const { size } = await stat(join(folder, path));
    const hash = createHash('sha256');
    await pipeline(createReadStream(join(folder, path)), hash);
    found.push({ path, size, sha256: hash.digest('hex') });
  }
  return found;
}

async function isSameFolder(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([a, b].map((path) => realpath(path).catch(() => null)));
  return one !== null && one === other;
}

function putError(url: string, folder: string, error: unknown): unknown {
  const again = `The pack is sealed in ${folder}. Run 'prepay pack upload ${folder}' when that is mended.`;
  if (error instanceof PrepayError) return error;
  if (error instanceof StoreTaken) {
    return new PrepayError(
      'PREPAY_OUTPUT_EXISTS',
      `${url}: ${error.message}`,
      `The pack is sealed in ${folder} and belongs to no chain: run the audit again for one that does.`,
      { cause: error },
    );
  }
  const { code, message } = storeReadError(url, error);
  return new PrepayError(
    'PREPAY_OUTPUT_NOT_WRITABLE',
    `${url}: expected a store that takes the pack, got ${code}: ${message.slice(0, 300)}`,
    again,
    { cause: error },
  );
}
