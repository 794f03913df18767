import pLimit from 'p-limit';
import type { Scope } from '../../core/scope.js';
import type { Reading } from '../reading/read-items.js';
import type { Repository } from './audited.js';
import { collectBranches } from './collect-branches.js';
import { collectIdentity } from './collect-identity.js';
import { collectOrganization, openOrganization } from './collect-organization.js';
import { collectOrganizationSecurity } from './collect-organization-security.js';
import { collectRepositories } from './collect-repositories.js';
import { collectRepositorySettings } from './collect-repository-settings.js';
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

/** Repositories that are read at once: enough to keep the connections busy, few enough to hold the answers of. */
const repositoriesAtOnce = 8;

/**
 * What was read of GitHub, once all of it is in the sink: facts with their evidence, and for every kind and scope how
 * complete it is. A read that fails is a gap, never an exception.
 *
 * Throws PREPAY_UNKNOWN_ORGANIZATION for an organization that does not exist, and PREPAY_UNKNOWN_REPOSITORY for a glob
 * that matches no repository.
 */
export async function collectGithub(options: CollectGithub): Promise<CollectedGithub> {
  const identity = await collectIdentity(options);
  const opened = await Promise.all(
    options.organizations.map(async ({ org, repositories: globs }) => {
      const organization = await openOrganization(options, organizationScope(org));
      return { organization, repositories: await collectRepositories(options, organization, globs) };
    }),
  );
  const limit = pLimit(repositoriesAtOnce);
  await Promise.all(
    opened.flatMap(({ organization, repositories }) => [
      collectOrganization(options, organization, repositories),
      collectOrganizationSecurity(options, organization.scope, repositories),
      ...repositories.map((repository) => limit(async () => collectRepository(options, repository))),
    ]),
  );
  const scopes = opened.flatMap(({ organization, repositories }) => [organization, ...repositories]);
  return { identity, scopes: scopes.map(({ scope }) => scope) };
}

async function collectRepository(reading: Reading, repository: Repository): Promise<void> {
  await Promise.all([
    collectRepositorySettings(reading, repository),
    collectBranches(reading, repository),
    collectWorkflows(reading, repository),
    collectSecurity(reading, repository),
  ]);
}
