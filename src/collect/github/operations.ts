import type { JsonObject } from '../../core/json.js';
import type { ReadRequest } from '../../core/read.js';
import type { Operation } from '../transport/transport.js';

interface Route {
  /** As GitHub's documentation writes it; {org}, {owner} and {repo} come from the scope, the others from the input. */
  readonly route: string;
  /** Repository or organization permissions of a fine-grained token. */
  readonly permissions: readonly string[];
  readonly neverKept: readonly string[];
}

const routes: readonly Route[] = [
  // https://docs.github.com/en/rest/repos/rules#get-all-repository-rulesets
  { route: 'GET /repos/{owner}/{repo}/rulesets', permissions: ['repository: metadata (read)'], neverKept: [] },
];

/** The most that GitHub gives a page. */
export const pageSize = 100;

/** Every operation of source `github`, by name. */
export const githubOperations: ReadonlyMap<string, Operation> = new Map(
  routes.map(({ route, permissions, neverKept }) => [
    route,
    { source: 'github', name: route, permissions, neverKept, command: (request) => command(route, request) },
  ]),
);

/** The parameters that fill a route: its places from the scope, the rest from the input. */
export function parametersOf({ operation, scope, input }: ReadRequest): JsonObject {
  const places = { org: scope.org, owner: scope.org, repo: scope.repo };
  const used = Object.entries(places).flatMap(([name, place]): [string, string][] =>
    place !== undefined && operation.includes(`{${name}}`) ? [[name, place]] : [],
  );
  return { ...Object.fromEntries(used), ...input };
}

function command(route: string, request: ReadRequest): string {
  const parameters = Object.entries(parametersOf(request)).map(([name, value]): [string, string] => [
    name,
    encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll("'", '%27'),
  ]);
  const path = parameters.reduce(
    (filled, [name, value]) => filled.replaceAll(`{${name}}`, value),
    route.slice('GET /'.length),
  );
  const query = parameters.flatMap(([name, value]) => (route.includes(`{${name}}`) ? [] : [`&${name}=${value}`]));
  return `gh api --paginate '${path}?per_page=${pageSize}${query.join('')}'`;
}
