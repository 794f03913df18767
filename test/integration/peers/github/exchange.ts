import type { IncomingMessage } from 'node:http';
import { type Answer, Refusal, type Whole } from './answer.js';
import type { AppRegistry } from './apps.js';
import type { Budgets } from './budgets.js';
import { problemOfAnswer, problemOfBody, problemOfRequest } from './description.js';
import { dispatch } from './dispatch.js';
import type { Sendable } from './faults.js';
import { headersOf } from './headers.js';
import { graphqlAnswer } from './graphql/exchange.js';
import { type Called, graphqlRoute, type OperationName } from './operations.js';
import { pageOf } from './paging.js';
import { WatchedQuery } from './query.js';
import { operationAt } from './router.js';
import type { Scenario } from './scenario.js';
import type { TokenTable } from './tokens.js';
import type { Viewer } from './viewer.js';
import { repositoryById, shaOf } from './world.js';

/** What a running peer is made of. */
export interface Peer {
  readonly scenario: Scenario;
  readonly tokens: TokenTable;
  readonly apps: AppRegistry;
  readonly budgets: Budgets;
  readonly now: () => number;
  readonly api: () => string;
  readonly violations: string[];
}

interface Exchanged {
  readonly operation: Called | null;
  readonly target: string;
  readonly token: string | null;
  readonly answer: Sendable;
}

export interface Asked {
  readonly method: string;
  /** Path and query, without the base path. */
  readonly target: string;
  readonly url: URL;
  readonly credential: string;
  readonly body: unknown;
  readonly headers: IncomingMessage['headers'];
  readonly found: ReturnType<typeof operationAt>;
  readonly isGraphql: boolean;
}

/** The answer to one request, held to the description from both sides. */
export async function exchange(peer: Peer, request: IncomingMessage): Promise<Exchanged> {
  const asked = await askedOf(peer, request);
  const { method, target, credential, found, isGraphql } = asked;
  const made = isGraphql ? await graphqlAnswer(peer, asked) : await held(peer, asked);
  if (typeof made === 'string') peer.violations.push(`${method} ${target}: ${made}`);
  return {
    operation: isGraphql ? graphqlRoute : (found?.operation ?? null),
    target,
    token: peer.tokens.nameOf(credential),
    answer: typeof made === 'string' ? sendable(new Refusal(500, `the peer refuses: ${made}`).answer, {}) : made,
  };
}

/** The answer, or what the description says against it or against the request. */
async function held(peer: Peer, asked: Asked): Promise<Sendable | string> {
  const { found, url, body, headers } = asked;
  if (found === null) return 'no operation that the peer knows';
  const { operation, path } = found;
  const problem = problemOfRequest(operation, path, url.searchParams) ?? problemOfBody(operation, body);
  if (problem !== null) return problem;

  const made = await routed(peer, asked, operation, path);
  if (typeof made === 'string') return made;
  const { viewer, answer } = made;
  const { whole, link } = paged(answer, url, peer.scenario.pageSizeAtMost ?? 100);
  const broken = problemOfAnswer(operation, whole.status, whole.mediaType ?? 'application/json', whole.body);
  if (broken !== null) return broken;

  const sent = sendable(whole, {});
  const etag = `W/"${shaOf(sent.text, link ?? '')}"`;
  const isFresh = whole.status === 200 && headers['if-none-match']?.includes(etag) === true;
  if (!isFresh && operation !== 'GET /rate_limit') peer.budgets.spend(viewer);
  const told = {
    ...headersOf(operation, viewer, peer.budgets.of(viewer), peer.now()),
    ...(whole.status === 200 ? { etag } : {}),
    ...(link === null ? {} : { link }),
    ...(isFresh ? {} : sent.headers),
  };
  return isFresh ? { status: 304, headers: told, text: '' } : { ...sent, headers: told };
}

/** What the route answers, refusals included; a text where the peer itself failed. */
async function routed(
  peer: Peer,
  { headers, credential, url, body }: Asked,
  operation: OperationName,
  path: Readonly<Record<string, string>>,
): Promise<{ readonly viewer: Viewer; readonly answer: Answer } | string> {
  const { scenario, apps, budgets } = peer;
  let viewer: Viewer = { kind: 'anonymous' };
  try {
    if (headers['user-agent'] === undefined) {
      throw new Refusal(403, 'Request forbidden by administrative rules. The request has no User-Agent header.');
    }
    // An App signs in by a JWT, which its routes look at.
    if (!/ \/app/.test(operation)) viewer = peer.tokens.viewerOf(credential);
    if (operation !== 'GET /rate_limit') budgets.check(viewer);
    const budget = budgets.of(viewer);
    const query = new WatchedQuery(url.searchParams);
    const call = { scenario, viewer, path, query, body, credential, apps, budget };
    const answer = await dispatch(operation, {
      ...call,
      api: peer.api(),
      now: peer.now(),
      accept: headers.accept ?? '',
    });
    const [passedOver] = query.unseen();
    if (passedOver !== undefined) return `the peer does not know what ${passedOver} does: teach its route`;
    return { viewer, answer };
  } catch (error) {
    if (error instanceof Refusal) return { viewer, answer: error.answer };
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

async function askedOf(peer: Peer, request: IncomingMessage): Promise<Asked> {
  const { basePath = '' } = peer.scenario;
  const { method = '', url = '', headers } = request;
  const body = await bodyOf(request);
  // Of GitHub Enterprise Server it is beside the other API: /api/graphql, where that is /api/v3.
  const isGraphql = method === 'POST' && url === `${basePath.replace(/\/v3$/, '')}/graphql`;
  const path = url.startsWith(basePath) ? url.slice(basePath.length) : url;
  const target = isGraphql ? `/graphql?${JSON.stringify(variablesOf(body))}` : path;
  return {
    method,
    target,
    isGraphql,
    url: new URL(peer.api() + target),
    credential: (headers.authorization ?? '').replace(/^(token|bearer) /i, ''),
    body,
    headers,
    found: operationAt(method, pathOf(peer, target)),
  };
}

function paged(answer: Answer, url: URL, sizeAtMost: number): { readonly whole: Whole; readonly link: string | null } {
  if (answer.kind === 'whole') return { whole: answer, link: null };
  try {
    const { body, link } = pageOf(answer, url, Math.min(sizeAtMost, 100));
    return { whole: { kind: 'whole', status: 200, body }, link };
  } catch (error) {
    if (error instanceof Refusal) return { whole: error.answer, link: null };
    throw error;
  }
}

export function sendable(
  { status, body, headers = {}, mediaType }: Whole,
  more: Readonly<Record<string, string>>,
): Sendable {
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  const type = text === '' ? {} : { 'content-type': `${mediaType ?? 'application/json'}; charset=utf-8` };
  return { status, headers: { ...type, ...more, ...headers }, text };
}

/** The path without its query; `/repositories/{id}`, to which GitHub redirects, is the repository of that id. */
function pathOf({ scenario }: Peer, target: string): string {
  const path = target.replace(/\?.*$/s, '');
  const [start = '', id = ''] = /^\/repositories\/(\d+)/.exec(path) ?? [];
  for (const organization of id === '' ? [] : scenario.organizations) {
    const repository = repositoryById(organization, Number(id));
    if (repository !== undefined) return `/repos/${organization.login}/${repository.name}${path.slice(start.length)}`;
  }
  return path;
}

function variablesOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'variables' in body ? body.variables : {};
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}
