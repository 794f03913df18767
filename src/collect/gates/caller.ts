import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { isAbsolute, join, posix, relative, sep } from 'node:path';
import { PrepayError } from '../../core/errors.js';
import type { ReadRequest } from '../../core/read.js';
import { CallError, classifyError } from '../transport/classify.js';
import type { CallAnswer, Caller, Operation } from '../transport/transport.js';
import { gatesOperations } from './operations.js';
import { listFolder } from './list.js';
import { cutAt, headBytes, pageBytes, pageOf } from './page.js';

/** Where a page begins, and what the file was when the first one was read. */
interface Place {
  readonly offset: number;
  readonly size: number;
  readonly modifiedMs: number;
}

/**
 * The caller of CI artefacts below `dir`: `dir:List` gives the plain files, `file:Head` the first 64 KiB of `input.path`,
 * and `file:Read` all of its bytes in pages of at most 1 MiB. The pages carry no hash of the bytes: what is redacted
 * leaves none, and each line's own SHA-256 covers the rest.
 */
export function gatesCaller({ dir }: { readonly dir: string }): Caller {
  return {
    source: 'gates',
    operation: operationOf,
    host: () => 'file',
    async call(request, pageToken) {
      if (request.operation === 'dir:List') return listFolder(dir);
      const path = await pathIn(dir, request);
      // A FIFO would hang the open itself otherwise.
      const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
      try {
        return request.operation === 'file:Head' ? await readHead(file) : await readPage(file, pageToken);
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

async function readHead(file: FileHandle): Promise<CallAnswer> {
  const now = await stateOf(file);
  const bytes = await readFully(file, 0, headBytes);
  const isWhole = bytes.length >= now.size;
  return answerOf(isWhole ? bytes : bytes.subarray(0, cutAt(bytes)), { offset: 0, ...now }, null);
}

async function readPage(file: FileHandle, pageToken: string | null): Promise<CallAnswer> {
  const now = await stateOf(file);
  const place = pageToken === null ? { offset: 0, ...now } : placeOf(pageToken);
  if (place.size !== now.size || place.modifiedMs !== now.modifiedMs) {
    throw new CallError('page-order', 'FileChanged', 'the file changed while it was read');
  }
  const bytes = await readFully(file, place.offset, pageBytes);
  const isLast = place.offset + bytes.length >= place.size;
  const page = isLast ? bytes : bytes.subarray(0, cutAt(bytes));
  return answerOf(page, place, isLast ? null : tokenOf({ ...place, offset: place.offset + page.length }));
}

async function stateOf(file: FileHandle): Promise<Omit<Place, 'offset'>> {
  const stats = await file.stat();
  if (!stats.isFile())
    throw new CallError('refused-request', 'NotAFile', 'this is a folder, device or pipe, not a file');
  return { size: stats.size, modifiedMs: Math.floor(stats.mtimeMs) };
}

function answerOf(bytes: Uint8Array, { offset, size, modifiedMs }: Place, next: string | null): CallAnswer {
  const modifiedAt = new Date(modifiedMs).toISOString();
  return { response: { ...pageOf(bytes), offset, size, modifiedAt }, next, requestId: null, serverDate: null };
}

async function readFully(file: FileHandle, offset: number, most: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(most);
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
