import { counted, notFound } from '../answer.js';
import { at, organizationRoute, type OrganizationCall, repositoryRoute, type Routes } from '../route.js';
import type { RunnerGroup } from '../scenario.js';
import type { Runner } from '../scenario-parts.js';
import { created, organizationAsUser } from '../shapes/account.js';
import { listedRepository } from '../shapes/repository.js';

const selfHosted = { permission: 'organization_self_hosted_runners:read', scope: 'admin:org', user: 'owner' } as const;
const defaultGroup: RunnerGroup = { id: 1, name: 'Default' };

export const runnerRoutes: Routes = {
  'GET /orgs/{org}/actions/runners': organizationRoute(selfHosted, ({ organization }) =>
    counted('runners', organization.runners ?? [], runner),
  ),
  'GET /orgs/{org}/actions/runner-groups': organizationRoute(selfHosted, ({ api, organization }) =>
    counted('runner_groups', organization.runnerGroups ?? [defaultGroup], (seed) =>
      group(`${api}/orgs/${organization.login}/actions/runner-groups/${seed.id}`, seed),
    ),
  ),
  'GET /orgs/{org}/actions/runner-groups/{runner_group_id}/repositories': organizationRoute(selfHosted, (call) => {
    const { api, organization } = call;
    const { visibility = 'all' } = groupOf(call);
    const source = organization.repositories ?? [];
    const names = typeof visibility === 'string' ? [] : visibility;
    const selected =
      names.length === 0 ? [] : source.slice(0, source.length).filter(({ name }) => names.includes(name));
    return counted('repositories', selected, (repository) => listedRepository(api, { organization, repository }));
  }),
  'GET /orgs/{org}/actions/runner-groups/{runner_group_id}/runners': organizationRoute(selfHosted, (call) => {
    const { id } = groupOf(call);
    const runners = call.organization.runners?.filter(({ groupId = 1 }) => groupId === id) ?? [];
    return counted('runners', runners, runner);
  }),
  'GET /repos/{owner}/{repo}/actions/runners': repositoryRoute(
    { permission: 'administration:read', user: 'admin' },
    ({ place }) => counted('runners', place.repository.runners ?? [], runner),
  ),
  'GET /orgs/{org}/installations': organizationRoute(
    { permission: 'organization_administration:read', scope: 'admin:org', user: 'owner' },
    installations,
  ),
};

function groupOf(call: OrganizationCall): RunnerGroup {
  const wanted = at(call, 'runner_group_id');
  const found = (call.organization.runnerGroups ?? [defaultGroup]).find(({ id }) => String(id) === wanted);
  if (found === undefined) throw notFound();
  return found;
}

function group(url: string, seed: RunnerGroup) {
  const { visibility = 'all', allowsPublicRepositories = false, restrictedToWorkflows } = seed;
  return {
    id: seed.id,
    name: seed.name,
    visibility: typeof visibility === 'string' ? visibility : 'selected',
    default: seed.id === 1,
    ...(typeof visibility === 'string' ? {} : { selected_repositories_url: `${url}/repositories` }),
    runners_url: `${url}/runners`,
    inherited: false,
    allows_public_repositories: allowsPublicRepositories,
    workflow_restrictions_read_only: false,
    restricted_to_workflows: restrictedToWorkflows !== undefined,
    selected_workflows: restrictedToWorkflows ?? [],
  };
}

function runner({
  id,
  name,
  groupId = 1,
  os = 'linux',
  status = 'online',
  labels = ['self-hosted'],
  ephemeral = false,
}: Runner) {
  return {
    id,
    runner_group_id: groupId,
    name,
    os,
    status,
    busy: false,
    ephemeral,
    labels: labels.map((label, index) => ({
      id: index + 1,
      name: label,
      type: label === 'self-hosted' ? 'read-only' : 'custom',
    })),
  };
}

function installations({ api, organization }: OrganizationCall) {
  const { installations: all = [] } = organization;
  return counted('installations', all, (seed) => {
    const url = `${api}/app/installations/${seed.id}`;
    const account = organizationAsUser(api, organization);
    return {
      id: seed.id,
      account,
      repository_selection: seed.repositorySelection ?? 'all',
      access_tokens_url: `${url}/access_tokens`,
      repositories_url: `${api}/installation/repositories`,
      html_url: `https://github.com/organizations/${organization.login}/settings/installations/${seed.id}`,
      app_id: seed.appId,
      app_slug: seed.appSlug,
      target_id: account.id,
      target_type: 'Organization',
      permissions: seed.permissions,
      events: [],
      created_at: created,
      updated_at: created,
      single_file_name: null,
      suspended_by: null,
      suspended_at: seed.suspendedAt ?? null,
    };
  });
}
