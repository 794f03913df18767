import type { Coverage } from '../../core/fact.js';
import type { EvidenceRef } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { readAnswer } from '../reading/read-answer.js';
import type { Transport } from '../transport/transport.js';
import { pageSize } from './operations.js';
import type { Overview } from './overview.js';
import { type LineCommit, type MergedPull, parseCommits, parseMergedPulls, type Pull } from './parse-merges.js';
import { readOf } from './read-of.js';

interface Place {
  readonly transport: Transport;
  readonly scope: Scope;
  readonly branch: string;
  /** Null, or of another branch: everything is read through REST. */
  readonly overview: Overview | null;
}

/** The last commits of a branch, the newest first. */
export async function readLine({ transport, scope, branch, overview }: Place): Promise<{
  readonly commits: readonly LineCommit[];
  readonly coverage: Coverage;
}> {
  const told = toldOf(overview, branch);
  if (told?.line !== null && told?.line !== undefined) return { commits: told.line, coverage: told.coverage };
  const request = readOf(scope, 'GET /repos/{owner}/{repo}/commits', { per_page: pageSize, sha: branch });
  const { pages, coverage } = await readAnswer(transport, request, '/body', parseCommits);
  const commits = pages.flatMap(({ value, evidence }) =>
    value.map(({ index, ...commit }) => ({ ...commit, evidence: { ...evidence, pointer: `/body/${index}` } })),
  );
  return { commits, coverage };
}

/** The pull requests that were merged into a branch last. */
export async function readMerged({ transport, scope, branch, overview }: Place): Promise<{
  readonly pulls: readonly MergedPull[];
  readonly coverage: Coverage;
}> {
  const told = toldOf(overview, branch);
  if (told?.merges !== null && told?.merges !== undefined) return { pulls: told.merges, coverage: told.coverage };
  const request = readOf(scope, 'GET /repos/{owner}/{repo}/pulls', {
    per_page: pageSize,
    state: 'closed',
    base: branch,
    sort: 'updated',
    direction: 'desc',
  });
  const { pages, coverage } = await readAnswer(transport, request, '/body', (page) => parseMergedPulls(page, branch));
  return { pulls: mergedOf(pages), coverage };
}

/** Pull requests of a list of REST, whose reviews are a read of their own. */
export function mergedOf(
  pages: readonly { readonly value: readonly Pull[]; readonly evidence: EvidenceRef }[],
): readonly MergedPull[] {
  return pages.flatMap(({ value, evidence }) =>
    value.map(({ index, ...pull }) => ({
      ...pull,
      reviews: null,
      evidence: { ...evidence, pointer: `/body/${index}` },
    })),
  );
}

function toldOf(overview: Overview | null, branch: string): Overview | null {
  return overview?.branch === branch ? overview : null;
}
