import { counted, notFound, Refusal, whole } from '../answer.js';
import { at, organizationRoute, type RepositoryCall, repositoryRoute, type Routes } from '../route.js';
import type { OrganizationActions } from '../scenario.js';
import type { WorkflowRun } from '../scenario-changes.js';
import type { SelectedActions, WorkflowToken } from '../scenario-parts.js';
import { conclusionOf } from '../checks.js';
import { job, workflow, workflowId, workflowPaths, workflowRun } from '../shapes/run.js';
import { listedRepository } from '../shapes/repository.js';
import { defaultBranchOf, organizationId, repositoryId } from '../world.js';

const ofOrganization = { permission: 'organization_administration:read', scope: 'admin:org', user: 'owner' } as const;
const ofRepository = { permission: 'administration:read', user: 'admin', denial: 404 } as const;
const runs = { permission: 'actions:read', publicToo: true } as const;

export const actionRoutes: Routes = {
  'GET /orgs/{org}/actions/permissions': organizationRoute(ofOrganization, ({ api, organization }) => {
    const { enabledRepositories = 'all', ...settings } = organization.actions ?? {};
    const url = `${api}/organizations/${organizationId(organization)}/actions/permissions`;
    const isSelected = typeof enabledRepositories !== 'string';
    return whole({
      enabled_repositories: isSelected ? 'selected' : enabledRepositories,
      ...(isSelected ? { selected_repositories_url: `${url}/repositories` } : {}),
      ...allowed(settings, url),
    });
  }),
  'GET /orgs/{org}/actions/permissions/repositories': organizationRoute(ofOrganization, ({ api, organization }) => {
    const { enabledRepositories: names = 'all' } = organization.actions ?? {};
    if (typeof names === 'string') throw notSelected('repositories');
    const source = organization.repositories ?? [];
    const selected = source.slice(0, source.length).filter(({ name }) => names.includes(name));
    return counted('repositories', selected, (repository) => listedRepository(api, { organization, repository }));
  }),
  'GET /orgs/{org}/actions/permissions/selected-actions': organizationRoute(ofOrganization, ({ organization }) =>
    whole(selectedActions(organization.actions?.allowed)),
  ),
  'GET /orgs/{org}/actions/permissions/workflow': organizationRoute(ofOrganization, ({ organization }) =>
    whole(workflowToken(organization.actions?.workflowToken)),
  ),
  'GET /repos/{owner}/{repo}/actions/permissions': repositoryRoute(ofRepository, ({ api, place }) => {
    const { enabled = true, ...settings } = settingsOf(place);
    const url = `${api}/repositories/${repositoryId(place.organization, place.repository)}/actions/permissions`;
    return whole({ enabled, ...(enabled ? allowed(settings, url) : {}) });
  }),
  'GET /repos/{owner}/{repo}/actions/permissions/selected-actions': repositoryRoute(ofRepository, ({ place }) =>
    whole(selectedActions(settingsOf(place).allowed)),
  ),
  'GET /repos/{owner}/{repo}/actions/permissions/workflow': repositoryRoute(ofRepository, ({ place }) =>
    whole(workflowToken(settingsOf(place).workflowToken)),
  ),
  'GET /repos/{owner}/{repo}/actions/workflows': repositoryRoute(runs, ({ api, place }) =>
    counted('workflows', workflowPaths(place.repository), (path) => workflow(api, place, path)),
  ),
  'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs': repositoryRoute(runs, (call) => {
    const { place } = call;
    const wanted = at(call, 'workflow_id');
    const path = workflowPaths(place.repository).find(
      (one) => String(workflowId(place, one)) === wanted || one.endsWith(`/${wanted}`),
    );
    if (path === undefined) throw notFound();
    return runsOf(call, (run) => run.workflow === path);
  }),
  'GET /repos/{owner}/{repo}/actions/runs': repositoryRoute(runs, (call) => runsOf(call, () => true)),
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs': repositoryRoute(runs, (call) => {
    const { api, place } = call;
    const run = place.repository.runs?.find(({ id }) => String(id) === at(call, 'run_id'));
    if (run === undefined) throw notFound();
    return counted('jobs', run.jobs ?? [], (one) => job(api, place, run, one));
  }),
};

type Settings = Pick<OrganizationActions, 'allowed' | 'shaPinningRequired'>;

/** A repository without settings of its own has its organization's. */
function settingsOf({ organization, repository }: RepositoryCall['place']) {
  const { allowed: above, shaPinningRequired, workflowToken: token } = organization.actions ?? {};
  const inherited = {
    ...(above === undefined ? {} : { allowed: above }),
    ...(shaPinningRequired === undefined ? {} : { shaPinningRequired }),
    ...(token === undefined ? {} : { workflowToken: token }),
  };
  return { ...inherited, ...repository.actions };
}

function allowed({ allowed: seed = 'all', shaPinningRequired = false }: Settings, url: string): object {
  return typeof seed === 'string'
    ? { allowed_actions: seed, sha_pinning_required: shaPinningRequired }
    : {
        allowed_actions: 'selected',
        selected_actions_url: `${url}/selected-actions`,
        sha_pinning_required: shaPinningRequired,
      };
}

function selectedActions(seed: 'all' | 'local_only' | SelectedActions = 'all'): object {
  if (typeof seed === 'string') throw notSelected('actions');
  const { githubOwned = true, verified = false, patterns = [] } = seed;
  return { github_owned_allowed: githubOwned, verified_allowed: verified, patterns_allowed: patterns };
}

function notSelected(what: string): Refusal {
  return new Refusal(409, `The policy does not select ${what}.`);
}

function workflowToken({ permissions = 'read', canApprovePullRequests = false }: WorkflowToken = {}): object {
  return { default_workflow_permissions: permissions, can_approve_pull_request_reviews: canApprovePullRequests };
}

function runsOf({ api, place, query }: RepositoryCall, matches: (run: WorkflowRun) => boolean) {
  const [sha, branch, event, status] = ['head_sha', 'branch', 'event', 'status'].map((name) => query.get(name));
  const found = (place.repository.runs ?? [])
    .filter(matches)
    .filter((run) => sha === null || run.sha === sha)
    .filter((run) => branch === null || (run.branch ?? defaultBranchOf(place.repository)) === branch)
    .filter((run) => event === null || (run.event ?? 'pull_request') === event)
    .filter((run) => status === null || [run.status ?? 'completed', conclusionOf(run)].some((one) => one === status))
    .sort((a, b) => b.id - a.id);
  return counted('workflow_runs', found, (run) => workflowRun(api, place, run));
}
