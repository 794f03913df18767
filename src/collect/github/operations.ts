import type { JsonObject } from '../../core/json.js';
import type { ReadRequest } from '../../core/read.js';
import type { Operation } from '../transport/transport.js';
import type { Route } from './route.js';
import { variablesOf } from './graphql-variables.js';
import { branchRoutes } from './routes/branches.js';
import { graphqlRoutes } from './routes/graphql.js';
import { organizationRoutes } from './routes/organization.js';
import { securityRoutes } from './routes/security.js';
import { workflowRoutes } from './routes/workflows.js';

const routes: readonly Route[] = [
  ...organizationRoutes,
  ...graphqlRoutes,
  ...branchRoutes,
  ...workflowRoutes,
  ...securityRoutes,
];

/** The most that GitHub gives a page. */
export const pageSize = 100;

/** Every operation of source `github`, by name. */
export const githubOperations: ReadonlyMap<string, Operation> = new Map(
  routes.map((each) => [
    each.route,
    {
      source: 'github',
      name: each.route,
      permissions: each.permissions,
      neverKept: each.neverKept,
      command: (request) => command(each, request),
    },
  ]),
);

const pagedRoutes: ReadonlySet<string> = new Set(routes.filter(({ paged }) => paged).map(({ route }) => route));

/** Whether a route is read page by page; of any other, one page is all that is asked for. */
export function isPaged(operation: string): boolean {
  return pagedRoutes.has(operation);
}

const addresses: ReadonlyMap<string, readonly string[]> = new Map(
  routes.map(({ route, originOnly = [] }) => [route, originOnly]),
);

const queries: ReadonlyMap<string, string> = new Map(
  routes.flatMap(({ route, query }) => (query === undefined ? [] : [[route, query] as const])),
);

/** The query that an operation is; null where it is a route of REST. */
export function queryOf(operation: string): string | null {
  return queries.get(operation) ?? null;
}

/** JSON pointers to the addresses of a route's answer of which scheme and host alone are kept. */
export function originOnlyOf(operation: string): readonly string[] {
  return addresses.get(operation) ?? [];
}

/** The parameters that ask for the first page of a route; none where it has no pages. */
export function firstPageOf(operation: string): JsonObject {
  return isPaged(operation) ? { per_page: pageSize } : {};
}

/** The parameters that fill a route: its places from the scope, the rest from the input. */
export function parametersOf({ operation, scope, input }: ReadRequest): JsonObject {
  const places = { org: scope.org, owner: scope.org, repo: scope.repo };
  const used = Object.entries(places).flatMap(([name, place]): [string, string][] =>
    place !== undefined && operation.includes(`{${name}}`) ? [[name, place]] : [],
  );
  return { ...Object.fromEntries(used), ...input };
}

function command({ route, paged, query: graphql }: Route, request: ReadRequest): string {
  if (graphql !== undefined) {
    const variables = Object.entries(variablesOf(request)).map(([name, value]) => `-f '${name}=${quoted(value)}'`);
    return [`gh api graphql -f 'query=${quoted(graphql)}'`, ...variables].join(' ');
  }
  const parameters = Object.entries(parametersOf(request)).map(([name, value]): [string, string] => [
    name,
    encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll("'", '%27'),
  ]);
  const path = parameters.reduce(
    (filled, [name, value]) => filled.replaceAll(`{${name}}`, value),
    route.slice('GET /'.length),
  );
  const own = parameters.flatMap(([name, value]) => (route.includes(`{${name}}`) ? [] : [`${name}=${value}`]));
  const query = [...(paged ? [`per_page=${pageSize}`] : []), ...own].join('&');
  return `gh api ${paged ? '--paginate ' : ''}'${path}${query === '' ? '' : `?${query}`}'`;
}

/** As it stands between single quotes of a shell. */
function quoted(text: string): string {
  return text.replaceAll("'", String.raw`'\''`);
}
