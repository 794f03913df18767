/** Who calls, and what GitHub lets that token see. */
export type Token = ClassicToken | FineGrainedToken | InstallationToken | WorkflowJobToken;

interface AnyToken {
  /** Refused from this time on. */
  readonly expiresAt?: string;
  /** The calls that it may make before it is revoked; no end. */
  readonly revokedAfter?: number;
}

/** Acts for a user, within its scopes. */
export interface ClassicToken extends AnyToken {
  readonly kind: 'classic';
  readonly user: string;
  readonly scopes: readonly string[];
  /** False: the organizations with single sign-on refuse it; true. */
  readonly ssoAuthorized?: boolean;
}

export type Permissions = Readonly<Record<string, 'read' | 'write' | 'admin'>>;

/** Acts for a user within its permissions, on the resources of one owner. */
export interface FineGrainedToken extends AnyToken {
  readonly kind: 'fine-grained';
  readonly user: string;
  readonly organization: string;
  readonly permissions: Permissions;
  /** The names where they are selected; `all`. */
  readonly repositories?: 'all' | readonly string[];
}

/** Of a GitHub App, without the detour by its JWT. */
export interface InstallationToken extends AnyToken {
  readonly kind: 'installation';
  readonly organization: string;
  readonly permissions: Permissions;
  readonly repositories?: 'all' | readonly string[];
}

/** The GITHUB_TOKEN of a workflow's job: an installation token of one repository. */
export interface WorkflowJobToken extends AnyToken {
  readonly kind: 'workflow';
  readonly organization: string;
  readonly repository: string;
  readonly permissions: Permissions;
}
