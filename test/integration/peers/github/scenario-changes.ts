/** How changes come in: pull requests, workflow runs, environments. */
import type { Commit } from './scenario-repository.js';
import type { Secret } from './scenario-parts.js';

export interface PullRequest {
  readonly number: number;
  readonly title?: string;
  /** A login; null where the account was deleted. */
  readonly author: string | null;
  /** Null: closed without a merge, or open. */
  readonly mergedAt?: string | null;
  readonly mergedBy?: string | null;
  /** Closed where it was merged, else open. */
  readonly state?: 'open' | 'closed';
  /** The commit on the base branch; made from the number where it is missing. */
  readonly mergeCommitSha?: string;
  /** The default branch. */
  readonly base?: string;
  /** The branch of the change; `change-<number>`. */
  readonly head?: string;
  /** `owner/name` where the change comes from a fork; null where that fork was deleted. */
  readonly headRepository?: string | null;
  /** Oldest first; the last is the head. One, by the author. */
  readonly commits?: readonly Commit[];
  readonly reviews?: readonly Review[];
  readonly draft?: boolean;
}

export interface Review {
  readonly user: string | null;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING';
  /** The head of the pull request. */
  readonly sha?: string | null;
  readonly submittedAt?: string;
  /** A bot's review is one of type `Bot`. */
  readonly isBot?: boolean;
}

type Status = 'queued' | 'in_progress' | 'completed' | 'waiting' | 'requested' | 'pending';
type Conclusion = 'success' | 'failure' | 'neutral' | 'cancelled' | 'skipped' | 'timed_out' | 'action_required' | null;

export interface WorkflowRun {
  readonly id: number;
  /** The path of the workflow file, e.g. `.github/workflows/ci.yml`. */
  readonly workflow: string;
  readonly sha: string;
  /** The default branch. */
  readonly branch?: string | null;
  /** `pull_request`. */
  readonly event?: string;
  readonly status?: Status;
  readonly conclusion?: Conclusion;
  readonly createdAt?: string;
  readonly actor?: string;
  /** 1. */
  readonly attempt?: number;
  /** Each is a check run on the commit too, of the App `github-actions` (15368). */
  readonly jobs?: readonly Job[];
  readonly referencedWorkflows?: readonly { readonly path: string; readonly sha: string; readonly ref?: string }[];
}

export interface Job {
  readonly name: string;
  /** `completed`. */
  readonly status?: Status;
  /** `success`. */
  readonly conclusion?: Conclusion;
  readonly labels?: readonly string[];
  readonly runnerName?: string | null;
  readonly steps?: readonly { readonly name: string; readonly conclusion?: string }[];
}

export interface Environment {
  readonly name: string;
  readonly id?: number;
  /** `User:login` or `Team:slug`; no required reviewer where it is missing. */
  readonly reviewers?: readonly string[];
  /** False. */
  readonly preventSelfReview?: boolean;
  readonly waitMinutes?: number;
  /** True, as GitHub has it by default. */
  readonly canAdminsBypass?: boolean;
  /** Null: every branch may deploy. An array: custom patterns. */
  readonly branches?: 'protected' | readonly string[] | null;
  readonly secrets?: readonly Secret[];
  /** Slugs of Apps that are asked before a deployment. */
  readonly customRules?: readonly string[];
}
