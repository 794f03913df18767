import type { Route } from '../route.js';

const pulls = 'states: [MERGED], baseRefName: $branch, orderBy: {field: UPDATED_AT, direction: DESC}';
const named = 'repository(owner: $owner, name: $name)';

/**
 * What GraphQL tells of a repository in one call. Each part stands by itself, since a refusal of one member of a
 * repository may leave nothing of it. No number of a page is larger than what is judged needs: the query costs four points.
 */
const repository =
  `query Repository($owner: String!, $name: String!, $branch: String!, $ref: String!, $workflows: String!) {
  settings: ${named} {
    hasVulnerabilityAlertsEnabled
    deployKeys(first: 1) { totalCount }
    environments(first: 1) { totalCount }
  }
  files: ${named} {
    object(expression: $workflows) {
      __typename
      ... on Tree { entries { name type oid size object { ... on Blob { text } } } }
    }
  }
  line: ${named} {
    ref(qualifiedName: $ref) {
      name
      target {
        ... on Commit {
          history(first: 100) { nodes { oid author { user { login } } parents(first: 10) { totalCount nodes { oid } } } }
        }
      }
    }
  }
  merges: ${named} {
    pullRequests(first: 100, ${pulls}) {
      nodes {
        number mergedAt headRefOid baseRefName
        author { __typename login }
        mergeCommit { oid }
        reviews(first: 30) {
          totalCount
          nodes { state submittedAt author { __typename login } commit { oid } }
        }
      }
    }
  }
  checks: ${named} {
    pullRequests(first: 10, ${pulls}) {
      nodes {
        commits(last: 1) {
          nodes {
            commit {
              oid
              status { contexts { context state } }
              checkSuites(first: 20) {
                totalCount
                nodes {
                  app { databaseId }
                  checkRuns(first: 50, filterBy: {checkType: LATEST}) { totalCount nodes { name conclusion } }
                }
              }
            }
          }
        }
      }
    }
  }
}`
    .replaceAll(/\s+/gu, ' ')
    .trim();

export const repositoryQuery = 'POST /graphql Repository {owner}/{repo}';

/** Reads through GraphQL. A query changes nothing: what changes is a mutation, of which there is none. */
export const graphqlRoutes: readonly Route[] = [
  // https://docs.github.com/en/graphql/reference/objects#repository
  {
    route: repositoryQuery,
    paged: false,
    permissions: [
      'repository: actions (read)',
      'repository: administration (read)',
      'repository: checks (read)',
      'repository: commit statuses (read)',
      'repository: contents (read)',
      'repository: pull requests (read)',
    ],
    neverKept: [],
    query: repository,
  },
];
