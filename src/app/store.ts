import type { KeyObject } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isS3, openStore } from '../collect/store/open-store.js';
import type { PackStore } from '../collect/store/pack-store.js';
import type { Retention } from '../collect/store/s3-store.js';
import { classifyError } from '../collect/transport/classify.js';
import { awsRequestHandler } from '../collect/transport/proxy.js';
import { chainHead, packNameOf } from '../core/chain.js';
import { PrepayError } from '../core/errors.js';
import { byCodeUnit } from '../core/json.js';
import { storedStatement, type StoredStatement } from '../pack/chain-statement.js';
import { member } from '../pack/layout.js';
import { parseManifest } from '../pack/reader.js';
import { utf8 } from '../pack/parse.js';

export interface StoreAccess {
  readonly awsProfile?: string | null;
  readonly retention?: Retention | null;
}

/** The store at that address, with the credentials of the environment or the profile. Nothing is read yet. */
export function storeAt(url: string, { awsProfile = null, retention = null }: StoreAccess = {}): PackStore {
  return openStore(url, {
    region: process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'] || null,
    profile: awsProfile,
    endpoint: process.env['AWS_ENDPOINT_URL_S3'] || process.env['AWS_ENDPOINT_URL'] || null,
    requestHandler: awsRequestHandler,
    retention,
    now: Date.now,
  });
}

/** What the store holds of that pack, judged by the keys. Throws what the disk or S3 refuses. */
export async function statementIn(
  store: PackStore,
  packId: string,
  keys: readonly KeyObject[],
): Promise<StoredStatement> {
  const [manifest, attestation] = await Promise.all([
    store.read(`${packId}/${member.manifest}`),
    store.read(`${packId}/${member.attestation}`),
  ]);
  return storedStatement(packId, { manifest, attestation }, keys);
}

/** Everything that stands directly in the store: the packs by name, and what is no pack, both in order. */
export interface StoreNames {
  readonly packs: readonly string[];
  readonly others: readonly string[];
}

/** Throws PREPAY_PACK_NOT_FOUND naming the store where it cannot be listed. */
export async function namesIn(store: PackStore): Promise<StoreNames> {
  const packs: string[] = [];
  const others: string[] = [];
  for (let token: string | null = null, isFirst = true; isFirst || token !== null; isFirst = false) {
    const page: Awaited<ReturnType<PackStore['top']>> = await fromStore(store, () => store.top(token));
    for (const name of page.folders) (packNameOf(name) === null ? others : packs).push(name);
    others.push(...page.files);
    token = page.next;
  }
  return { packs: packs.sort(byCodeUnit), others: others.filter((name) => !isOurs(name)).sort(byCodeUnit) };
}

/** What runs keep beside the packs: the link to the newest, locks, journals, and the claims of a chain. */
function isOurs(name: string): boolean {
  return (
    name === 'latest' ||
    name === 'chain' ||
    name === 'drift' ||
    /^\.prepay\.|^\.[\w.-]+\.(?:partial|upload)$|^\.latest\./.test(name)
  );
}

/** A pack out of a store, in a folder of this machine. */
export interface NewestPack {
  readonly path: string;
  readonly packId: string;
  readonly manifestSha256: string;
  readonly sequence: number;
  /** Removes what was fetched of it; leaves a store's own folder alone. */
  remove(): Promise<void>;
}

/**
 * The newest full pack of the store whose statement one of the keys signed: the head of its chain, fetched to a temporary
 * folder from S3. `name` is what ends the names of the entity's packs; null takes any. Null where the store has none.
 * Its files are not verified: `verifyPack` does that. Throws PREPAY_PACK_NOT_FOUND where the store cannot be read.
 */
export async function newestPack(
  store: PackStore,
  keys: readonly KeyObject[],
  name: string | null = null,
): Promise<NewestPack | null> {
  const { packs } = await namesIn(store);
  const own = packs.filter((packId) => name === null || packNameOf(packId)?.name === name);
  // The newest by name is the head of a chain, but for a clock that went back: a few more show that.
  for (let end = own.length; end > 0; end -= 10) {
    const some = own.slice(Math.max(0, end - 10), end);
    const stated = await Promise.all(some.map((packId) => fromStore(store, () => statementIn(store, packId, keys))));
    const head = chainHead(
      stated.flatMap(({ id: packId, state, sequence, manifestSha256 }) =>
        state === 'signed' && sequence !== null && manifestSha256 !== null
          ? [{ packId, sequence, manifestSha256 }]
          : [],
      ),
    );
    if (head !== null) return { ...head, ...(await localized(store, head.packId)) };
  }
  return null;
}

/** The pack's folder on this machine: in the store itself, or fetched. */
export async function localized(store: PackStore, packId: string): Promise<Pick<NewestPack, 'path' | 'remove'>> {
  if (!isS3(store.url)) return { path: join(store.url, packId), remove: () => Promise.resolve() };
  const parent = await mkdtemp(join(tmpdir(), 'prepay-store-'));
  const path = join(parent, packId);
  const remove = (): Promise<void> => rm(parent, { recursive: true, force: true });
  try {
    const files = await fromStore(store, () => store.under(packId));
    for (const { path: file } of files) {
      const to = join(path, file);
      if (file.split('/').some((part) => part === '..' || part === '')) continue;
      await mkdir(dirname(to), { recursive: true });
      await fromStore(store, () => store.download(`${packId}/${file}`, to));
    }
    return { path, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The files that a pack's manifest lists, as the store has it; null where the manifest is none. */
export function listedFiles(manifest: Uint8Array): readonly { readonly path: string; readonly size: number }[] | null {
  try {
    return parseManifest(utf8(manifest, member.manifest, null));
  } catch (error) {
    if (error instanceof PrepayError) return null;
    throw error;
  }
}

/** The work's result; what the disk or S3 refuses is PREPAY_PACK_NOT_FOUND naming the store. */
export async function fromStore<T>(store: PackStore, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PrepayError) throw error;
    const { code, message } = storeReadError(store.url, error);
    throw new PrepayError(
      'PREPAY_PACK_NOT_FOUND',
      `${store.url}: expected a store that can be read, got ${code}: ${message.slice(0, 300)}`,
      isS3(store.url)
        ? 'Check the address and the credentials: s3:ListBucket and s3:GetObject are needed.'
        : 'Check the folder and the rights of this user in it.',
      { cause: error },
    );
  }
}

/** What went wrong, in the common classes: errors of S3 as those of AWS, of a folder as those of files. */
export function storeReadError(url: string, error: unknown): ReturnType<typeof classifyError> {
  return classifyError(error, { source: isS3(url) ? 'aws' : 'gates' });
}
