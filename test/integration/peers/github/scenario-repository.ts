import type { Environment, Job, PullRequest, WorkflowRun } from './scenario-changes.js';
import type { CodeScanningAlert, DependabotAlert, SecretAlert } from './scenario-alerts.js';
import type { RepositoryRole } from './scenario.js';
import type { Hook, Runner, Ruleset, Secret, SelectedActions, WorkflowToken } from './scenario-parts.js';

/** All but the name has a default: a private repository with one commit, one file (README.md) and no rules. */
export interface Repository {
  readonly name: string;
  readonly id?: number;
  /** `private`. */
  readonly visibility?: 'public' | 'private' | 'internal';
  readonly archived?: boolean;
  readonly disabled?: boolean;
  readonly fork?: boolean;
  /** No commit, no branch. */
  readonly empty?: boolean;
  /** Names that it had: GitHub redirects them (301). */
  readonly formerNames?: readonly string[];
  /** `main`. */
  readonly defaultBranch?: string;
  /** The files of the default branch's head, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Recursive trees are cut short, as GitHub does over 100,000 entries; false. */
  readonly truncatedTrees?: boolean;
  /** Other branches, or more about the default one. */
  readonly branches?: readonly Branch[];
  /** Commits of the default branch that no pull request made, newest first. */
  readonly commits?: readonly Commit[];
  readonly pulls?: readonly PullRequest[];
  readonly rulesets?: readonly Ruleset[];
  readonly actions?: RepositoryActions;
  /** States of workflow files by path, where they are not `active`. */
  readonly workflowStates?: Readonly<Record<string, 'disabled_manually' | 'disabled_inactivity'>>;
  readonly runs?: readonly WorkflowRun[];
  /** Check runs that no job of `runs` makes. */
  readonly checkRuns?: readonly CheckRun[];
  readonly statuses?: readonly CommitStatus[];
  readonly environments?: readonly Environment[];
  readonly secrets?: readonly Secret[];
  readonly dependabotSecrets?: readonly Secret[];
  readonly runners?: readonly Runner[];
  readonly deployKeys?: readonly DeployKey[];
  readonly hooks?: readonly Hook[];
  /** Direct ones; what organization and teams give is added. */
  readonly collaborators?: Readonly<Record<string, RepositoryRole>>;
  readonly security?: Security;
  readonly createdAt?: string;
  readonly pushedAt?: string;
}

export interface Branch {
  readonly name: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Classic branch protection, as `branches/{branch}/protection` answers it, without links. */
  readonly protection?: Protection;
}

export interface Protection {
  readonly enforceAdmins?: boolean;
  /** Null: reviews are not required. */
  readonly reviews?: {
    /** 1. */
    readonly count?: number;
    readonly dismissStale?: boolean;
    readonly codeOwners?: boolean;
    readonly lastPushApproval?: boolean;
    /** Logins that may bypass pull requests. */
    readonly bypassUsers?: readonly string[];
    readonly bypassTeams?: readonly string[];
  } | null;
  /** Null: no check is required. */
  readonly checks?: {
    readonly strict?: boolean;
    readonly checks: readonly { readonly context: string; readonly app_id?: number | null }[];
  } | null;
  readonly conversationResolution?: boolean;
  readonly linearHistory?: boolean;
  readonly signatures?: boolean;
  readonly allowForcePushes?: boolean;
  readonly allowDeletions?: boolean;
  readonly lockBranch?: boolean;
  /** Logins that may push; missing: everyone with write access. */
  readonly restrictedTo?: readonly string[];
}

export interface Commit {
  readonly sha?: string;
  /** A login; null where the commit's mail address belongs to nobody; `dana`. */
  readonly author?: string | null;
  readonly committer?: string | null;
  readonly message?: string;
  readonly committedAt?: string;
  /** False. */
  readonly verified?: boolean;
  readonly parents?: readonly string[];
}

export interface RepositoryActions {
  /** True. */
  readonly enabled?: boolean;
  readonly allowed?: 'all' | 'local_only' | SelectedActions;
  readonly shaPinningRequired?: boolean;
  readonly workflowToken?: WorkflowToken;
}

/** Of an App, on a commit. */
export interface CheckRun extends Pick<Job, 'name' | 'status' | 'conclusion'> {
  readonly sha: string;
  readonly app?: { readonly id: number; readonly slug: string };
  readonly completedAt?: string;
}

/** The older kind of check. */
export interface CommitStatus {
  readonly sha: string;
  readonly context: string;
  readonly state: 'success' | 'failure' | 'pending' | 'error';
}

export interface DeployKey {
  readonly id: number;
  readonly title: string;
  /** True. */
  readonly readOnly?: boolean;
  readonly createdAt?: string;
  readonly lastUsed?: string | null;
  readonly addedBy?: string;
}

export interface Security {
  /** Members of `security_and_analysis`: `enabled` or `disabled`; secret scanning and push protection on. */
  readonly settings?: Readonly<Record<string, 'enabled' | 'disabled'>>;
  /** True. */
  readonly dependabotAlertsOn?: boolean;
  /** False. */
  readonly dependabotFixesOn?: boolean;
  readonly secretAlerts?: readonly SecretAlert[];
  readonly dependabotAlerts?: readonly DependabotAlert[];
  /** `off`: not allowed by the plan (403); `no-analysis`: nothing was ever uploaded (404); `no-analysis`. */
  readonly codeScanning?: 'off' | 'no-analysis' | readonly CodeScanningAlert[];
  /** `not-configured`. */
  readonly codeScanningDefaultSetup?: 'configured' | 'not-configured';
}
