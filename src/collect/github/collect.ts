import pLimit from 'p-limit';
import type { FactKind } from '../../core/fact.js';
import type { Scope } from '../../core/scope.js';
import { organizationFacts } from '../../facts/github/organization.js';
import { securityFacts } from '../../facts/github/security.js';
import type { Reading } from '../reading/read-items.js';
import type { Repository } from './audited.js';
import { branchKinds, collectBranches } from './collect-branches.js';
import { collectIdentity } from './collect-identity.js';
import { collectOrganization, openOrganization } from './collect-organization.js';
import { collectOrganizationSecurity } from './collect-organization-security.js';
import { collectRepositories } from './collect-repositories.js';
import { collectRepositorySettings } from './collect-repository-settings.js';
import { collectSecurity } from './collect-security.js';
import { collectWorkflows, workflowKinds } from './collect-workflows.js';
import { organizationScope } from './read-of.js';

/** An organization to audit, and its repositories by name: globs with `*` and `?`. */
export interface ScopedOrganization {
  readonly org: string;
  readonly repositories: readonly string[];
}

export interface CollectGithub extends Reading {
  readonly organizations: readonly ScopedOrganization[];
  /** The fact kinds that anybody asks for: what serves none of them is not read. Without it everything is. */
  readonly needed?: ReadonlySet<FactKind>;
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
      needs(options, settingKinds, () => collectOrganization(options, organization, repositories)),
      needs(options, securityKinds, () => collectOrganizationSecurity(options, organization.scope, repositories)),
      ...repositories.map((repository) => limit(async () => collectRepository(options, repository))),
    ]),
  );
  const scopes = opened.flatMap(({ organization, repositories }) => [organization, ...repositories]);
  return { identity, scopes: scopes.map(({ scope }) => scope) };
}

async function collectRepository(options: CollectGithub, repository: Repository): Promise<void> {
  await Promise.all([
    needs(options, settingKinds, () => collectRepositorySettings(options, repository)),
    needs(options, branchKinds, () => collectBranches(options, repository)),
    needs(options, workflowKinds, () => collectWorkflows(options, repository)),
    needs(options, securityKinds, () => collectSecurity(options, repository)),
  ]);
}

/** What organization and repository answer of themselves is read first, for whoever comes after. */
const settingKinds = kindsOf(organizationFacts).filter(
  (kind) => kind !== 'github.org' && kind !== 'github.org.two-factor' && kind !== 'github.repository',
);
const securityKinds = kindsOf(securityFacts);

function kindsOf(facts: object): readonly string[] {
  return Object.keys(facts);
}

async function needs(
  { needed }: CollectGithub,
  kinds: readonly string[],
  collect: () => Promise<unknown>,
): Promise<void> {
  const asked: ReadonlySet<string> | undefined = needed;
  if (asked === undefined || kinds.some((kind) => asked.has(kind))) await collect();
}
