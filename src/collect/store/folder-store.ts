import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { byCodeUnit } from '../../core/json.js';
import { CallError } from '../transport/classify.js';
import type { PackStore, PutPack } from './pack-store.js';
import { mostBytes, StoreTaken } from './taken.js';

/** Packs in a folder of this machine. Whoever puts one there holds the folder's lock. */
export function folderStore(url: string): PackStore {
  return {
    url,
    top: () => topOf(url),
    under: (folder) => filesUnder(join(url, folder), ''),
    read: (path) => readPlain(join(url, path)),
    put: (pack) => putFolder(url, pack),
    download: (path, to) => copyFile(join(url, path), to),
    close: () => undefined,
  };
}

/** A store that nobody has written to yet is an empty one. */
async function topOf(url: string): ReturnType<PackStore['top']> {
  const items = await readdir(url, { withFileTypes: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  const names = (isFolder: boolean): string[] =>
    items
      .filter((item) => item.isDirectory() === isFolder)
      .map(({ name }) => name)
      .sort(byCodeUnit);
  return { folders: names(true), files: names(false), next: null };
}

async function filesUnder(folder: string, under: string): ReturnType<PackStore['under']> {
  const items = await readdir(join(folder, under), { withFileTypes: true });
  const found = await Promise.all(
    items.map(async (item) => {
      const path = `${under}${item.name}`;
      if (item.isDirectory()) return filesUnder(folder, `${path}/`);
      const { size } = item.isFile() ? await lstat(join(folder, path)) : { size: -1 };
      return [{ path, size }];
    }),
  );
  return found.flat();
}

/** A pipe would keep its reader waiting, and a link may lead anywhere. */
async function readPlain(path: string): Promise<Uint8Array | null> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    try {
      const { size } = await file.stat();
      if (size > mostBytes) throw new CallError('malformed-answer', 'TooLarge', `${path} has ${size} bytes`);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw error;
  }
}

/** Copied beside its place first: nothing has the pack's name before all of it is there. */
async function putFolder(url: string, { packId, folder, files }: PutPack): Promise<void> {
  const [place, beside] = [join(url, packId), join(url, `.${packId}.upload`)];
  if ((await lstat(place).catch(() => null)) !== null)
    throw new StoreTaken(`${place}: something of that name is there`);
  await rm(beside, { recursive: true, force: true });
  for (const { path } of files) {
    await mkdir(dirname(join(beside, path)), { recursive: true });
    await copyFile(join(folder, path), join(beside, path), constants.COPYFILE_EXCL);
  }
  await rename(beside, place);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}
