import { z } from 'zod';
import type { FactKinds } from '../../core/fact.js';
import type { EvidenceRef } from '../../core/read.js';

const account = z.object({ login: z.string(), type: z.string() }).nullable();

// https://docs.github.com/en/rest/commits/commits#list-commits: the author is null, or empty, where no account is known.
const wireCommits = z.object({
  body: z.array(
    z.object({
      sha: z.string(),
      parents: z.array(z.object({ sha: z.string() })),
      author: z.object({ login: z.string().optional() }).nullable(),
    }),
  ),
});

export interface Commit {
  /** Its place on the page. */
  readonly index: number;
  readonly sha: string;
  /** The first is the commit on the branch's own line. */
  readonly parents: readonly string[];
  readonly author: string | null;
}

/** The commits on one page, the newest first. */
export function parseCommits(response: unknown): readonly Commit[] {
  return wireCommits.parse(response).body.map(({ sha, parents, author }, index) => ({
    index,
    sha,
    parents: parents.map((parent) => parent.sha),
    author: author?.login ?? null,
  }));
}

// https://docs.github.com/en/rest/pulls/pulls#list-pull-requests
const wirePulls = z.object({
  body: z.array(
    z.object({
      number: z.int(),
      user: account,
      merged_at: z.iso.datetime().nullable(),
      // Gone from the version of the API of 2026-03-10 on.
      merge_commit_sha: z.string().nullish(),
      head: z.object({ sha: z.string() }),
      base: z.object({ ref: z.string() }),
    }),
  ),
});

export interface Pull {
  /** Its place on the page. */
  readonly index: number;
  readonly number: number;
  readonly author: string | null;
  readonly headSha: string;
  readonly mergedAt: string;
  readonly mergeCommit: string | null;
}

/** Of the pull requests on one page those that were merged into the branch. */
export function parseMergedPulls(response: unknown, branch: string): readonly Pull[] {
  return wirePulls.parse(response).body.flatMap(({ number, user, merged_at, merge_commit_sha, head, base }, index) => {
    if (merged_at === null || base.ref !== branch) return [];
    const mergeCommit = merge_commit_sha ?? null;
    return [{ index, number, author: user?.login ?? null, headSha: head.sha, mergedAt: merged_at, mergeCommit }];
  });
}

// https://docs.github.com/en/rest/pulls/reviews#list-reviews-for-a-pull-request
const wireReviews = z.object({
  body: z.array(
    z.object({
      user: account,
      state: z.enum(['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED', 'PENDING']),
      commit_id: z.string().nullable(),
      submitted_at: z.iso.datetime().optional(),
    }),
  ),
});

type Review = FactKinds['github.merged-pull']['reviews'][number];

/** The reviews on one page, the oldest first. */
export function parseReviews(response: unknown): readonly Review[] {
  return wireReviews.parse(response).body.map(({ user, state, commit_id, submitted_at }) => ({
    reviewer: user?.login ?? null,
    isBot: user !== null && user.type !== 'User',
    state,
    commitSha: commit_id,
    submittedAt: submitted_at ?? null,
  }));
}

/** A commit with where it stands in an answer. */
export interface LineCommit extends Omit<Commit, 'index'> {
  readonly evidence: EvidenceRef;
}

/** A merged pull request likewise; its reviews are null where that answer does not tell them. */
export interface MergedPull extends Omit<Pull, 'index'> {
  readonly reviews: readonly Review[] | null;
  readonly evidence: EvidenceRef;
}
