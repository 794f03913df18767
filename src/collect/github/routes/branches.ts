import type { Route } from '../route.js';

/** Texts that people write, and addresses: none of them is needed. */
const pullTexts = ['/body/*/body', '/body/*/head/repo', '/body/*/base/repo'] as const;

/** What protects a branch, and how its last changes got there. */
export const branchRoutes: readonly Route[] = [
  // https://docs.github.com/en/rest/branches/branches#list-branches
  {
    route: 'GET /repos/{owner}/{repo}/branches',
    paged: true,
    permissions: ['repository: contents (read)'],
    neverKept: [],
  },
  // https://docs.github.com/en/rest/branches/branches#get-a-branch
  {
    route: 'GET /repos/{owner}/{repo}/branches/{branch}',
    paged: false,
    permissions: ['repository: contents (read)'],
    // The head commit: its message, addresses and files.
    neverKept: ['/body/commit/commit', '/body/commit/files'],
  },
  // https://docs.github.com/en/rest/branches/branch-protection#get-branch-protection
  {
    route: 'GET /repos/{owner}/{repo}/branches/{branch}/protection',
    paged: false,
    permissions: ['repository: administration (read)'],
    neverKept: [],
  },
  // https://docs.github.com/en/rest/repos/rules#get-rules-for-a-branch
  {
    route: 'GET /repos/{owner}/{repo}/rules/branches/{branch}',
    paged: true,
    permissions: ['repository: metadata (read)'],
    neverKept: [],
  },
  // https://docs.github.com/en/rest/repos/rules#get-a-repository-ruleset. Who may bypass it is shown to those who may change it.
  {
    route: 'GET /repos/{owner}/{repo}/rulesets/{ruleset_id}',
    paged: false,
    permissions: ['repository: administration (write)'],
    neverKept: [],
  },
  // https://docs.github.com/en/rest/orgs/rules#get-an-organization-repository-ruleset
  {
    route: 'GET /orgs/{org}/rulesets/{ruleset_id}',
    paged: false,
    permissions: ['organization: administration (write)'],
    neverKept: [],
  },
  // https://docs.github.com/en/rest/commits/commits#list-commits. One page: the rest is history.
  {
    route: 'GET /repos/{owner}/{repo}/commits',
    paged: false,
    permissions: ['repository: contents (read)'],
    neverKept: ['/body/*/commit'],
  },
  // https://docs.github.com/en/rest/pulls/pulls#list-pull-requests. One page: it saves asking for each commit's own.
  {
    route: 'GET /repos/{owner}/{repo}/pulls',
    paged: false,
    permissions: ['repository: pull requests (read)'],
    neverKept: pullTexts,
  },
  // https://docs.github.com/en/rest/commits/commits#list-pull-requests-associated-with-a-commit
  {
    route: 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls',
    paged: true,
    permissions: ['repository: pull requests (read)'],
    neverKept: pullTexts,
  },
  // https://docs.github.com/en/rest/pulls/reviews#list-reviews-for-a-pull-request
  {
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
    paged: true,
    permissions: ['repository: pull requests (read)'],
    neverKept: ['/body/*/body'],
  },
];
