import type { Route } from '../route.js';

/** What protects a branch, and how its last changes got there. */
export const branchRoutes: readonly Route[] = [
  // https://docs.github.com/en/rest/repos/rules#get-all-repository-rulesets
  {
    route: 'GET /repos/{owner}/{repo}/rulesets',
    paged: true,
    permissions: ['repository: metadata (read)'],
    neverKept: [],
  },
];
