import type { Json } from '../../core/json.js';
import type { ReadRequest } from '../../core/read.js';
import { shellWord } from '../transport/shell-word.js';
import type { Operation } from '../transport/transport.js';

interface Route {
  readonly name: string;
  readonly path: string;
  /** Beside what the request's input has. */
  readonly query: Readonly<Record<string, string>>;
  /** Whether the list is read page by page; of one that is not, its first page is enough. */
  readonly isPaged: boolean;
  readonly neverKept: readonly string[];
}

/** The most that SonarQube gives a page, and the farthest that it pages. */
export const sonarqubePageSize = 500;
export const sonarqubeMost = 10_000;

/** Names and addresses of people are not needed for any verdict. */
const people = ['/users', '/issues/*/author', '/issues/*/assignee', '/hotspots/*/author', '/hotspots/*/assignee'];

// https://docs.sonarsource.com/sonarqube-server/extension-guide/web-api/; parameters as of SonarQube 10.8 and later.
const routes: readonly Route[] = [
  {
    name: 'sonarqube:Analyses',
    path: 'api/project_analyses/search',
    query: { ps: '1' },
    isPaged: false,
    neverKept: [],
  },
  {
    name: 'sonarqube:ProjectStatus',
    path: 'api/qualitygates/project_status',
    query: {},
    isPaged: false,
    neverKept: [],
  },
  { name: 'sonarqube:Gate', path: 'api/qualitygates/get_by_project', query: {}, isPaged: false, neverKept: [] },
  { name: 'sonarqube:GateConditions', path: 'api/qualitygates/show', query: {}, isPaged: false, neverKept: [] },
  {
    name: 'sonarqube:Issues',
    path: 'api/issues/search',
    query: { issueStatuses: 'OPEN,CONFIRMED' },
    isPaged: true,
    neverKept: people,
  },
  {
    name: 'sonarqube:Hotspots',
    path: 'api/hotspots/search',
    query: { status: 'TO_REVIEW' },
    isPaged: true,
    neverKept: people,
  },
];

const byName = new Map(routes.map((route) => [route.name, route]));

/** Every operation on SonarQube's web API, by name. All of them need the permission Browse on the project. */
export const sonarqubeOperations: ReadonlyMap<string, Operation> = new Map(
  routes.map(({ name, neverKept }) => [
    name,
    { source: 'gates', name, permissions: ['SonarQube: Browse on the project'], neverKept, command },
  ]),
);

/** Where the request's page is, below the server's own address; a page is a number from 1. */
export function sonarqubePath({ operation, input }: ReadRequest, page: number): string {
  const route = routeOf(operation);
  const query = new URLSearchParams(route.query);
  for (const [name, value] of Object.entries(input)) query.set(name, textOf(value));
  if (route.isPaged) query.set('ps', String(sonarqubePageSize));
  if (page > 1) query.set('p', String(page));
  return `${route.path}?${query.toString()}`;
}

export function isPaged(operation: string): boolean {
  return routeOf(operation).isPaged;
}

function routeOf(operation: string): Route {
  const route = byName.get(operation);
  if (route === undefined) throw new TypeError(`no route of SonarQube is named ${operation}`);
  return route;
}

function command(request: ReadRequest): string {
  // The token is read from the environment by the shell, so that it is in no record.
  const target = shellWord(`/${sonarqubePath(request, 1)}`);
  return `curl --fail --header "Authorization: Bearer $SONAR_TOKEN" "$SONAR_HOST_URL"${target}`;
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
