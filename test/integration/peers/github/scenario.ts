import type { Repository } from './scenario-repository.js';
import type { Hook, Runner, Ruleset, SelectedActions, WorkflowToken } from './scenario-parts.js';
import type { Token } from './scenario-tokens.js';
import type { Fault } from './faults.js';

/** What the peer serves. Everything but the names has a default, which the comment beside it gives. */
export interface Scenario {
  readonly organizations: readonly Organization[];
  /** By the name under which a test asks for the token's text. */
  readonly tokens: Readonly<Record<string, Token>>;
  readonly apps?: readonly App[];
  readonly faults?: readonly Fault[];
  readonly limits?: Limits;
  /** The time of the `date` header and of expiring tokens; the real clock where it is missing. */
  readonly now?: string;
  /** As on GitHub Enterprise Server, `/api/v3`; none by default. */
  readonly basePath?: string;
  /** The most objects of a page, where a test wants pages without seeding hundreds; 100. */
  readonly pageSizeAtMost?: number;
}

export interface Limits {
  /** Calls that are left in this hour of each token's owner; 5000 (1000 for a workflow's token). */
  readonly remaining?: number;
  /** Points of GraphQL that are left likewise; 5000 (1000 for a workflow's token). */
  readonly remainingPoints?: number;
  /** Seconds until the hour is over; 3600. */
  readonly resetInSeconds?: number;
  readonly secondary?: SecondaryLimit;
}

export interface SecondaryLimit {
  /** The calls, counted from 1, that are refused. */
  readonly from: number;
  readonly to: number;
  readonly status?: 403 | 429;
  /** Null: GitHub names no time. */
  readonly retryAfterSeconds?: number | null;
}

export interface Organization {
  readonly login: string;
  readonly id?: number;
  /** True. */
  readonly requiresTwoFactor?: boolean;
  /** One owner, `olga`. */
  readonly members?: readonly Member[];
  readonly outsideCollaborators?: readonly Person[];
  readonly teams?: readonly Team[];
  readonly repositories?: RepositorySource;
  readonly rulesets?: readonly Ruleset[];
  /** `read`. */
  readonly defaultRepositoryPermission?: 'none' | 'read' | 'write' | 'admin';
  readonly actions?: OrganizationActions;
  readonly secrets?: readonly OrganizationSecret[];
  readonly dependabotSecrets?: readonly OrganizationSecret[];
  readonly runners?: readonly Runner[];
  readonly runnerGroups?: readonly RunnerGroup[];
  readonly hooks?: readonly Hook[];
  readonly installations?: readonly Installation[];
  /** Tokens with `ssoAuthorized: false` are refused; false. */
  readonly singleSignOn?: boolean;
}

export type RepositorySource = readonly Repository[] | RepositoryMaker;

/** Makes repositories when they are asked for, so that memory stays small. */
export interface RepositoryMaker {
  readonly length: number;
  slice(from: number, to: number): readonly Repository[];
  named(name: string): Repository | undefined;
}

export interface Person {
  readonly login: string;
  readonly id?: number;
  /** `insecure` is SMS; `secure`. */
  readonly twoFactor?: 'secure' | 'insecure' | 'disabled';
}

export interface Member extends Person {
  /** `admin` is an owner; `member`. */
  readonly role?: 'admin' | 'member';
  /** Shown to everyone, not to members only; false. */
  readonly isPublic?: boolean;
}

export interface Team {
  readonly slug: string;
  readonly id?: number;
  readonly members?: readonly string[];
  /** `closed`. */
  readonly privacy?: 'closed' | 'secret';
  /** The names of its repositories, with what the team may do there. */
  readonly repositories?: Readonly<Record<string, RepositoryRole>>;
}

export type RepositoryRole = 'read' | 'triage' | 'write' | 'maintain' | 'admin';

export interface OrganizationActions {
  /** Names where they are selected; `all`. */
  readonly enabledRepositories?: 'all' | 'none' | readonly string[];
  /** Chosen patterns where an object is given; `all`. */
  readonly allowed?: 'all' | 'local_only' | SelectedActions;
  /** False. */
  readonly shaPinningRequired?: boolean;
  readonly workflowToken?: WorkflowToken;
}

export interface OrganizationSecret {
  readonly name: string;
  /** The names of its repositories where it is selected; `private`. */
  readonly visibility?: 'all' | 'private' | readonly string[];
  readonly createdAt?: string;
  readonly updatedAt?: string;
}

export interface RunnerGroup {
  readonly id: number;
  readonly name: string;
  /** The names of its repositories where they are selected; `all`. */
  readonly visibility?: 'all' | 'private' | readonly string[];
  /** False. */
  readonly allowsPublicRepositories?: boolean;
  readonly restrictedToWorkflows?: readonly string[];
}

/** What `GET /orgs/{org}/installations` lists. */
export interface Installation {
  readonly id: number;
  readonly appSlug: string;
  readonly appId: number;
  readonly permissions: Readonly<Record<string, 'read' | 'write' | 'admin'>>;
  /** `all`. */
  readonly repositorySelection?: 'all' | 'selected';
  readonly suspendedAt?: string | null;
}

/** A GitHub App that can sign in by a JWT, with the installations for which it gets tokens. */
export interface App {
  readonly id: number;
  readonly slug: string;
  readonly clientId?: string;
  /** PEM. */
  readonly publicKey: string;
  readonly installations: readonly {
    readonly id: number;
    readonly organization: string;
    readonly permissions: Readonly<Record<string, 'read' | 'write'>>;
    /** The names where they are selected; `all`. */
    readonly repositories?: 'all' | readonly string[];
    readonly suspended?: boolean;
  }[];
}
