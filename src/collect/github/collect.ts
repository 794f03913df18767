import pLimit from 'p-limit';
import type { FactKind } from '../../core/fact.js';
import type { Scope } from '../../core/scope.js';
import { organizationFacts } from '../../facts/github/organization.js';
import { securityFacts } from '../../facts/github/security.js';
import type { Reading } from '../reading/read-items.js';
import type { Repository } from './audited.js';
import { branchKinds, collectBranches } from './collect-branches.js';
import { type AcrossDependabot, collectDependabot, readDependabot } from './collect-dependabot.js';
import { collectIdentity } from './collect-identity.js';
import { collectOrganization, openOrganization } from './collect-organization.js';
import { collectOrganizationSecurity } from './collect-organization-security.js';
import { collectRepositories } from './collect-repositories.js';
import { collectRepositorySettings } from './collect-repository-settings.js';
import { collectSecurity } from './collect-security.js';
import { collectWorkflows, workflowKinds } from './collect-workflows.js';
import { readOverview } from './overview.js';
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
    opened.flatMap(({ organization, repositories }) => {
      const across = once(async () => readDependabot(options, organization.scope));
      return [
        needs(options, settingKinds, () => collectOrganization(options, organization, repositories)),
        needs(options, securityKinds, () => collectOrganizationSecurity(options, organization.scope, repositories)),
        ...repositories.map((repository) => limit(async () => collectRepository(options, repository, across))),
      ];
    }),
  );
  const scopes = opened.flatMap(({ organization, repositories }) => [organization, ...repositories]);
  return { identity, scopes: scopes.map(({ scope }) => scope) };
}

async function collectRepository(
  options: CollectGithub,
  repository: Repository,
  across: () => Promise<AcrossDependabot>,
): Promise<void> {
  const isAsked = overviewKinds.some((kind) => isNeeded(options, kind));
  const overview = isAsked ? await readOverview(options, repository) : null;
  await Promise.all([
    needs(options, settingKinds, () => collectRepositorySettings(options, repository, overview)),
    needs(options, branchKinds, () => collectBranches(options, repository, undefined, overview)),
    needs(options, workflowKinds, () => collectWorkflows(options, repository, overview)),
    needs(options, securityKinds, async () =>
      Promise.all([
        collectSecurity(options, repository, overview),
        collectDependabot(options, repository, await across(), overview),
      ]),
    ),
  ]);
}

/** What is read when it is first asked for, and once. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null;
  return () => (running ??= read());
}

/** What organization and repository answer of themselves is read first, for whoever comes after. */
const settingKinds = kindsOf(organizationFacts).filter(
  (kind) => kind !== 'github.org' && kind !== 'github.org.two-factor' && kind !== 'github.repository',
);
const securityKinds = kindsOf(securityFacts);
/** What one query on a repository tells something of. */
const overviewKinds = [...settingKinds, ...branchKinds, ...workflowKinds, ...securityKinds];

function kindsOf(facts: object): readonly string[] {
  return Object.keys(facts);
}

async function needs(options: CollectGithub, kinds: readonly string[], collect: () => Promise<unknown>): Promise<void> {
  if (kinds.some((kind) => isNeeded(options, kind))) await collect();
}

function isNeeded({ needed }: CollectGithub, kind: string): boolean {
  const asked: ReadonlySet<string> | undefined = needed;
  return asked?.has(kind) ?? true;
}
