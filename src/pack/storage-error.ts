import { PrepayError } from '../core/errors.js';

/** The error of our table for what the file system refused at that path; anything else comes back as it is. */
export function storageError(error: unknown, path: string): unknown {
  const code = errorCode(error);
  const cause = { cause: error };
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG': // The limit that the shell or the service manager sets for one file.
      return new PrepayError(
        'PREPAY_DISK_FULL',
        `${path}: expected room to write, got ${code}`,
        'Free space and run it again with --resume: what was written before is kept in the .partial folder.',
        cause,
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
      return new PrepayError(
        'PREPAY_OUTPUT_NOT_WRITABLE',
        `${path}: expected a folder that can be written, got ${code}`,
        'Choose another folder with --out, or give this user the right to write there.',
        cause,
      );
    default:
      return error;
  }
}

/** The system's own code of an error (`ENOSPC`); empty if it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** The work's result; what the file system refuses is named by the path. */
export async function onDisk<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storageError(error, path);
  }
}
