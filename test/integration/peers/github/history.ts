import type { PullRequest } from './scenario-changes.js';
import type { Commit, Repository } from './scenario-repository.js';
import { created } from './shapes/account.js';
import { defaultBranchOf, shaOf } from './world.js';

/** A commit with what the scenario left out. */
export interface KnownCommit extends Required<Omit<Commit, 'committer'>> {
  readonly committer: string | null;
}

const someone = 'dana';

/** The branches of a repository, the default one first. */
export function branchesOf(repository: Repository): readonly string[] {
  if (repository.empty === true) return [];
  return [...new Set([defaultBranchOf(repository), ...(repository.branches ?? []).map(({ name }) => name)])];
}

/** The commits of a branch, newest first: merges of pull requests, and what was pushed without one. */
export function commitsOf(repository: Repository, branch: string): readonly KnownCommit[] {
  const first = { sha: shaOf('first', repository.name), message: 'First commit', committedAt: created };
  const pushed = repository.commits ?? [first];
  const onDefault = [
    ...(repository.pulls ?? []).flatMap((pull) => mergeOf(repository, pull)),
    ...pushed.map((commit, index) => known(repository, commit, `pushed ${index}`)),
  ].sort((a, b) => Date.parse(b.committedAt) - Date.parse(a.committedAt));
  if (branch === defaultBranchOf(repository)) return onDefault;
  const tip = { sha: shaOf('branch', repository.name, branch), message: `Tip of ${branch}`, committedAt: created };
  return [known(repository, tip, branch), ...onDefault];
}

export function headOf(repository: Repository, branch: string): KnownCommit | undefined {
  return branchesOf(repository).includes(branch) ? commitsOf(repository, branch)[0] : undefined;
}

/** The commits of a pull request, oldest first. */
export function commitsOfPull(repository: Repository, pull: PullRequest): readonly KnownCommit[] {
  const { number, author, commits = [{ author }] } = pull;
  return commits.map((commit, index) =>
    known(repository, { author, committer: author, ...commit }, `pull ${number} ${index}`),
  );
}

export function headOfPull(repository: Repository, pull: PullRequest): string {
  return commitsOfPull(repository, pull).at(-1)?.sha ?? shaOf('pull', repository.name, pull.number);
}

export function baseOfPull(repository: Repository, { base }: PullRequest): string {
  return base ?? defaultBranchOf(repository);
}

export function stateOf({ state, mergedAt }: PullRequest): 'open' | 'closed' {
  return state ?? (mergedAt === undefined || mergedAt === null ? 'open' : 'closed');
}

/** The commit that merging made; null where it was not merged. */
export function mergeShaOf(repository: Repository, { number, mergedAt, mergeCommitSha }: PullRequest): string | null {
  if (mergedAt === undefined || mergedAt === null) return null;
  return mergeCommitSha ?? shaOf('merge', repository.name, number);
}

/** The commit of a sha, branch or `heads/` ref, with the branch whose files it has. */
export function commitAt(
  repository: Repository,
  ref: string,
): { readonly commit: KnownCommit; readonly branch: string } | undefined {
  const name = ref.replace(/^(refs\/)?heads\//, '');
  const head = headOf(repository, name);
  if (head !== undefined) return { commit: head, branch: name };
  for (const branch of branchesOf(repository)) {
    const commit = commitsOf(repository, branch).find(({ sha }) => sha === ref);
    if (commit !== undefined) return { commit, branch };
  }
  for (const pull of repository.pulls ?? []) {
    const commit = commitsOfPull(repository, pull).find(({ sha }) => sha === ref);
    if (commit !== undefined) return { commit, branch: defaultBranchOf(repository) };
  }
  return undefined;
}

/** The pull requests that a commit came by. */
export function pullsOf(repository: Repository, sha: string): readonly PullRequest[] {
  return (repository.pulls ?? []).filter(
    (pull) =>
      mergeShaOf(repository, pull) === sha || commitsOfPull(repository, pull).some((commit) => commit.sha === sha),
  );
}

function mergeOf(repository: Repository, pull: PullRequest): readonly KnownCommit[] {
  const sha = mergeShaOf(repository, pull);
  const { mergedAt, author, mergedBy } = pull;
  if (sha === null || mergedAt === undefined || mergedAt === null) return [];
  if (baseOfPull(repository, pull) !== defaultBranchOf(repository)) return [];
  const message = `Merge pull request #${pull.number}`;
  const by = mergedBy === undefined ? author : mergedBy;
  const parents = [shaOf('base', repository.name, pull.number), headOfPull(repository, pull)];
  return [known(repository, { sha, author: by, committer: 'web-flow', message, committedAt: mergedAt, parents }, sha)];
}

function known({ name }: Repository, commit: Commit, place: string): KnownCommit {
  const { author = someone } = commit;
  return {
    sha: commit.sha ?? shaOf('commit', name, place),
    author,
    committer: commit.committer === undefined ? author : commit.committer,
    message: commit.message ?? 'Change',
    committedAt: commit.committedAt ?? created,
    verified: commit.verified ?? false,
    parents: commit.parents ?? [],
  };
}
