import type { FactKinds } from '../../core/fact.js';
import type { Scope } from '../../core/scope.js';
import type { Reading } from '../reading/read-items.js';
import { collectBranches } from './collect-branches.js';
import { collectOrganization } from './collect-organization.js';
import { collectRepositories } from './collect-repositories.js';
import { collectSecurity } from './collect-security.js';
import { collectWorkflows } from './collect-workflows.js';
import { organizationScope } from './read-of.js';

/** An organization to audit, and its repositories by name: globs with `*` and `?`. */
export interface ScopedOrganization {
  readonly org: string;
  readonly repositories: readonly string[];
}

export interface CollectGithub extends Reading {
  readonly organizations: readonly ScopedOrganization[];
}

export interface CollectedGithub {
  /** Whose token it is, as GitHub says. */
  readonly identity: string | null;
  /** The organizations and repositories that were read. */
  readonly scopes: readonly Scope[];
}

/** A repository that is audited, as the parts of the collector are given it. */
export interface Repository {
  readonly scope: Scope;
  readonly data: FactKinds['github.repository'];
}

/**
 * What was read of GitHub, once all of it is in the sink: facts with their evidence, and for every kind and scope how
 * complete it is. A read that fails is a gap, never an exception.
 */
export async function collectGithub(options: CollectGithub): Promise<CollectedGithub> {
  const scopes = await Promise.all(options.organizations.map((organization) => collectOne(options, organization)));
  return { identity: null, scopes: scopes.flat() };
}

async function collectOne(reading: Reading, { org, repositories: globs }: ScopedOrganization): Promise<Scope[]> {
  const scope = organizationScope(org);
  const [repositories] = await Promise.all([
    collectRepositories(reading, scope, globs),
    collectOrganization(reading, scope),
  ]);
  await Promise.all(repositories.map((repository) => collectRepository(reading, repository)));
  return [scope, ...repositories.map((repository) => repository.scope)];
}

async function collectRepository(reading: Reading, repository: Repository): Promise<void> {
  await Promise.all([
    collectBranches(reading, repository),
    collectWorkflows(reading, repository),
    collectSecurity(reading, repository),
  ]);
}
