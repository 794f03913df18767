import { type Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { byCodeUnit } from '../../core/json.js';
import { CallError } from '../transport/classify.js';
import type { CallAnswer } from '../transport/transport.js';

/** More than any build leaves; a folder with more of them is not the one that was meant. */
const maxEntries = 10_000;

interface Entry {
  readonly path: string;
  readonly size: number;
  readonly modifiedAt: string;
}

/**
 * The plain files below the folder, by path. Links are neither listed nor followed: what they lead to may lie anywhere,
 * and what they lead to inside is listed itself.
 *
 * @throws CallError where there are more than 10,000
 */
export async function listFolder(dir: string): Promise<CallAnswer> {
  const entries = await Promise.all((await pathsBelow(dir)).map((path) => entryOf(dir, path)));
  const response = { entries: entries.map((entry) => ({ ...entry })) };
  return { response, next: null, requestId: null, serverDate: null };
}

async function pathsBelow(dir: string): Promise<readonly string[]> {
  const paths: string[] = [];
  let seen = 0;
  for (const folders = ['']; folders.length > 0; ) {
    const folder = folders.pop() ?? '';
    for (const found of await readdir(join(dir, folder), { withFileTypes: true })) {
      seen += 1;
      if (seen > maxEntries) throw tooMany();
      const path = folder === '' ? found.name : `${folder}/${found.name}`;
      if (found.isDirectory()) folders.push(path);
      else if (isReadable(found)) paths.push(path);
    }
  }
  return paths.sort(byCodeUnit);
}

/** A name with a backslash is none that `file:Read` takes. */
function isReadable(entry: Dirent): boolean {
  return entry.isFile() && !entry.name.includes('\\');
}

async function entryOf(dir: string, path: string): Promise<Entry> {
  const { size, mtimeMs } = await lstat(join(dir, path));
  return { path, size, modifiedAt: new Date(Math.floor(mtimeMs)).toISOString() };
}

function tooMany(): CallError {
  const text = `the folder of artefacts holds more than ${maxEntries} files and folders`;
  return new CallError('refused-request', 'TooManyFiles', text);
}
