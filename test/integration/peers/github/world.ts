import { createHash } from 'node:crypto';
import type { Organization, Person, RepositoryRole, Scenario } from './scenario.js';
import type { Repository } from './scenario-repository.js';

/** A repository where it is found: its organization, and itself. */
export interface Place {
  readonly organization: Organization;
  readonly repository: Repository;
}

/** A 40-digit hash of a text: the sha of what a scenario does not name. */
export function shaOf(...parts: readonly (string | number)[]): string {
  return createHash('sha1').update(parts.join('\0')).digest('hex');
}

/** A number of a text, the same every time: the id of what a scenario does not number. */
export function idOf(...parts: readonly string[]): number {
  return Number.parseInt(shaOf(...parts).slice(0, 7), 16) + 1;
}

export function nodeId(kind: string, id: number | string): string {
  return `${kind}_${Buffer.from(String(id)).toString('base64url')}`;
}

export function organizationOf(scenario: Scenario, login: string): Organization | undefined {
  return scenario.organizations.find((organization) => same(organization.login, login));
}

/** The repository of that name; `moved` where the name is one that it had. */
export function repositoryOf(
  organization: Organization,
  name: string,
): { readonly repository: Repository; readonly moved: boolean } | undefined {
  const source = organization.repositories ?? [];
  const found = 'named' in source ? source.named(name) : source.find((repository) => same(repository.name, name));
  if (found !== undefined) return { repository: found, moved: false };
  if ('named' in source) return undefined;
  const former = source.find(({ formerNames = [] }) => formerNames.some((old) => same(old, name)));
  return former === undefined ? undefined : { repository: former, moved: true };
}

function search(
  source: { readonly length: number; slice(from: number, to: number): readonly Repository[] },
  matches: (repository: Repository) => boolean,
): Repository | undefined {
  for (let from = 0; from < source.length; from += 100) {
    const found = source.slice(from, from + 100).find(matches);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function repositoryById(organization: Organization, id: number): Repository | undefined {
  return search(organization.repositories ?? [], (repository) => repositoryId(organization, repository) === id);
}

export function membersOf({ members }: Organization): NonNullable<Organization['members']> {
  return members ?? [{ login: 'olga', role: 'admin' }];
}

export function defaultBranchOf({ defaultBranch = 'main' }: Repository): string {
  return defaultBranch;
}

export function visibilityOf({ visibility = 'private' }: Repository): 'public' | 'private' | 'internal' {
  return visibility;
}

export function fullName({ organization, repository }: Place): string {
  return `${organization.login}/${repository.name}`;
}

export function organizationId({ login, id }: Organization): number {
  return id ?? idOf('organization', login);
}

export function repositoryId({ login }: Organization, { name, id }: Repository): number {
  return id ?? idOf('repository', login, name);
}

export function personId({ login, id }: Person): number {
  return id ?? idOf('user', login);
}

const ladder: readonly (RepositoryRole | 'none')[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];

export function atLeast(role: RepositoryRole | 'none', wanted: RepositoryRole | 'none'): boolean {
  return ladder.indexOf(role) >= ladder.indexOf(wanted);
}

/** What a person may do in a repository: the most of ownership, membership, teams and direct invitations. */
export function roleIn({ organization, repository }: Place, login: string): RepositoryRole | 'none' {
  const member = membersOf(organization).find((person) => same(person.login, login));
  if (member?.role === 'admin') return 'admin';
  const roles: (RepositoryRole | 'none')[] = [repository.collaborators?.[login] ?? 'none'];
  if (member !== undefined) roles.push(organization.defaultRepositoryPermission ?? 'read');
  for (const { members = [], repositories = {} } of organization.teams ?? []) {
    if (members.includes(login)) roles.push(repositories[repository.name] ?? 'none');
  }
  if (visibilityOf(repository) === 'public' || (member !== undefined && visibilityOf(repository) === 'internal')) {
    roles.push('read');
  }
  return roles.reduce((most, role) => (atLeast(role, most) ? role : most), 'none');
}

export function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
