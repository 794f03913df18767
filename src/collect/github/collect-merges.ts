import type { Coverage } from '../../core/fact.js';
import type { EvidenceRef } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { joinCoverage } from '../reading/gap.js';
import { readAnswer } from '../reading/read-answer.js';
import type { Reading } from '../reading/read-items.js';
import type { Branch } from './audited.js';
import { ownLine } from './own-line.js';
import { type Commit, parseCommits, parseMergedPulls, parseReviews, type Pull } from './parse-merges.js';
import { readOf } from './read-of.js';
import { pageSize } from './operations.js';

/** How many of the last commits on a branch's own line are followed to the pull requests that brought them. */
const mostCommits = 20;

interface FoundPull extends Pull {
  readonly id: string;
  readonly evidence: EvidenceRef;
}

/**
 * Reads how the last commits of the default branch got there. Besides two lists it takes one call for each pull request,
 * and one for each commit that is not the last of a merge, so {@link mostCommits} of either at most. Of any other branch
 * GitHub does not say by which merged pull request a commit came, so that none is read.
 */
export async function collectMerges(
  reading: Reading,
  scope: Scope,
  branches: readonly Branch[],
  listing: Coverage,
): Promise<void> {
  const read = await Promise.all(
    branches.filter(({ isDefault }) => isDefault).map((branch) => readMerges(reading, branch)),
  );
  const coverage = joinCoverage(listing, read);
  for (const kind of ['github.branch-commit', 'github.merged-pull'] as const) {
    reading.sink.covered(kind, scope, coverage);
  }
}

async function readMerges(reading: Reading, branch: Branch): Promise<Coverage> {
  const { transport } = reading;
  const { scope, name } = branch;
  const of = { per_page: pageSize };
  const [commits, pulls] = await Promise.all([
    readAnswer(
      transport,
      readOf(scope, 'GET /repos/{owner}/{repo}/commits', { ...of, sha: name }),
      '/body',
      parseCommits,
    ),
    readAnswer(
      transport,
      readOf(scope, 'GET /repos/{owner}/{repo}/pulls', {
        ...of,
        state: 'closed',
        base: name,
        sort: 'updated',
        direction: 'desc',
      }),
      '/body',
      (page) => parseMergedPulls(page, name),
    ),
  ]);
  const coverage = joinCoverage(commits.coverage, [pulls.coverage]);
  // Without the one list nothing can be said of the other.
  if (coverage.gap !== null) return coverage;
  const listed = found(branch, pulls.pages);
  const own = commits.pages.flatMap(({ value, evidence }) =>
    ownLine(value)
      .slice(0, mostCommits)
      .map((commit, position) => ({ commit, position, evidence: { ...evidence, pointer: `/body/${commit.index}` } })),
  );
  const brought = await Promise.all(own.map((each) => readCommit(reading, branch, each, listed)));
  const distinct = new Map(brought.flat().map((pull) => [pull.id, pull]));
  await Promise.all([...distinct.values()].map((pull) => readReviews(reading, branch, pull)));
  return coverage;
}

interface OwnCommit {
  readonly commit: Commit;
  readonly position: number;
  readonly evidence: EvidenceRef;
}

/** The merged pull requests that brought the commit. One that could not be followed is a gap on its id, and no fact. */
async function readCommit(
  { transport, sink }: Reading,
  branch: Branch,
  { commit, position, evidence }: OwnCommit,
  listed: readonly FoundPull[],
): Promise<readonly FoundPull[]> {
  const { scope } = branch;
  const { sha: id, author } = commit;
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
    pulls = found(branch, pages);
    reads.push(...pages.map((page) => page.evidence));
  }
  const data = { id, branch: branch.id, position, isFirst, author, pulls: pulls.map((pull) => pull.id) };
  sink.fact({ kind: 'github.branch-commit', id, name: null, scope, data, evidence: reads });
  return pulls;
}

async function readReviews({ transport, sink }: Reading, { scope }: Branch, pull: FoundPull): Promise<void> {
  const { id, number, author, headSha, mergedAt } = pull;
  const request = readOf(scope, 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews', { pull_number: number });
  const { pages, coverage } = await readAnswer(transport, request, '/body', parseReviews);
  if (coverage.gap !== null) {
    sink.gap('github.merged-pull', scope, id, coverage.gap);
    return;
  }
  const data = { id, author, headSha, mergedAt, reviews: pages.flatMap(({ value }) => value) };
  const evidence = [pull.evidence, ...pages.map((page) => page.evidence)];
  sink.fact({ kind: 'github.merged-pull', id, name: null, scope, data, evidence });
}

function found(
  { id }: Branch,
  pages: readonly { readonly value: readonly Pull[]; readonly evidence: EvidenceRef }[],
): readonly FoundPull[] {
  const repository = id.slice(0, id.indexOf('@'));
  return pages.flatMap(({ value, evidence }) =>
    value.map((pull) => ({
      ...pull,
      id: `${repository}#${pull.number}`,
      evidence: { ...evidence, pointer: `/body/${pull.index}` },
    })),
  );
}
