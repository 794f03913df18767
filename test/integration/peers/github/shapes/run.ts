import { conclusionOf, jobId, someTime } from '../checks.js';
import { filesOf } from '../files.js';
import { commitAt } from '../history.js';
import type { Job, WorkflowRun } from '../scenario-changes.js';
import type { Repository } from '../scenario-repository.js';
import { defaultBranchOf, fullName, idOf, nodeId, type Place } from '../world.js';
import { created, person } from './account.js';
import { headCommit } from './commit.js';
import { listedRepository, repositoryUrl, siteUrl } from './repository.js';

/** The workflow files of the default branch. */
export function workflowPaths(repository: Repository): readonly string[] {
  const files = filesOf(repository, defaultBranchOf(repository));
  return Object.keys(files).filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path));
}

export function workflowId(place: Place, path: string): number {
  return idOf('workflow', fullName(place), path);
}

/** The `name:` of a workflow file, or its path. */
function nameOf({ repository }: Place, path: string): string {
  const text = filesOf(repository, defaultBranchOf(repository))[path] ?? '';
  return /^name:\s*(.+)$/m.exec(text)?.[1]?.replaceAll(/^['"]|['"]$/g, '') ?? path;
}

export function workflow(api: string, place: Place, path: string) {
  const id = workflowId(place, path);
  const url = `${repositoryUrl(api, place)}/actions/workflows/${id}`;
  return {
    id,
    node_id: nodeId('W', id),
    name: nameOf(place, path),
    path,
    state: place.repository.workflowStates?.[path] ?? 'active',
    created_at: created,
    updated_at: created,
    url,
    html_url: `${siteUrl(place)}/blob/${defaultBranchOf(place.repository)}/${path}`,
    badge_url: `${siteUrl(place)}/workflows/${encodeURIComponent(nameOf(place, path))}/badge.svg`,
  };
}

export function workflowRun(api: string, place: Place, run: WorkflowRun) {
  const { repository } = place;
  const id = workflowId(place, run.workflow);
  const { sha, event = 'pull_request', status = 'completed', createdAt = someTime, actor = 'dana' } = run;
  const branch = run.branch === undefined ? defaultBranchOf(repository) : run.branch;
  const root = repositoryUrl(api, place);
  const url = `${root}/actions/runs/${run.id}`;
  const head = commitAt(repository, sha)?.commit;
  return {
    id: run.id,
    name: nameOf(place, run.workflow),
    node_id: nodeId('WFR', run.id),
    check_suite_id: run.id + 1,
    check_suite_node_id: nodeId('CS', run.id + 1),
    head_branch: branch,
    head_sha: sha,
    path: run.workflow,
    display_title: 'Change',
    run_number: 1,
    run_attempt: run.attempt ?? 1,
    referenced_workflows: run.referencedWorkflows ?? [],
    event,
    status,
    conclusion: conclusionOf(run),
    workflow_id: id,
    url,
    html_url: `${siteUrl(place)}/actions/runs/${run.id}`,
    pull_requests: [],
    created_at: createdAt,
    updated_at: createdAt,
    run_started_at: createdAt,
    actor: person(api, place.organization, actor),
    triggering_actor: person(api, place.organization, actor),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${root}/check-suites/${run.id + 1}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: null,
    workflow_url: `${root}/actions/workflows/${id}`,
    head_commit: head === undefined ? null : headCommit(head, filesOf(repository, defaultBranchOf(repository))),
    repository: listedRepository(api, place),
    head_repository: listedRepository(api, place),
  };
}

export function job(api: string, place: Place, run: WorkflowRun, seed: Job) {
  const id = jobId(run, seed.name);
  const { createdAt = someTime } = run;
  const root = repositoryUrl(api, place);
  const { status = 'completed', labels = ['ubuntu-latest'], runnerName = 'GitHub Actions 1', steps = [] } = seed;
  const isDone = status === 'completed';
  return {
    id,
    run_id: run.id,
    run_url: `${root}/actions/runs/${run.id}`,
    run_attempt: run.attempt ?? 1,
    node_id: nodeId('CR', id),
    head_sha: run.sha,
    head_branch: run.branch === undefined ? defaultBranchOf(place.repository) : run.branch,
    url: `${root}/actions/jobs/${id}`,
    html_url: `${siteUrl(place)}/actions/runs/${run.id}/job/${id}`,
    status,
    conclusion: conclusionOf(seed),
    created_at: createdAt,
    started_at: createdAt,
    completed_at: isDone ? createdAt : null,
    name: seed.name,
    steps: steps.map(({ name, conclusion = 'success' }, index) => ({
      name,
      number: index + 1,
      status: 'completed',
      conclusion,
      started_at: createdAt,
      completed_at: createdAt,
    })),
    check_run_url: `${root}/check-runs/${id}`,
    labels,
    runner_id: runnerName === null ? null : 1,
    runner_name: runnerName,
    runner_group_id: runnerName === null ? null : 1,
    runner_group_name: runnerName === null ? null : 'Default',
    workflow_name: nameOf(place, run.workflow),
  };
}
