import { createHash } from 'node:crypto';
import { lstat, open, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PrepayError } from '../core/errors.js';
import { byCodeUnit, sha256Hex } from '../core/json.js';
import { member, outsideManifest } from './layout.js';
import { type ManifestEntry, sumsText } from './manifest.js';
import { packFault } from './parse.js';
import { assertSealed, openPack, packFolder, type PackReader, parseManifest, readMember } from './reader.js';
import { firstOf } from './verify-rules.js';

/** What the first step found: the manifest, its hash, and every way in which the folder is not what it says. */
export interface FilesCheck {
  /** Null if the manifest itself is missing or malformed. */
  readonly manifest: { readonly entries: readonly ManifestEntry[]; readonly sha256: string } | null;
  readonly faults: readonly string[];
}

/** Whether the folder holds the files of its manifest and no other, each with its size and hash. */
export async function checkFiles(folder: string): Promise<FilesCheck> {
  if (basename(folder).endsWith('.partial')) return { manifest: null, faults: ['the folder is an unsealed journal'] };
  try {
    const text = await readMember(folder, member.manifest);
    if (text === null) return { manifest: null, faults: [`${member.manifest} is missing`] };
    const manifest = { entries: parseManifest(text), sha256: sha256Hex(text) };
    const faults = [
      ...(await listFaults(folder, manifest.entries)),
      ...(await hashFaults(folder, manifest.entries)),
      ...((await readMember(folder, member.sums)) === sumsText(manifest.entries, manifest.sha256)
        ? []
        : [`${member.sums} does not say what ${member.manifest} says`]),
    ];
    return { manifest, faults };
  } catch (error) {
    if (error instanceof PrepayError) return { manifest: null, faults: [error.message] };
    throw error;
  }
}

/**
 * The pack, once its folder holds the files of its manifest and nothing else. Who made them, the signature says.
 * Throws PREPAY_PACK_NOT_FOUND and PREPAY_PACK_INVALID.
 */
export async function openWholePack(path: string): Promise<PackReader> {
  const folder = await packFolder(path);
  await assertSealed(folder);
  const { manifest, faults } = await checkFiles(folder);
  if (manifest === null || faults.length > 0) throw packFault(folder, null, firstOf(faults));
  return openPack(folder);
}

async function listFaults(folder: string, entries: readonly ManifestEntry[]): Promise<readonly string[]> {
  const files = new Set([...entries.map(({ path }) => path), ...outsideManifest]);
  const folders = new Set(entries.flatMap(({ path }) => parents(path)));
  const faults: string[] = [];
  const walk = async (under: string): Promise<void> => {
    for (const item of await readdir(join(folder, under), { withFileTypes: true })) {
      const path = `${under}${item.name}`;
      if (item.isDirectory()) {
        if (folders.has(path)) await walk(`${path}/`);
        else faults.push(`${JSON.stringify(path)} is a folder that the manifest does not list`);
      } else if (!item.isFile()) faults.push(`${JSON.stringify(path)} is a link or special file`);
      else if (!files.has(path)) faults.push(`${JSON.stringify(path)} is a file that the manifest does not list`);
    }
  };
  await walk('');
  return faults.sort(byCodeUnit);
}

function parents(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, depth) => parts.slice(0, depth + 1).join('/'));
}

async function hashFaults(folder: string, entries: readonly ManifestEntry[]): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.path);
    // The size first: neither a pipe that never ends nor a sparse file of terabytes is read.
    const there = await lstat(path).catch(() => null);
    const found = there?.isFile() !== true ? null : there.size === entry.size ? await digest(path, entry.size) : there;
    if (found === null) faults.push(`${entry.path} is missing or cannot be read`);
    else if (found.size !== entry.size) faults.push(`${entry.path}: expected ${entry.size} bytes, got ${found.size}`);
    else if ('sha256' in found && found.sha256 !== entry.sha256) {
      faults.push(`${entry.path}: expected sha256 ${entry.sha256}, got ${found.sha256}`);
    }
  }
  return faults;
}

const blockSize = 1 << 20;

/** Hashes one block while the next one is read: as fast as the hash itself, in two blocks of memory. */
async function digest(path: string, size: number): Promise<{ readonly size: number; readonly sha256: string } | null> {
  const handle = await open(path).catch(() => null);
  if (handle === null) return null;
  try {
    const hash = createHash('sha256');
    const length = Math.min(size + 1, blockSize);
    let [block, other] = [Buffer.allocUnsafe(length), Buffer.allocUnsafe(length)];
    let at = 0;
    for (let reading = handle.read(block, 0, length, at); ; ) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return { size: at, sha256: hash.digest('hex') };
      at += bytesRead;
      const read = block.subarray(0, bytesRead);
      [block, other] = [other, block];
      reading = handle.read(block, 0, length, at);
      hash.update(read);
    }
  } catch {
    return null;
  } finally {
    await handle.close();
  }
}
