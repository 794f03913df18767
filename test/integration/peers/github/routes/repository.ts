import { listed, Refusal, whole } from '../answer.js';
import { type RepositoryCall, repositoryRoute, type Routes } from '../route.js';
import type { RepositoryRole } from '../scenario.js';
import { organizationAsUser, person, team } from '../shapes/account.js';
import { administers, seenRepository } from '../seen-repository.js';
import { repositoryUrl } from '../shapes/repository.js';
import { created } from '../shapes/account.js';
import { atLeast, membersOf, nodeId, roleIn } from '../world.js';

const administration = { permission: 'administration:read', user: 'admin' } as const;

export const repositoryRoutes: Routes = {
  'GET /repos/{owner}/{repo}': repositoryRoute({ permission: 'metadata:read', publicToo: true }, repository),
  'GET /repos/{owner}/{repo}/collaborators': repositoryRoute(
    { permission: 'metadata:read', user: 'write', denial: 'Must have push access to view repository collaborators.' },
    collaborators,
  ),
  'GET /repos/{owner}/{repo}/teams': repositoryRoute({ ...administration, denial: 404 }, teams),
  'GET /repos/{owner}/{repo}/keys': repositoryRoute({ ...administration, denial: 404 }, keys),
};

function repository({ api, place, viewer }: RepositoryCall) {
  return whole({
    ...seenRepository(api, viewer, place),
    organization: organizationAsUser(api, place.organization),
    network_count: 0,
    subscribers_count: 1,
    ...(administers(viewer, place)
      ? { allow_auto_merge: false, delete_branch_on_merge: true, allow_merge_commit: true }
      : {}),
  });
}

function collaborators(call: RepositoryCall) {
  const { api, place, query } = call;
  const { organization } = place;
  const affiliation = query.get('affiliation') ?? 'all';
  const wanted = query.get('permission');
  const isMember = (login: string): boolean => membersOf(organization).some((one) => one.login === login);
  const direct = Object.keys(place.repository.collaborators ?? {});
  const known = affiliation === 'all' ? [...membersOf(organization).map(({ login }) => login), ...direct] : direct;
  const logins = [...new Set(known)].filter((login) => affiliation !== 'outside' || !isMember(login));
  const withRole = logins
    .map((login) => ({ login, role: roleIn(place, login) }))
    .filter(({ role }) => role !== 'none' && (wanted === null || atLeast(role, roleNamed(wanted))));
  return listed(withRole, ({ login, role }) => ({
    ...person(api, organization, login),
    permissions: {
      admin: role === 'admin',
      maintain: atLeast(role, 'maintain'),
      push: atLeast(role, 'write'),
      triage: atLeast(role, 'triage'),
      pull: true,
    },
    role_name: role,
  }));
}

/** The role that a `permission` of the query stands for. */
function roleNamed(permission: string): RepositoryRole {
  switch (permission) {
    case 'pull':
      return 'read';
    case 'push':
      return 'write';
    case 'triage':
    case 'maintain':
    case 'admin':
      return permission;
    default:
      throw new Refusal(422, `There is no permission ${permission}.`);
  }
}

const permissionOfRole = {
  read: 'pull',
  triage: 'triage',
  write: 'push',
  maintain: 'maintain',
  admin: 'admin',
} as const;

function teams({ api, place: { organization, repository: seed } }: RepositoryCall) {
  const found = (organization.teams ?? []).flatMap((one) => {
    const role = one.repositories?.[seed.name];
    return role === undefined ? [] : [{ one, role }];
  });
  return listed(found, ({ one, role }) => ({
    ...team(api, organization, one, permissionOfRole[role]),
    permissions: {
      pull: true,
      triage: atLeast(role, 'triage'),
      push: atLeast(role, 'write'),
      maintain: atLeast(role, 'maintain'),
      admin: atLeast(role, 'admin'),
    },
  }));
}

function keys({ api, place }: RepositoryCall) {
  return listed(place.repository.deployKeys ?? [], (key) => ({
    id: key.id,
    node_id: nodeId('DK', key.id),
    key: 'ssh-ed25519 AAAA',
    url: `${repositoryUrl(api, place)}/keys/${key.id}`,
    title: key.title,
    verified: true,
    created_at: key.createdAt ?? created,
    read_only: key.readOnly ?? true,
    added_by: key.addedBy ?? 'olga',
    last_used: key.lastUsed ?? null,
    enabled: true,
  }));
}
