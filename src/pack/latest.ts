import { lstat, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PrepayError } from '../core/errors.js';
import { errorCode, onDisk } from './storage-error.js';

const latest = 'latest';

/** Points `<out>/latest` at the pack in one step: a symbolic link, or where those fail a file that holds the name. */
export async function pointLatest(out: string, packId: string, link: typeof symlink = symlink): Promise<void> {
  const fresh = join(out, `.${latest}.${packId}`);
  await onDisk(fresh, async () => {
    await link(packId, fresh, 'dir').catch(async (error: unknown) => {
      if (errorCode(error) === 'ENOSPC') throw error;
      await writeFile(fresh, `${packId}\n`);
    });
    await rename(fresh, join(out, latest));
  });
}

/** Throws PREPAY_OUTPUT_EXISTS where a folder of that name is in the way, before a run has gone to any length. */
export async function assertLatestIsFree(out: string): Promise<void> {
  const stat = await lstat(join(out, latest)).catch(() => null);
  if (stat === null || stat.isSymbolicLink() || stat.isFile()) return;
  throw new PrepayError(
    'PREPAY_OUTPUT_EXISTS',
    `${join(out, latest)}: expected the link to the newest pack, got a folder`,
    'Move it away, or choose another folder with --out.',
  );
}
