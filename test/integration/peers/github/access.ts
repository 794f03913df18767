import type { Organization } from './scenario.js';
import { notFound, Refusal } from './answer.js';
import {
  hasPermission,
  hasScope,
  isMember,
  isOwner,
  notAccessible,
  reaches,
  refuseWithoutSso,
  sees,
  userRole,
  type Viewer,
} from './viewer.js';
import { atLeast, type Place, visibilityOf } from './world.js';

/** What a token must have for an operation. */
export interface Access {
  /** Of fine-grained tokens and Apps: `name:level`; null: none is needed. */
  readonly permission: string | null;
  /** Of classic tokens, beside `repo`, which every private repository needs. */
  readonly scope?: string;
  /** Who the token's user must be: in an organization, or in a repository. `anyone` by default. */
  readonly user?: 'anyone' | 'member' | 'owner' | 'write' | 'admin';
  /** Readable without the permission where the repository is public; of an organization, its public part. */
  readonly publicToo?: boolean;
  /** GitHub hides some things from users without the right (404), and names others (403, with this text). */
  readonly denial?: 404 | string;
}

/** Throws GitHub's refusal where the viewer may not read this of the organization. */
export function checkOrganization(viewer: Viewer, organization: Organization, access: Access): void {
  refuseWithoutSso(viewer, organization);
  if (access.permission === null || access.publicToo === true) return;
  switch (viewer.kind) {
    case 'anonymous':
      throw new Refusal(401, 'Requires authentication');
    case 'workflow':
      throw notAccessible(viewer);
    case 'installation':
      if (viewer.organization.toLowerCase() !== organization.login.toLowerCase()) throw notAccessible(viewer);
      break;
    case 'fine-grained':
      if (viewer.organization.toLowerCase() !== organization.login.toLowerCase()) throw notAccessible(viewer);
      refuseUser(viewer, organization, access);
      break;
    case 'classic':
      refuseUser(viewer, organization, access);
      if (access.scope !== undefined && !hasScope(viewer, access.scope)) throw denial(access, 'Must be an owner');
      return;
  }
  if (!permitted(viewer.permissions, access.permission)) throw notAccessible(viewer);
}

function refuseUser(viewer: Viewer, organization: Organization, access: Access): void {
  if (access.user === 'owner' && !isOwner(viewer, organization)) throw denial(access, 'Must have admin rights');
  if (access.user === 'member' && !isMember(viewer, organization)) throw denial(access, 'Must be a member');
}

/** Throws GitHub's refusal where the viewer may not read this of a repository; 404 where it may not see it at all. */
export function checkRepository(viewer: Viewer, place: Place, access: Access): void {
  if (visibilityOf(place.repository) !== 'public') refuseWithoutSso(viewer, place.organization);
  if (!sees(viewer, place)) throw notFound();
  const { permission, user = 'anyone' } = access;
  const isPublic = visibilityOf(place.repository) === 'public';
  if (permission === null || (isPublic && access.publicToo === true)) return;
  switch (viewer.kind) {
    case 'anonymous':
      throw new Refusal(401, 'Requires authentication');
    case 'installation':
    case 'workflow':
      break;
    case 'fine-grained':
      if (!hasRight(viewer, place, user)) throw denial(access, 'Must have admin rights to Repository.');
      break;
    case 'classic':
      if (!hasRight(viewer, place, user)) throw denial(access, 'Must have admin rights to Repository.');
      if (access.scope !== undefined && !hasScope(viewer, access.scope)) throw notFound();
      return;
  }
  if (!reaches(viewer, place) || !permitted(viewer.permissions, permission)) throw notAccessible(viewer);
}

function hasRight(viewer: Viewer, place: Place, user: NonNullable<Access['user']>): boolean {
  switch (user) {
    case 'anyone':
      return true;
    case 'member':
      return isMember(viewer, place.organization);
    case 'owner':
      return isOwner(viewer, place.organization);
    case 'write':
    case 'admin':
      return atLeast(userRole(viewer, place), user);
  }
}

/** That the viewer may also do this, e.g. see a member that others do not get. */
export function may(viewer: Viewer, place: Place, permission: string, user: 'write' | 'admin' | 'owner'): boolean {
  switch (viewer.kind) {
    case 'anonymous':
      return false;
    case 'classic':
      return hasRight(viewer, place, user);
    case 'fine-grained':
      return hasRight(viewer, place, user) && reaches(viewer, place) && permitted(viewer.permissions, permission);
    case 'installation':
    case 'workflow':
      return reaches(viewer, place) && permitted(viewer.permissions, permission);
  }
}

/** `name:level`, or several of which one is enough, with `|` between. */
function permitted(permissions: Readonly<Record<string, 'read' | 'write' | 'admin'>>, wanted: string): boolean {
  return wanted.split('|').some((one) => {
    const [name = '', level] = one.split(':');
    return hasPermission(permissions, name, level === 'write' ? 'write' : 'read');
  });
}

function denial({ denial: how }: Access, otherwise: string): Refusal {
  return how === 404 ? notFound() : new Refusal(403, how ?? otherwise);
}
