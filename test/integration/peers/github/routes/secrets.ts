import { counted, listed, notFound, Refusal } from '../answer.js';
import { at, type OrganizationCall, organizationRoute, repositoryRoute, type Routes } from '../route.js';
import type { OrganizationSecret } from '../scenario.js';
import type { Secret } from '../scenario-parts.js';
import { created } from '../shapes/account.js';
import { hook, organizationHook } from '../shapes/hook.js';
import { listedRepository } from '../shapes/repository.js';
import { visibilityOf } from '../world.js';
import { environmentOf } from './environments.js';

const owner = { scope: 'admin:org', user: 'owner' } as const;
const actionsSecrets = { permission: 'organization_secrets:read', ...owner } as const;
const dependabotSecrets = { permission: 'organization_dependabot_secrets:read', ...owner } as const;
const ofRepository = { permission: 'secrets:read', user: 'write' } as const;
const hooks = { permission: 'organization_hooks:read', scope: 'admin:org_hook', user: 'owner', denial: 404 } as const;

type Store = 'actions' | 'dependabot';

/** Names and dates only: no API of GitHub gives a value back. */
export const secretRoutes: Routes = {
  'GET /orgs/{org}/actions/secrets': organizationRoute(actionsSecrets, (call) => ofOrganization(call, 'actions')),
  'GET /orgs/{org}/actions/secrets/{secret_name}/repositories': organizationRoute(actionsSecrets, (call) =>
    selectedRepositories(call, 'actions'),
  ),
  'GET /orgs/{org}/dependabot/secrets': organizationRoute(dependabotSecrets, (call) =>
    ofOrganization(call, 'dependabot'),
  ),
  'GET /orgs/{org}/dependabot/secrets/{secret_name}/repositories': organizationRoute(dependabotSecrets, (call) =>
    selectedRepositories(call, 'dependabot'),
  ),
  'GET /orgs/{org}/hooks': organizationRoute(hooks, ({ api, organization }) =>
    listed(organization.hooks ?? [], (one) => organizationHook(api, organization, one)),
  ),
  'GET /repos/{owner}/{repo}/actions/secrets': repositoryRoute(ofRepository, ({ place }) =>
    counted('secrets', place.repository.secrets ?? [], secret),
  ),
  'GET /repos/{owner}/{repo}/actions/organization-secrets': repositoryRoute(ofRepository, ({ place }) => {
    const isPublic = visibilityOf(place.repository) === 'public';
    const given = (place.organization.secrets ?? []).filter(({ visibility = 'private' }) => {
      if (typeof visibility !== 'string') return visibility.includes(place.repository.name);
      return visibility === 'all' || !isPublic;
    });
    return counted('secrets', given, secret);
  }),
  'GET /repos/{owner}/{repo}/dependabot/secrets': repositoryRoute(
    { permission: 'dependabot_secrets:read', user: 'write' },
    ({ place }) => counted('secrets', place.repository.dependabotSecrets ?? [], secret),
  ),
  'GET /repos/{owner}/{repo}/environments/{environment_name}/secrets': repositoryRoute(
    { permission: 'environments:read', user: 'write' },
    (call) => counted('secrets', environmentOf(call).secrets ?? [], secret),
  ),
  'GET /repos/{owner}/{repo}/hooks': repositoryRoute(
    { permission: 'repository_hooks:read', scope: 'read:repo_hook|repo', user: 'admin', denial: 404 },
    ({ api, place }) => listed(place.repository.hooks ?? [], (one) => hook(api, place, one)),
  ),
};

function secret({ name, createdAt = created, updatedAt = createdAt }: Secret): object {
  return { name, created_at: createdAt, updated_at: updatedAt };
}

function secretsOf({ organization }: OrganizationCall, store: Store): readonly OrganizationSecret[] {
  return (store === 'actions' ? organization.secrets : organization.dependabotSecrets) ?? [];
}

function ofOrganization(call: OrganizationCall, store: Store) {
  const root = `${call.api}/orgs/${call.organization.login}/${store}/secrets`;
  return counted('secrets', secretsOf(call, store), ({ visibility = 'private', ...seed }) => ({
    ...secret(seed),
    ...(typeof visibility === 'string'
      ? { visibility }
      : { visibility: 'selected', selected_repositories_url: `${root}/${seed.name}/repositories` }),
  }));
}

function selectedRepositories(call: OrganizationCall, store: Store) {
  const { api, organization } = call;
  const found = secretsOf(call, store).find(({ name }) => name === at(call, 'secret_name'));
  if (found === undefined) throw notFound();
  const { visibility = 'private' } = found;
  if (typeof visibility === 'string') throw new Refusal(409, 'Visibility type is not set to selected.');
  const source = organization.repositories ?? [];
  const selected = source.slice(0, source.length).filter(({ name }) => visibility.includes(name));
  return counted('repositories', selected, (repository) => listedRepository(api, { organization, repository }));
}
