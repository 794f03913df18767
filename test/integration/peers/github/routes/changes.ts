import { counted, listed, notFound, whole } from '../answer.js';
import { checkRunsOf } from '../checks.js';
import { filesOf } from '../files.js';
import { baseOfPull, commitAt, commitsOfPull, headOfPull, pullsOf, stateOf } from '../history.js';
import { at, type RepositoryCall, repositoryRoute, type Routes } from '../route.js';
import type { PullRequest } from '../scenario-changes.js';
import { checkRun } from '../shapes/check-run.js';
import { commit } from '../shapes/commit.js';
import { pullRequest, review, wholePullRequest } from '../shapes/pull-request.js';
import { listedRepository, repositoryUrl } from '../shapes/repository.js';
import { created } from '../shapes/account.js';
import { defaultBranchOf, idOf, nodeId } from '../world.js';
import { noCommit, refuseEmpty } from './git.js';

const pulls = { permission: 'pull_requests:read', publicToo: true } as const;

export const changeRoutes: Routes = {
  'GET /repos/{owner}/{repo}/pulls': repositoryRoute(pulls, list),
  'GET /repos/{owner}/{repo}/pulls/{pull_number}': repositoryRoute(pulls, (call) =>
    whole(wholePullRequest(call.api, call.place, found(call))),
  ),
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/commits': repositoryRoute(pulls, (call) => {
    const { api, place } = call;
    const files = filesOf(place.repository, defaultBranchOf(place.repository));
    return listed(commitsOfPull(place.repository, found(call)), (one) => commit(api, place, one, files));
  }),
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews': repositoryRoute(pulls, (call) => {
    const pull = found(call);
    const reviews = (pull.reviews ?? []).map((one, index) => ({ one, index }));
    return listed(reviews, ({ one, index }) => review(call.api, call.place, pull, one, index));
  }),
  'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls': repositoryRoute(pulls, (call) => {
    refuseEmpty(call);
    const { api, place } = call;
    const sha = shaAt(call, 'commit_sha');
    return listed(pullsOf(place.repository, sha), (one) => pullRequest(api, place, one));
  }),
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': repositoryRoute(
    { permission: 'checks:read', publicToo: true },
    (call) => {
      const sha = shaAt(call, 'ref');
      const { query } = call;
      const [name, status, app] = [query.get('check_name'), query.get('status'), query.get('app_id')];
      const runs = checkRunsOf(call.place.repository, sha)
        .filter((one) => name === null || one.name === name)
        .filter((one) => status === null || one.status === status)
        .filter((one) => app === null || String(one.app.id) === app);
      return counted('check_runs', runs, (one) => checkRun(call.api, call.place, one));
    },
  ),
  'GET /repos/{owner}/{repo}/commits/{ref}/status': repositoryRoute(
    { permission: 'statuses:read', publicToo: true },
    status,
  ),
};

function list({ api, place, query }: RepositoryCall) {
  const state = query.get('state') ?? 'open';
  const base = query.get('base');
  const ascending = query.get('direction') === 'asc';
  const dated = (pull: PullRequest): number => Date.parse(pull.mergedAt ?? created) || 0;
  const order = query.get('sort') === 'updated' ? dated : (pull: PullRequest): number => pull.number;
  const wanted = (place.repository.pulls ?? [])
    .filter((pull) => state === 'all' || stateOf(pull) === state)
    .filter((pull) => base === null || baseOfPull(place.repository, pull) === base)
    .sort((a, b) => (ascending ? order(a) - order(b) : order(b) - order(a)));
  return listed(wanted, (pull) => pullRequest(api, place, pull));
}

function found(call: RepositoryCall): PullRequest {
  const pull = call.place.repository.pulls?.find(({ number }) => String(number) === at(call, 'pull_number'));
  if (pull === undefined) throw notFound();
  return pull;
}

/** The commit that a ref means; a commit that only runs, checks or heads of pull requests name exists too. */
function shaAt(call: RepositoryCall, name: 'ref' | 'commit_sha'): string {
  const { repository } = call.place;
  const ref = at(call, name);
  const commit = commitAt(repository, ref);
  if (commit !== undefined) return commit.commit.sha;
  const named = [
    ...(repository.runs ?? []).map(({ sha }) => sha),
    ...(repository.checkRuns ?? []).map(({ sha }) => sha),
    ...(repository.statuses ?? []).map(({ sha }) => sha),
    ...(repository.pulls ?? []).map((pull) => headOfPull(repository, pull)),
  ];
  if (!named.includes(ref)) throw noCommit(ref);
  return ref;
}

function status(call: RepositoryCall) {
  const { api, place } = call;
  const sha = shaAt(call, 'ref');
  const statuses = (place.repository.statuses ?? []).filter((one) => one.sha === sha);
  const url = repositoryUrl(api, place);
  const states = statuses.map(({ state }) => state);
  const bad = states.find((state) => state === 'failure' || state === 'error') === undefined ? null : 'failure';
  return whole({
    state: bad ?? (states.length > 0 && states.every((state) => state === 'success') ? 'success' : 'pending'),
    sha,
    total_count: statuses.length,
    statuses: statuses.map(({ context, state }) => ({
      id: idOf('status', sha, context),
      node_id: nodeId('SC', context),
      ...{ context, state, description: null, target_url: null, required: null },
      avatar_url: null,
      url: `${url}/statuses/${sha}`,
      created_at: created,
      updated_at: created,
    })),
    repository: listedRepository(api, place),
    commit_url: `${url}/commits/${sha}`,
    url: `${url}/commits/${sha}/status`,
  });
}
