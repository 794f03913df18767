import type { Route } from '../route.js';

/** Workflow files, and what was reported on the last merges. */
export const workflowRoutes: readonly Route[] = [
  // https://docs.github.com/en/rest/git/trees#get-a-tree. A folder by its sha or, for the root, by the name of a branch or tag.
  {
    route: 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
    paged: false,
    permissions: ['repository: contents (read)'],
    neverKept: [],
  },
  // https://docs.github.com/en/rest/git/blobs#get-a-blob. Unlike `contents` it gives files of more than 1 MB.
  {
    route: 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}',
    paged: false,
    permissions: ['repository: contents (read)'],
    neverKept: [],
  },
  // https://docs.github.com/en/rest/checks/runs#list-check-runs-for-a-git-reference
  {
    route: 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
    paged: true,
    permissions: ['repository: checks (read)'],
    neverKept: ['/body/check_runs/*/output', '/body/check_runs/*/pull_requests', '/body/check_runs/*/app/owner'],
  },
  // https://docs.github.com/en/rest/commits/statuses#get-the-combined-status-for-a-specific-reference
  {
    route: 'GET /repos/{owner}/{repo}/commits/{ref}/status',
    paged: true,
    permissions: ['repository: commit statuses (read)'],
    neverKept: ['/body/repository', '/body/statuses/*/description', '/body/statuses/*/avatar_url'],
  },
];
