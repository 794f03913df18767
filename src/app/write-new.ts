import { existsSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PrepayError } from '../core/errors.js';

/** Throws PREPAY_OUTPUT_EXISTS if something is there. */
export function refuseExisting(path: string): void {
  if (existsSync(path)) throw exists(path);
}

/** Writes a file that is not there yet. Throws PREPAY_OUTPUT_EXISTS, PREPAY_OUTPUT_NOT_WRITABLE, PREPAY_DISK_FULL. */
export async function writeNew(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true }).catch((error: unknown) => {
    // A file in the way of a folder is EEXIST too, and another matter than the output being there.
    const code = codeOf(error) === 'EEXIST' ? 'ENOTDIR' : codeOf(error);
    throw outputError(path, code, error);
  });
  try {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(content);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw outputError(path, codeOf(error), error);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}

function outputError(path: string, code: unknown, error: unknown): unknown {
  switch (code) {
    case 'EEXIST':
      return exists(path);
    case 'ENOSPC':
      return new PrepayError('PREPAY_DISK_FULL', `${path}: no space left`, 'Free some space and run again.', {
        cause: error,
      });
    case 'EACCES':
    case 'EROFS':
    case 'EPERM':
    case 'ENOTDIR':
      return new PrepayError(
        'PREPAY_OUTPUT_NOT_WRITABLE',
        `${path} cannot be written (${code})`,
        'Choose another path.',
        { cause: error },
      );
    default:
      return error;
  }
}

function exists(path: string): PrepayError {
  return new PrepayError('PREPAY_OUTPUT_EXISTS', `${path} is already there`, 'Choose another path, or move the file.');
}
