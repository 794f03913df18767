import type { Coverage } from '../../core/fact.js';
import type { EvidenceRef } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { joinCoverage } from '../reading/gap.js';
import { readAnswer } from '../reading/read-answer.js';
import type { Reading } from '../reading/read-items.js';
import type { Branch } from './audited.js';
import { ownLine } from './own-line.js';
import type { Overview } from './overview.js';
import { type LineCommit, type MergedPull, parseMergedPulls, parseReviews } from './parse-merges.js';
import { mergedOf, readLine, readMerged } from './read-merges.js';
import { readOf } from './read-of.js';

/** How many of the last commits on a branch's own line are followed to the pull requests that brought them. */
const mostCommits = 20;

interface FoundPull extends MergedPull {
  readonly id: string;
}

/**
 * Reads how the last commits of the default branch got there. Without the overview it takes two lists, one call for each
 * pull request, and one for each commit that is not the last of a merge, so {@link mostCommits} of either at most. Of any
 * other branch GitHub does not say by which merged pull request a commit came, so that none is read.
 */
export async function collectMerges(
  reading: Reading,
  scope: Scope,
  branches: readonly Branch[],
  { listing, overview }: { readonly listing: Coverage; readonly overview: Overview | null },
): Promise<void> {
  const read = await Promise.all(
    branches.filter(({ isDefault }) => isDefault).map((branch) => readMerges(reading, branch, overview)),
  );
  const coverage = joinCoverage(listing, read);
  for (const kind of ['github.branch-commit', 'github.merged-pull'] as const) {
    reading.sink.covered(kind, scope, coverage);
  }
}

async function readMerges(reading: Reading, branch: Branch, overview: Overview | null): Promise<Coverage> {
  const { scope, name } = branch;
  const place = { transport: reading.transport, scope, branch: name, overview };
  const [line, merged] = await Promise.all([readLine(place), readMerged(place)]);
  const coverage = joinCoverage(line.coverage, [merged.coverage]);
  // Without the one list nothing can be said of the other.
  if (coverage.gap !== null) return coverage;
  const listed = found(branch, merged.pulls);
  const own = ownLine(line.commits)
    .slice(0, mostCommits)
    .map((commit, position) => ({ commit, position }));
  const brought = await Promise.all(own.map((each) => readCommit(reading, branch, each, listed)));
  const distinct = new Map(brought.flat().map((pull) => [pull.id, pull]));
  await Promise.all([...distinct.values()].map((pull) => readReviews(reading, branch, pull)));
  return coverage;
}

interface OwnCommit {
  readonly commit: LineCommit;
  readonly position: number;
}

/** The merged pull requests that brought the commit. One that could not be followed is a gap on its id, and no fact. */
async function readCommit(
  { transport, sink }: Reading,
  branch: Branch,
  { commit, position }: OwnCommit,
  listed: readonly FoundPull[],
): Promise<readonly FoundPull[]> {
  const { scope } = branch;
  const { sha: id, author, evidence } = commit;
  const isFirst = commit.parents.length === 0;
  let pulls: readonly FoundPull[] = listed.filter(({ mergeCommit }) => mergeCommit === id);
  const reads = [evidence];
  if (pulls.length === 0 && !isFirst) {
    const request = readOf(scope, 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', { commit_sha: id });
    const { pages, coverage } = await readAnswer(transport, request, '/body', (page) =>
      parseMergedPulls(page, branch.name),
    );
    if (coverage.gap !== null) {
      sink.gap('github.branch-commit', scope, id, coverage.gap);
      return [];
    }
    pulls = found(branch, mergedOf(pages));
    reads.push(...pages.map((page) => page.evidence));
  }
  const data = { id, branch: branch.id, position, isFirst, author, pulls: pulls.map((pull) => pull.id) };
  sink.fact({ kind: 'github.branch-commit', id, name: null, scope, data, evidence: reads });
  return pulls;
}

async function readReviews({ transport, sink }: Reading, { scope }: Branch, pull: FoundPull): Promise<void> {
  const { id, number, author, headSha, mergedAt, reviews: told } = pull;
  const keep = (reviews: NonNullable<MergedPull['reviews']>, evidence: readonly EvidenceRef[]): void =>
    sink.fact({
      kind: 'github.merged-pull',
      id,
      name: null,
      scope,
      data: { id, author, headSha, mergedAt, reviews: [...reviews] },
      evidence: [pull.evidence, ...evidence],
    });
  if (told !== null) {
    keep(told, []);
    return;
  }
  const request = readOf(scope, 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews', { pull_number: number });
  const { pages, coverage } = await readAnswer(transport, request, '/body', parseReviews);
  if (coverage.gap === null) {
    keep(
      pages.flatMap(({ value }) => value),
      pages.map((page) => page.evidence),
    );
  } else {
    sink.gap('github.merged-pull', scope, id, coverage.gap);
  }
}

function found({ id }: Branch, pulls: readonly MergedPull[]): readonly FoundPull[] {
  const repository = id.slice(0, id.indexOf('@'));
  return pulls.map((pull) => ({ ...pull, id: `${repository}#${pull.number}` }));
}
