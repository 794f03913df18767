import { mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PrepayError } from '../core/errors.js';
import { canonical } from '../core/json.js';
import { segment, slug } from './layout.js';
import { processOwner, stateOf, thisProcess } from './owner.js';
import { errorCode, storageError } from './storage-error.js';

/**
 * The function that releases the output folder again, which is made if need be and locked against a second run. The lock
 * of a process that is gone is taken over at once.
 * Throws PREPAY_OUTPUT_LOCKED, PREPAY_OUTPUT_NOT_WRITABLE, PREPAY_DISK_FULL.
 */
export async function lockOutput(out: string): Promise<() => Promise<void>> {
  try {
    await mkdir(out, { recursive: true });
    const release = await locked(out).catch(async (error: unknown) => {
      if (errorCode(error) !== 'ELOCKED' || !(await isAbandoned(out))) throw error;
      return locked(out);
    });
    const file = join(out, ownerFile);
    const owner = canonical(await thisProcess());
    // Without it, the lock of a killed run holds for the ten seconds until it is stale: no reason not to run.
    await writeFile(file, owner).catch(() => undefined);
    return async () => {
      if ((await textOf(file)) === owner) await rm(file, { force: true });
      await release();
    };
  } catch (error) {
    throw outputError(error, out);
  }
}

const lockFolder = '.prepay.lock';
const ownerFile = '.prepay.owner';

async function locked(out: string): Promise<() => Promise<void>> {
  const { lock } = await import('proper-lockfile');
  let isHeld = true;
  const release = await lock(out, {
    lockfilePath: join(out, lockFolder),
    // A machine that slept past the lock's age may find it taken. Packs have names of their own and are made
    // exclusively, so that costs nothing; there is only nothing left to release.
    onCompromised: () => {
      isHeld = false;
    },
  });
  return () => (isHeld ? release() : Promise.resolve());
}

/** Whether the lock's process is gone, and its lock was made stale by us: of several that find it so, only one. */
async function isAbandoned(out: string): Promise<boolean> {
  const file = join(out, ownerFile);
  const text = await textOf(file);
  const owner = processOwner.safeParse(parsed(text));
  if (!owner.success || (await stateOf(owner.data)) !== 'gone') return false;
  const mine = `${file}.${process.pid}`;
  const isMine = await rename(file, mine).then(
    () => true,
    () => false,
  );
  if (!isMine) return false;
  // Somebody else may have taken the lock over since it was read, and what was renamed is theirs.
  if ((await textOf(mine)) !== text) {
    await rename(mine, file).catch(() => undefined);
    return false;
  }
  await rm(mine, { force: true });
  await utimes(join(out, lockFolder), 0, 0).catch(() => undefined);
  return true;
}

function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
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
