import { z } from 'zod';
import type { Coverage } from '../../core/fact.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { joinCoverage, joinGaps } from '../reading/gap.js';
import { readAnswer } from '../reading/read-answer.js';
import type { Transport } from '../transport/transport.js';
import { readOf } from './read-of.js';

export interface TreeEntry {
  /** From the root of the repository. */
  readonly path: string;
  readonly type: string;
  readonly sha: string;
  /** Bytes; null for a folder. */
  readonly size: number | null;
  readonly evidence: EvidenceRef;
  /** The text of the file where it came with the folder; null, or missing, where it is a read of its own. */
  readonly text?: string | null;
}

/** The entries of a folder, as far as they came. */
interface Folder {
  readonly entries: readonly TreeEntry[];
  readonly coverage: Coverage;
}

/** What is in a repository at a branch, a tag or a commit. Each folder is asked for once. */
export interface Tree {
  /** Everything at or below the path; nothing where there is no such path. */
  under(path: string): Promise<Folder>;
}

/** A folder of which it is known already what is directly in it. */
export interface ToldFolder extends Folder {
  readonly path: string;
}

/** The folder's own entries, or the file in it; null for what is deeper down, or beside it. */
function entriesTold({ path: folder, entries }: ToldFolder, path: string): readonly TreeEntry[] | null {
  if (path === folder) return entries;
  if (!path.startsWith(`${folder}/`) || path.slice(folder.length + 1).includes('/')) return null;
  const found = entries.filter((entry) => entry.path === path);
  return found.every(({ type }) => type === 'blob') ? found : null;
}

/** The root is read alone, and a folder of the root with all that is below, so that what is not asked for is not read. */
export function treeOf(transport: Transport, scope: Scope, ref: string, told: ToldFolder | null = null): Tree {
  const known = new Map<string, Promise<Folder>>();
  const folder = (sha: string, top: string): Promise<Folder> => {
    const found = known.get(sha) ?? readTree(transport, scope, sha, top);
    known.set(sha, found);
    return found;
  };
  return {
    async under(path) {
      const inTold = told === null ? null : entriesTold(told, path);
      if (told !== null && inTold !== null) return { entries: inTold, coverage: told.coverage };
      const root = await folder(ref, '');
      const [top = ''] = path.split('/');
      const entry = root.entries.find((each) => each.path === top);
      if (entry?.type !== 'tree') return { ...root, entries: path === '' ? root.entries : inside(root.entries, path) };
      const below = await folder(entry.sha, top);
      return { entries: inside(below.entries, path), coverage: joinCoverage(root.coverage, [below.coverage]) };
    },
  };
}

function inside(entries: readonly TreeEntry[], path: string): readonly TreeEntry[] {
  return entries.filter((entry) => entry.path === path || entry.path.startsWith(`${path}/`));
}

const wireTree = z.object({
  body: z.object({
    truncated: z.boolean(),
    tree: z.array(z.object({ path: z.string(), type: z.string(), sha: z.string(), size: z.int().optional() })),
  }),
});

async function readTree(transport: Transport, scope: Scope, sha: string, top: string): Promise<Folder> {
  const request = readOf(scope, 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
    tree_sha: sha,
    ...(top === '' ? {} : { recursive: '1' }),
  });
  const { pages, coverage } = await readAnswer(transport, request, '/body', (page) => wireTree.parse(page).body);
  const cut = pages.flatMap(({ value, evidence }): Gap[] => {
    const text = `GitHub lists ${top === '' ? 'the root' : top} of ${scope.org}/${scope.repo} in part: it has too many files`;
    return value.truncated ? [{ reason: 'incomplete', reads: [evidence.read], text }] : [];
  });
  const entries = pages.flatMap(({ value, evidence }) =>
    value.tree.map(({ path, type, sha: own, size }, index) => ({
      path: top === '' ? path : `${top}/${path}`,
      type,
      sha: own,
      size: size ?? null,
      evidence: { ...evidence, pointer: `/body/tree/${index}` },
    })),
  );
  return { entries, coverage: { ...coverage, gap: joinGaps([coverage.gap, ...cut]) } };
}
