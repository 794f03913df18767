import type { Viewer } from '../viewer.js';
import { blobSha, entriesOf, filesOf, foldersOf, treeSha } from '../files.js';
import { branchesOf, commitsOf, headOf, type KnownCommit } from '../history.js';
import { nodeId, type Place } from '../world.js';
import { gitActor } from './actors.js';
import { connection } from './connection.js';
import { check } from './refused.js';

const contents = { permission: 'contents:read', publicToo: true } as const;

/** Over so many bytes GitHub cuts the text of a blob. */
const mostText = 512_000;

type Page = Parameters<typeof connection>[1];

/** `refs/heads/main`; null where there is no such branch. */
export function ref(viewer: Viewer, place: Place, qualifiedName: string): object | null {
  check(viewer, place, contents);
  const name = qualifiedName.replace(/^refs\/heads\//, '');
  const head = headOf(place.repository, name);
  if (head === undefined) return null;
  return { id: nodeId('REF', name), name, prefix: 'refs/heads/', target: () => commitOf(place, head, name) };
}

function commitOf(place: Place, known: KnownCommit, branch: string): object {
  const { sha, author, parents } = known;
  return {
    __typename: 'Commit',
    oid: sha,
    id: nodeId('C', sha),
    author: gitActor(place.organization, author),
    parents: (page: Page) => connection(parents, page, (oid) => ({ __typename: 'Commit', oid })),
    history(page: Page) {
      const all = commitsOf(place.repository, branch);
      return connection(all.slice(all.findIndex((one) => one.sha === sha)), page, (one) =>
        commitOf(place, one, branch),
      );
    },
  };
}

/** What `git rev-parse` finds by `refs/heads/main:folder/file`; null where there is nothing. */
export function object(viewer: Viewer, place: Place, expression: string): object | null {
  check(viewer, place, contents);
  const [, branch = '', path = ''] = /^refs\/heads\/([^:]+):(.*)$/s.exec(expression) ?? [];
  if (!branchesOf(place.repository).includes(branch)) return null;
  const files = filesOf(place.repository, branch);
  const text = files[path];
  if (text !== undefined) return blob(text);
  return foldersOf(files).includes(path) ? tree(files, path) : null;
}

function blob(text: string): object {
  const bytes = Buffer.from(text);
  const isBinary = bytes.includes(0);
  return {
    __typename: 'Blob',
    oid: blobSha(text),
    byteSize: bytes.length,
    isBinary,
    isTruncated: bytes.length > mostText,
    text: isBinary ? null : bytes.subarray(0, mostText).toString(),
  };
}

function tree(files: Readonly<Record<string, string>>, folder: string): object {
  return {
    __typename: 'Tree',
    oid: treeSha(files, folder),
    entries: entriesOf(files, folder, false).map(({ path: name, type, sha: oid, size }) => {
      const path = folder === '' ? name : `${folder}/${name}`;
      return { name, path, type, oid, size, mode: type === 'tree' ? 16384 : 33188, object: () => inside(files, path) };
    }),
  };
}

function inside(files: Readonly<Record<string, string>>, path: string): object {
  const text = files[path];
  return text === undefined ? tree(files, path) : blob(text);
}
