import type { Access } from '../access.js';
import { listed, notFound, Refusal, whole } from '../answer.js';
import { at, organizationRoute, type OrganizationCall, type Routes } from '../route.js';
import type { Organization, Person } from '../scenario.js';
import type { Repository } from '../scenario-repository.js';
import type { FineGrainedToken, InstallationToken } from '../scenario-tokens.js';
import { byCodeUnit } from '../../../../../src/core/json.js';
import { created, organizationLinks, team, user } from '../shapes/account.js';
import { seenRepository } from '../seen-repository.js';
import { hasPermission, hasScope, isMember, isOwner, sees, type Viewer } from '../viewer.js';
import { membersOf, personId, same, visibilityOf } from '../world.js';

const members: Access = { permission: 'members:read', scope: 'read:org' };
/** Whoever may not see concealed members is shown the public ones, and not told that there are others. */
const publicMembers: Access = { ...members, publicToo: true };

export const organizationRoutes: Routes = {
  'GET /orgs/{org}': organizationRoute({ permission: null }, organization),
  'GET /orgs/{org}/members': organizationRoute(publicMembers, (call) => {
    const role = call.query.get('role') ?? 'all';
    const seesAll = seesConcealed(call.viewer, call.organization);
    const found = membersOf(call.organization)
      .filter((one) => role === 'all' || (one.role ?? 'member') === role)
      .filter(({ isPublic = false }) => seesAll || isPublic);
    return people(call, found);
  }),
  'GET /orgs/{org}/outside_collaborators': organizationRoute({ ...members, user: 'member' }, (call) =>
    people(call, call.organization.outsideCollaborators ?? []),
  ),
  'GET /orgs/{org}/repos': organizationRoute({ permission: null }, repositories),
  'GET /orgs/{org}/teams': organizationRoute({ ...members, user: 'member' }, ({ api, organization: seed }) =>
    listed(seed.teams ?? [], (one) => team(api, seed, one)),
  ),
  'GET /orgs/{org}/teams/{team_slug}/members': organizationRoute({ ...members, user: 'member' }, (call) => {
    const found = call.organization.teams?.find(({ slug }) => slug === at(call, 'team_slug'));
    if (found === undefined) throw notFound();
    return listed(found.members ?? [], (login) => user(call.api, login));
  }),
};

function seesConcealed(viewer: Viewer, organization: Organization): boolean {
  switch (viewer.kind) {
    case 'anonymous':
    case 'workflow':
      return false;
    case 'classic':
      return isMember(viewer, organization) && hasScope(viewer, 'read:org');
    case 'fine-grained':
    case 'installation':
      return same(viewer.organization, organization.login) && hasPermission(viewer.permissions, 'members', 'read');
  }
}

/** The filters are for owners: https://docs.github.com/en/rest/orgs/members#list-organization-members */
function people(call: OrganizationCall, all: readonly Person[]) {
  const filter = call.query.get('filter') ?? 'all';
  if (filter !== 'all' && !isOwner(call.viewer, call.organization))
    throw new Refusal(422, 'Only owners can use this filter.');
  const wanted = filter === '2fa_disabled' ? 'disabled' : 'insecure';
  const found = all.filter(({ twoFactor = 'secure' }) => filter === 'all' || twoFactor === wanted);
  return listed(found, (one) => user(call.api, one.login, personId(one)));
}

function organization(call: OrganizationCall) {
  const { api, viewer, organization: seed } = call;
  const repositoryCount = seed.repositories?.length ?? 0;
  return whole({
    ...organizationLinks(api, seed),
    name: seed.login,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    html_url: `https://github.com/${seed.login}`,
    type: 'Organization',
    created_at: created,
    updated_at: created,
    archived_at: null,
    ...(isMember(viewer, seed) ? { two_factor_requirement_enabled: null } : {}),
    ...(administers(viewer, call) ? details(seed, repositoryCount) : {}),
  });
}

/** https://docs.github.com/en/rest/orgs/orgs#get-an-organization: owners, with `admin:org` where the token is classic. */
function administers(viewer: Viewer, { organization: seed }: OrganizationCall): boolean {
  switch (viewer.kind) {
    case 'anonymous':
    case 'workflow':
      return false;
    case 'classic':
      return isOwner(viewer, seed) && hasScope(viewer, 'admin:org');
    case 'fine-grained':
      return isOwner(viewer, seed) && hasPermission(viewer.permissions, 'organization_administration', 'read');
    case 'installation':
      return hasPermission(viewer.permissions, 'organization_administration', 'read');
  }
}

function details(seed: OrganizationCall['organization'], repositoryCount: number) {
  return {
    total_private_repos: repositoryCount,
    owned_private_repos: repositoryCount,
    plan: { name: 'enterprise', space: 976_562_499, private_repos: 999_999, filled_seats: 4, seats: 50 },
    default_repository_permission: seed.defaultRepositoryPermission ?? 'read',
    members_can_create_repositories: false,
    two_factor_requirement_enabled: seed.requiresTwoFactor ?? true,
    members_can_fork_private_repositories: false,
    web_commit_signoff_required: false,
    secret_scanning_enabled_for_new_repositories: true,
  };
}

function repositories({ api, viewer, query, organization: seed }: OrganizationCall) {
  const source = seed.repositories ?? [];
  const type = query.get('type') ?? 'all';
  const byName = query.get('sort') === 'full_name';
  const isDescending = query.get('direction') === 'desc';
  const render = (repository: Repository): object => seenRepository(api, viewer, { organization: seed, repository });
  if (seesAll(viewer, seed) && type === 'all' && 'named' in source) return listed(source, render);
  const visible = source
    .slice(0, source.length)
    .filter((repository) => sees(viewer, { organization: seed, repository }))
    .filter((repository) => type === 'all' || isOfType(repository, type));
  if (byName) visible.sort((a, b) => byCodeUnit(a.name, b.name) * (isDescending ? -1 : 1));
  return listed(visible, render);
}

function seesAll(viewer: Viewer, organization: Organization): boolean {
  switch (viewer.kind) {
    case 'anonymous':
    case 'workflow':
      return false;
    case 'classic':
      return hasScope(viewer, 'repo') && isOwner(viewer, organization);
    case 'fine-grained':
      return isOwner(viewer, organization) && reachesAll(viewer, organization);
    case 'installation':
      return reachesAll(viewer, organization);
  }
}

function reachesAll(token: FineGrainedToken | InstallationToken, { login }: Organization): boolean {
  return same(token.organization, login) && (token.repositories ?? 'all') === 'all';
}

function isOfType(repository: Repository, type: string): boolean {
  switch (type) {
    case 'forks':
      return repository.fork === true;
    case 'sources':
      return repository.fork !== true;
    default:
      return visibilityOf(repository) === type;
  }
}
