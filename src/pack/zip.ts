import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { lstat, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PrepayError } from '../core/errors.js';
import { byCodeUnit } from '../core/json.js';
import { member, outsideManifest } from './layout.js';
import { packFault, parseAs } from './parse.js';
import { packFolder, readMember } from './reader.js';
import { runHead } from './schemas.js';
import { errorCode, onDisk, storageError } from './storage-error.js';
import { checkFiles } from './verify-files.js';

/**
 * Path, size and SHA-256 of a zip of the pack, the same bytes on every machine: stored, sorted, one time, one mode.
 * Throws PREPAY_PACK_INVALID for a pack whose files are not those of its manifest, PREPAY_OUTPUT_EXISTS,
 * PREPAY_OUTPUT_NOT_WRITABLE, PREPAY_DISK_FULL.
 */
export async function exportZip(
  packPath: string,
  zipPath: string,
): Promise<{ readonly path: string; readonly size: number; readonly sha256: string }> {
  const folder = await packFolder(packPath);
  const { manifest, faults } = await checkFiles(folder);
  if (manifest === null || faults.length > 0) throw packFault(folder, null, faults.join('; '));
  const { packId } = parseAs(runHead, (await readMember(folder, member.run)) ?? '', member.run, null);
  if (!/^[\w-][\w.-]*$/.test(packId)) throw packFault(member.run, null, `expected a pack's name, got ${packId}`);
  const paths = [...manifest.entries.map(({ path }) => path), ...(await outside(folder))].sort(byCodeUnit);
  const unfinished = `${zipPath}.partial`;
  await assertAbsent(zipPath);
  await assertAbsent(unfinished);
  try {
    const written = await writeZip(folder, packId, paths, unfinished);
    await assertAbsent(zipPath);
    await onDisk(zipPath, () => rename(unfinished, zipPath));
    return { path: zipPath, ...written };
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function outside(folder: string): Promise<readonly string[]> {
  const there = await readdir(folder);
  return there.filter((name) => outsideManifest.has(name));
}

async function writeZip(
  folder: string,
  packId: string,
  paths: readonly string[],
  to: string,
): Promise<{ readonly size: number; readonly sha256: string }> {
  const { ZipFile } = await import('yazl');
  const zip = new ZipFile();
  const output = Readable.from(zip.outputStream);
  zip.on('error', (error: Error) => output.destroy(error));
  for (const path of paths) {
    zip.addFile(join(folder, path), `${packId}/${path}`, {
      // DOS time has no zone and yazl writes local time, so a local date gives the same bytes in every zone; noon,
      // since no zone skips it.
      mtime: new Date(1980, 0, 1, 12),
      forceDosTimestamp: true,
      mode: 0o100644,
      compress: false,
    });
  }
  zip.end();
  const hash = createHash('sha256');
  const file = createWriteStream(to, { flags: 'wx', flush: true });
  try {
    await pipeline(
      output,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          yield chunk;
        }
      },
      file,
    );
  } catch (error) {
    throw storageError(error, to);
  }
  return { size: file.bytesWritten, sha256: hash.digest('hex') };
}

async function assertAbsent(path: string): Promise<void> {
  const found = await lstat(path).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null;
    throw storageError(error, path);
  });
  if (found === null) return;
  throw new PrepayError('PREPAY_OUTPUT_EXISTS', `${path}: expected no file, got one`, 'Name another file with --out.');
}
