import { createHash } from 'node:crypto';
import type { Repository } from './scenario-repository.js';
import { defaultBranchOf, shaOf } from './world.js';

/** An entry of a folder. */
export interface Entry {
  readonly path: string;
  readonly type: 'blob' | 'tree';
  readonly sha: string;
  readonly size: number;
}

export function filesOf(repository: Repository, branch: string): Readonly<Record<string, string>> {
  const { files = { 'README.md': `# ${repository.name}\n` } } = repository;
  const own = repository.branches?.find(({ name }) => name === branch)?.files;
  return own ?? (branch === defaultBranchOf(repository) || repository.empty !== true ? files : {});
}

/** As git hashes it. */
export function blobSha(text: string): string {
  const bytes = Buffer.from(text);
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** Of a folder; of its paths and contents, so that it changes with them. */
export function treeSha(files: Readonly<Record<string, string>>, folder: string): string {
  const inside = Object.keys(files).filter((path) => folder === '' || path.startsWith(`${folder}/`));
  return shaOf('tree', ...inside.sort().flatMap((path) => [path.slice(folder.length), blobSha(files[path] ?? '')]));
}

/** Every folder of the files, the root (`''`) first. */
export function foldersOf(files: Readonly<Record<string, string>>): readonly string[] {
  const folders = new Set(['']);
  for (const path of Object.keys(files)) {
    const parts = path.split('/').slice(0, -1);
    parts.forEach((_, index) => folders.add(parts.slice(0, index + 1).join('/')));
  }
  return [...folders];
}

/** What a folder holds, paths from the folder on; with `recursive` what is below too. */
export function entriesOf(
  files: Readonly<Record<string, string>>,
  folder: string,
  recursive: boolean,
): readonly Entry[] {
  const start = folder === '' ? '' : `${folder}/`;
  const below = [
    ...foldersOf(files)
      .filter((path) => path !== folder && path !== '' && path.startsWith(start))
      .map((path): Entry => ({ path, type: 'tree', sha: treeSha(files, path), size: 0 })),
    ...Object.entries(files)
      .filter(([path]) => path.startsWith(start))
      .map(([path, text]): Entry => ({ path, type: 'blob', sha: blobSha(text), size: Buffer.byteLength(text) })),
  ];
  return below
    .map((entry) => ({ ...entry, path: entry.path.slice(start.length) }))
    .filter(({ path }) => recursive || !path.includes('/'))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
