import type { Commit } from './parse-merges.js';

/**
 * The commits on a branch's own line: what is left of a list, newest first, without those that came in by the other
 * parents of a merge. A commit that its merge does not precede in the list (clocks differ) stays in: its pull request is
 * found all the same.
 */
export function ownLine<T extends Pick<Commit, 'sha' | 'parents'>>(commits: readonly T[]): readonly T[] {
  const own = new Set<string>();
  const brought = new Set<string>();
  return commits.filter(({ sha, parents: [first, ...others] }) => {
    const isOwn = own.has(sha) || !brought.has(sha);
    if (first !== undefined) (isOwn ? own : brought).add(first);
    for (const other of others) brought.add(other);
    return isOwn;
  });
}
