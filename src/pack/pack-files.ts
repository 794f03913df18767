import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, mkdir, open, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pLimit, { type LimitFunction } from 'p-limit';
import { sha256Hex } from '../core/json.js';
import { mediaTypeOf } from './layout.js';
import type { ManifestEntry } from './manifest.js';
import type { LinePlace } from './recording-index.js';
import { openFilesAtOnce } from './recording-scan.js';
import { onDisk } from './storage-error.js';

export type Content = string | Uint8Array | AsyncIterable<string | Uint8Array>;

interface PackFile {
  readonly hash: Hash;
  /** Lets one write at a time through, in the order in which they were asked for. */
  readonly turn: LimitFunction;
  size: number;
  lines: number;
}

/**
 * The files of a pack in the making, hashed as they are written. After a write that failed every other one throws the
 * same error, since what is missing could never be sealed; what was written before stays whole.
 */
export class PackFiles {
  readonly #root: string;
  readonly #files = new Map<string, PackFile>();
  readonly #folders = new Map<string, Promise<unknown>>();
  readonly #open = pLimit(openFilesAtOnce);
  readonly #pending = new Set<Promise<unknown>>();
  #failure: { readonly error: unknown } | null = null;

  constructor(root: string) {
    this.#root = root;
  }

  /**
   * Where the line, which has no line feed of its own, will stand, and the promise of its standing there. The place is
   * known at once because lines are written in the order of the calls, and after a failure none is.
   */
  append(
    path: string,
    text: string,
    isFlushed: boolean,
  ): { readonly place: LinePlace; readonly written: Promise<void> } {
    const file = this.#files.get(path) ?? this.#add(path);
    const bytes = Buffer.from(`${text}\n`);
    const size = bytes.length - 1;
    const place = {
      file: path,
      line: file.lines + 1,
      offset: file.size,
      size,
      sha256: sha256Hex(bytes.subarray(0, size)),
    };
    file.lines += 1;
    file.size += bytes.length;
    const written = this.#track(() =>
      file.turn(() =>
        this.#using(path, 'a', async (handle) => {
          await this.#appendWhole(handle, path, bytes, place.offset);
          if (isFlushed) await handle.sync();
          file.hash.update(bytes);
        }),
      ),
    );
    return { place, written };
  }

  /** Writes a new file; throws TypeError if the pack has it already. */
  write(path: string, content: Content): Promise<void> {
    if (this.#files.has(path)) throw new TypeError(`${path} is written twice`);
    const file = this.#add(path);
    return this.#track(() =>
      file.turn(() =>
        this.#using(path, 'wx', async (handle) => {
          for await (const bytes of blocks(content)) {
            await handle.writeFile(bytes);
            file.hash.update(bytes);
            file.size += bytes.length;
          }
        }),
      ),
    );
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** The manifest's entries of what was written so far, once nothing is being written any more. */
  async entries(): Promise<readonly ManifestEntry[]> {
    await this.idle();
    if (this.#failure !== null) throw this.#failure.error;
    return [...this.#files].map(([path, { hash, size }]) => ({
      mediaType: mediaTypeOf(path),
      path,
      sha256: hash.copy().digest('hex'),
      size,
    }));
  }

  /** Puts every file and folder where a power cut cannot take it. */
  async flush(): Promise<void> {
    for (const path of this.#files.keys()) await this.#using(path, 'r+', (handle) => handle.sync());
    for (const folder of new Set(['.', ...this.#folders.keys()])) await syncFolder(join(this.#root, folder));
  }

  async idle(): Promise<void> {
    await Promise.allSettled(this.#pending);
  }

  #add(path: string): PackFile {
    const file: PackFile = { hash: createHash('sha256'), turn: pLimit(1), size: 0, lines: 0 };
    this.#files.set(path, file);
    return file;
  }

  async #using<T>(path: string, flags: 'a' | 'wx' | 'r+', work: (handle: FileHandle) => Promise<T>): Promise<T> {
    if (this.#failure !== null) throw this.#failure.error;
    return onDisk(join(this.#root, path), async () => {
      await this.#folder(dirname(path));
      return this.#open(async () => {
        const handle = await open(join(this.#root, path), flags);
        try {
          return await work(handle);
        } finally {
          await handle.close();
        }
      });
    });
  }

  /** Appends all of the bytes or, as far as the file system lets it, none: no torn line stands before the next. */
  async #appendWhole(handle: FileHandle, path: string, bytes: Buffer, size: number): Promise<void> {
    try {
      await handle.writeFile(bytes);
    } catch (error) {
      await truncate(join(this.#root, path), size).catch(() => undefined);
      throw error;
    }
  }

  #folder(folder: string): Promise<unknown> {
    const made = this.#folders.get(folder) ?? mkdir(join(this.#root, folder), { recursive: true });
    this.#folders.set(folder, made);
    return made;
  }

  async #track<T>(work: () => Promise<T>): Promise<T> {
    const promise = work().catch((error: unknown) => {
      this.#failure ??= { error };
      throw error;
    });
    this.#pending.add(promise);
    try {
      return await promise;
    } finally {
      this.#pending.delete(promise);
    }
  }
}

/** Flushes a folder's list of names; where a folder cannot be opened (Windows), the file system does that by itself. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path).catch(() => null);
  if (handle === null) return;
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const blockSize = 1 << 16;

/** The content in blocks of at least 64 KiB but the last, so that many short lines do not cost a call each. */
async function* blocks(content: Content): AsyncGenerator<Uint8Array> {
  if (typeof content === 'string' || content instanceof Uint8Array) {
    yield Buffer.from(content);
    return;
  }
  let held: Buffer[] = [];
  let size = 0;
  for await (const piece of content) {
    const bytes = Buffer.from(piece);
    held.push(bytes);
    size += bytes.length;
    if (size < blockSize) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  yield Buffer.concat(held);
}
