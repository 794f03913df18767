import type { ReadRequest } from '../../core/read.js';
import { shellWord } from '../transport/shell-word.js';
import type { Operation } from '../transport/transport.js';

interface List {
  /** As the API server writes it; {namespace} comes from the scope. */
  readonly path: string;
  /** Verb and resource. */
  readonly permissions: readonly string[];
  readonly neverKept: readonly string[];
}

/** Of every object: who wrote which field, and a copy of the object that kubectl leaves, values included. */
const ofEveryObject = [
  '/items/*/metadata/managedFields',
  '/items/*/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration',
];

const environmentValues = ['containers', 'initContainers', 'ephemeralContainers'].map(
  (containers) => `/items/*/spec/${containers}/*/env/*/value`,
);

const lists: readonly List[] = [
  { path: '/api/v1/pods', permissions: ['list pods'], neverKept: environmentValues },
  { path: '/api/v1/namespaces/{namespace}/pods', permissions: ['list pods'], neverKept: environmentValues },
];

/** Objects a page, as kubectl asks for them. */
const pageSize = 500;

/** Every operation of source `kubernetes`, by name. */
export const kubernetesOperations: ReadonlyMap<string, Operation> = new Map(
  lists.map(({ path, permissions, neverKept }) => [
    `GET ${path}`,
    { source: 'kubernetes', name: `GET ${path}`, permissions, neverKept: [...ofEveryObject, ...neverKept], command },
  ]),
);

/** The path and query of one page. */
export function pathOf({ operation, scope, input }: ReadRequest, pageToken: string | null): string {
  const query = new URLSearchParams({ limit: String(pageSize) });
  for (const [name, value] of Object.entries(input))
    query.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  if (pageToken !== null) query.set('continue', pageToken);
  const path = operation.slice('GET '.length).replace('{namespace}', encodeURIComponent(scope.namespace ?? 'default'));
  return `${path}?${query.toString()}`;
}

function command(request: ReadRequest): string {
  return `kubectl --context ${shellWord(request.scope.cluster ?? '')} get --raw ${shellWord(pathOf(request, null))}`;
}
