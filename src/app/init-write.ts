import { lstat, rename, rm } from 'node:fs/promises';
import { PrepayError } from '../core/errors.js';
import { storageError } from '../pack/storage-error.js';
import { writeNew } from './write-new.js';

/** Throws PREPAY_OUTPUT_EXISTS where something is at the path that may not be written over. */
export async function refuseTaken(path: string, isForced: boolean): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found === null || (isForced && found.isFile())) return;
  throw new PrepayError(
    'PREPAY_OUTPUT_EXISTS',
    found.isFile() ? `${path} is already there` : `${path} is already there, and no regular file`,
    found.isFile()
      ? 'Pass --force to write it anew, or name another file with --config.'
      : 'Name another file with --config.',
  );
}

/** Writes the file whole or not at all; over another only where that is wanted. */
export async function writeConfig(path: string, text: string, isForced: boolean): Promise<void> {
  await refuseTaken(path, isForced);
  if (!isForced) {
    await writeNew(path, text);
    return;
  }
  const beside = `${path}.${process.pid}.new`;
  await writeNew(beside, text);
  try {
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw storageError(error, path);
  }
}
