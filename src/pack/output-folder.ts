import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PrepayError } from '../core/errors.js';
import { segment, slug } from './layout.js';
import { errorCode, storageError } from './storage-error.js';

/**
 * The function that releases the output folder again, which is made if need be and locked against a second run.
 * Throws PREPAY_OUTPUT_LOCKED, PREPAY_OUTPUT_NOT_WRITABLE, PREPAY_DISK_FULL.
 */
export async function lockOutput(out: string): Promise<() => Promise<void>> {
  const { lock } = await import('proper-lockfile');
  try {
    await mkdir(out, { recursive: true });
    let isHeld = true;
    const release = await lock(out, {
      lockfilePath: join(out, '.prepay.lock'),
      // A machine that slept past the lock's age may find it taken. Packs have names of their own and are made
      // exclusively, so that costs nothing; there is only nothing left to release.
      onCompromised: () => {
        isHeld = false;
      },
    });
    return () => (isHeld ? release() : Promise.resolve());
  } catch (error) {
    throw outputError(error, out);
  }
}

/** `20261125T221404123Z-<slug>`: the time to the millisecond, so that two runs in one second do not meet, and the run's name. */
export function packIdOf(declaredAt: string, name: string): string {
  return `${declaredAt.replaceAll(/[-:.]/g, '')}-${slug(name) || segment(name)}`;
}

function outputError(error: unknown, out: string): unknown {
  switch (errorCode(error)) {
    case 'ELOCKED':
      return new PrepayError(
        'PREPAY_OUTPUT_LOCKED',
        `${out}: expected no other run, got one that holds the lock`,
        'Wait for the other run, or choose another folder with --out.',
        { cause: error },
      );
    case 'EEXIST':
      return new PrepayError(
        'PREPAY_OUTPUT_NOT_WRITABLE',
        `${out}: expected a folder, got a file`,
        'Choose another folder with --out.',
        { cause: error },
      );
    default:
      return storageError(error, out);
  }
}
