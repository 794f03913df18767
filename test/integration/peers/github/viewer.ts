import type { Organization } from './scenario.js';
import type { Permissions, Token } from './scenario-tokens.js';
import { Refusal } from './answer.js';
import { atLeast, membersOf, organizationId, type Place, roleIn, same, visibilityOf } from './world.js';

/** Who asks: nobody, or the holder of a token of the scenario or one that the App route gave out. */
export type Viewer = { readonly kind: 'anonymous' } | Token;

type Level = 'read' | 'write';

/** Which scopes of a classic token hold which others. https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps */
const scopesWithin: Readonly<Record<string, readonly string[]>> = {
  repo: ['public_repo', 'security_events', 'repo:status', 'repo_deployment', 'repo:invite'],
  'admin:org': ['write:org', 'read:org', 'manage_runners:org'],
  'write:org': ['read:org'],
  'admin:repo_hook': ['write:repo_hook', 'read:repo_hook'],
};

/** That the token has a scope, or one of several with `|` between. */
export function hasScope(token: { readonly scopes: readonly string[] }, wanted: string): boolean {
  const enough = wanted.split('|');
  return token.scopes.some((scope) => [scope, ...within(scope)].some((one) => enough.includes(one)));
}

function within(scope: string): readonly string[] {
  return (scopesWithin[scope] ?? []).flatMap((inner) => [inner, ...within(inner)]);
}

export function hasPermission(permissions: Permissions, name: string, level: Level): boolean {
  const given = permissions[name] ?? (name === 'metadata' ? 'read' : undefined);
  return given !== undefined && (level === 'read' || given !== 'read');
}

export function isOwner(viewer: Viewer, organization: Organization): boolean {
  return memberOf(viewer, organization)?.role === 'admin';
}

export function isMember(viewer: Viewer, organization: Organization): boolean {
  return memberOf(viewer, organization) !== undefined;
}

function memberOf(viewer: Viewer, organization: Organization) {
  if (viewer.kind !== 'classic' && viewer.kind !== 'fine-grained') return undefined;
  return membersOf(organization).find(({ login }) => same(login, viewer.user));
}

/** What the viewer's user may do there; an App and a workflow have no user: their permissions decide. */
export function userRole(viewer: Viewer, place: Place) {
  if (viewer.kind === 'classic' || viewer.kind === 'fine-grained') return roleIn(place, viewer.user);
  return visibilityOf(place.repository) === 'public' ? 'read' : 'none';
}

/** That the repository is within the token's reach, so that its permissions hold for it. */
export function reaches(viewer: Viewer, { organization, repository }: Place): boolean {
  switch (viewer.kind) {
    case 'anonymous':
      return false;
    case 'classic':
      return true;
    case 'workflow':
      return same(viewer.organization, organization.login) && same(viewer.repository, repository.name);
    case 'fine-grained':
    case 'installation': {
      const { repositories = 'all' } = viewer;
      return (
        same(viewer.organization, organization.login) &&
        (repositories === 'all' || repositories.some((name) => same(name, repository.name)))
      );
    }
  }
}

/** That the repository exists for the viewer; else GitHub answers 404, as if it were not there. */
export function sees(viewer: Viewer, place: Place): boolean {
  if (visibilityOf(place.repository) === 'public') return true;
  switch (viewer.kind) {
    case 'anonymous':
      return false;
    case 'classic':
      return hasScope(viewer, 'repo') && atLeast(roleIn(place, viewer.user), 'read');
    case 'fine-grained':
      return reaches(viewer, place) && atLeast(roleIn(place, viewer.user), 'read');
    case 'installation':
    case 'workflow':
      return reaches(viewer, place);
  }
}

/** Refuses a classic token that was not authorized for an organization with single sign-on. */
export function refuseWithoutSso(viewer: Viewer, organization: Organization): void {
  if (organization.singleSignOn !== true || viewer.kind !== 'classic' || viewer.ssoAuthorized !== false) return;
  const url = `https://github.com/orgs/${organization.login}/sso?authorization_request=A${organizationId(organization)}`;
  throw new Refusal(
    403,
    'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.',
    { headers: { 'x-github-sso': `required; url=${url}` } },
  );
}

/** GitHub's words for a token without the permission. */
export function notAccessible(viewer: Viewer): Refusal {
  const by = viewer.kind === 'fine-grained' ? 'personal access token' : 'integration';
  return new Refusal(403, `Resource not accessible by ${by}`);
}
