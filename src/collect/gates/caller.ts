import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { isAbsolute, join, posix, relative, sep } from 'node:path';
import { PrepayError } from '../../core/errors.js';
import type { ReadRequest } from '../../core/read.js';
import { CallError, classifyError } from '../transport/classify.js';
import type { CallAnswer, Caller, Operation } from '../transport/transport.js';
import { gatesOperations } from './operations.js';
import { cutAt, pageBytes, pageOf } from './page.js';

/** Where a page begins, and what the file was when the first one was read. */
interface Place {
  readonly offset: number;
  readonly size: number;
  readonly modifiedMs: number;
}

/**
 * The caller of CI artefacts: `file:Read` gives the bytes of `input.path`, below `dir`, in pages of at most 1 MiB. The
 * pages carry no hash of the bytes: what is redacted leaves none, and each line's own SHA-256 covers the rest.
 */
export function gatesCaller({ dir }: { readonly dir: string }): Caller {
  return {
    source: 'gates',
    operation: operationOf,
    host: () => 'file',
    async call(request, pageToken) {
      const path = await pathIn(dir, request);
      // A FIFO would hang the open itself otherwise.
      const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
      try {
        return await readPage(file, pageToken);
      } finally {
        await file.close();
      }
    },
    classify: (error) => classifyError(error, { source: 'gates' }),
  };
}

function operationOf(name: string): Operation {
  const operation = gatesOperations.get(name);
  if (operation !== undefined) return operation;
  throw new PrepayError(
    'PREPAY_INTERNAL',
    `source gates has no operation ${name}`,
    'Report this as a mistake of ours.',
  );
}

/** The file's real path; refused where it does not lie below the folder, by name or by a link. */
async function pathIn(dir: string, { input }: ReadRequest): Promise<string> {
  const { path } = input;
  const isPlain =
    typeof path === 'string' &&
    path !== '' &&
    !/[\\\0]/.test(path) &&
    !isAbsolute(path) &&
    posix.normalize(path) === path;
  if (!isPlain || path.split('/').includes('..')) throw outside(path);
  const [root, file] = [await realpath(dir), await realpath(join(dir, path))];
  const below = relative(root, file);
  if (below === '' || below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below)) throw outside(path);
  return file;
}

function outside(path: unknown): CallError {
  const shown = typeof path === 'string' ? path : JSON.stringify(path);
  return new CallError('refused-request', 'PathOutside', `${shown} is no plain path below the folder of artefacts`);
}

async function readPage(file: FileHandle, pageToken: string | null): Promise<CallAnswer> {
  const stats = await file.stat();
  if (!stats.isFile())
    throw new CallError('refused-request', 'NotAFile', 'this is a folder, device or pipe, not a file');
  const now = { size: stats.size, modifiedMs: Math.floor(stats.mtimeMs) };
  const place = pageToken === null ? { offset: 0, ...now } : placeOf(pageToken);
  if (place.size !== now.size || place.modifiedMs !== now.modifiedMs) {
    throw new CallError('page-order', 'FileChanged', 'the file changed while it was read');
  }
  const bytes = await readFully(file, place.offset);
  const isLast = place.offset + bytes.length >= place.size;
  const page = isLast ? bytes : bytes.subarray(0, cutAt(bytes));
  return {
    response: {
      ...pageOf(page),
      offset: place.offset,
      size: place.size,
      modifiedAt: new Date(place.modifiedMs).toISOString(),
    },
    next: isLast ? null : tokenOf({ ...place, offset: place.offset + page.length }),
    requestId: null,
    serverDate: null,
  };
}

async function readFully(file: FileHandle, offset: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(pageBytes);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, offset + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}

function tokenOf({ offset, size, modifiedMs }: Place): string {
  return `${offset} of ${size} at ${modifiedMs}`;
}

function placeOf(token: string): Place {
  const [offset = 0, size = 0, modifiedMs = 0] = (token.match(/\d+/g) ?? []).map(Number);
  return { offset, size, modifiedMs };
}
