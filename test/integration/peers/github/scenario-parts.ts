/** Parts that both organizations and repositories have. */

export interface Ruleset {
  readonly id: number;
  readonly name: string;
  /** `active`. */
  readonly enforcement?: 'active' | 'evaluate' | 'disabled';
  /** `branch`. */
  readonly target?: 'branch' | 'tag' | 'push';
  /** Patterns of refs, `~DEFAULT_BRANCH` and `~ALL` included; `~DEFAULT_BRANCH`. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** Which repositories an organization's ruleset holds for, by name patterns; `~ALL`. */
  readonly repositories?: { readonly include: readonly string[]; readonly exclude?: readonly string[] };
  readonly bypassActors?: readonly BypassActor[];
  /** As GitHub's description has them, e.g. `{type: 'deletion'}`. */
  readonly rules: readonly Rule[];
  readonly createdAt?: string;
  readonly updatedAt?: string;
}

export interface Rule {
  readonly type: string;
  readonly parameters?: object;
}

export interface BypassActor {
  readonly actor_id: number | null;
  readonly actor_type: 'Integration' | 'OrganizationAdmin' | 'RepositoryRole' | 'Team' | 'DeployKey' | 'User';
  readonly bypass_mode: 'always' | 'pull_request' | 'exempt';
}

export interface SelectedActions {
  readonly githubOwned?: boolean;
  readonly verified?: boolean;
  readonly patterns?: readonly string[];
}

export interface WorkflowToken {
  /** `read`. */
  readonly permissions?: 'read' | 'write';
  /** False. */
  readonly canApprovePullRequests?: boolean;
}

export interface Runner {
  readonly id: number;
  readonly name: string;
  readonly groupId?: number;
  /** `linux`. */
  readonly os?: string;
  /** `online`. */
  readonly status?: 'online' | 'offline';
  readonly labels?: readonly string[];
  readonly ephemeral?: boolean;
}

export interface Hook {
  readonly id: number;
  readonly url: string;
  /** `0`: the certificate is verified. */
  readonly insecureSsl?: '0' | '1' | 0 | 1;
  /** GitHub shows that there is one as eight asterisks, and never which; true. */
  readonly hasSecret?: boolean;
  /** True. */
  readonly active?: boolean;
  /** `push`. */
  readonly events?: readonly string[];
  /** `json`. */
  readonly contentType?: 'json' | 'form';
}

export interface Secret {
  readonly name: string;
  readonly createdAt?: string;
  readonly updatedAt?: string;
}
