import type { Coverage, FactKinds } from '../../core/fact.js';
import type { EvidenceRef } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';

/** An organization that is audited, as it answered. */
export interface Organization {
  readonly scope: Scope;
  /** How many repositories it has; null where the token is not told. */
  readonly repositoryCount: number | null;
  /** How far a list of its members is one of all of them: GitHub gives the public ones to everybody else. */
  readonly members: Coverage;
}

/** A repository that is audited, as the parts of the collector are given it. */
export interface Repository {
  readonly scope: Scope;
  readonly data: FactKinds['github.repository'];
  readonly pushedAt: string | null;
}

/** A branch that is audited, and where GitHub says that there is one. */
export interface Branch {
  readonly id: string;
  readonly scope: Scope;
  readonly name: string;
  readonly isDefault: boolean;
  /** Whether anything protects it, classic protection or a ruleset; null where that was not asked. */
  readonly isProtected: boolean | null;
  readonly evidence: EvidenceRef;
}
