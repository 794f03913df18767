import type { IncomingMessage } from 'node:http';
import { type Answer, Refusal, type Whole } from './answer.js';
import type { AppRegistry } from './apps.js';
import type { Budgets } from './budgets.js';
import { problemOfAnswer, problemOfBody, problemOfRequest } from './description.js';
import { dispatch } from './dispatch.js';
import type { Sendable } from './faults.js';
import { headersOf } from './headers.js';
import type { OperationName } from './operations.js';
import { pageOf } from './paging.js';
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
  readonly operation: OperationName | null;
  readonly target: string;
  readonly token: string | null;
  readonly answer: Sendable;
}

/** The answer to one request, held to the description from both sides. */
export async function exchange(peer: Peer, request: IncomingMessage): Promise<Exchanged> {
  const body = await bodyOf(request);
  const target = targetOf(peer, request);
  const url = new URL(peer.api() + target);
  const credential = credentialOf(request);
  const found = operationAt(request.method ?? '', pathOf(peer, target));
  const token = peer.tokens.nameOf(credential);
  const violation = (text: string): Exchanged => {
    peer.violations.push(`${request.method ?? ''} ${target}: ${text}`);
    const refusal = new Refusal(500, `the peer refuses: ${text}`);
    return { operation: found?.operation ?? null, target, token, answer: sendable(refusal.answer, {}) };
  };
  if (found === null) return violation('no operation that the peer knows');
  const { operation, path } = found;
  const problem = problemOfRequest(operation, path, url.searchParams) ?? problemOfBody(operation, body);
  if (problem !== null) return violation(problem);

  let viewer: Viewer = { kind: 'anonymous' };
  let answer: Answer;
  try {
    if (request.headers['user-agent'] === undefined) {
      throw new Refusal(403, 'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.');
    }
    const isApp = / \/app/.test(operation);
    if (!isApp) viewer = peer.tokens.viewerOf(credential);
    if (operation !== 'GET /rate_limit') peer.budgets.check(viewer);
    answer = await dispatch(operation, {
      ...{ scenario: peer.scenario, viewer, path, query: url.searchParams, body, credential, apps: peer.apps },
      ...{ api: peer.api(), now: peer.now(), budget: peer.budgets.of(viewer), accept: request.headers.accept ?? '' },
    });
  } catch (error) {
    if (!(error instanceof Refusal)) return violation(error instanceof Error ? (error.stack ?? error.message) : String(error));
    answer = error.answer;
  }
  const { whole, link } = paged(answer, url, peer.scenario.pageSizeAtMost ?? 100);
  const { mediaType = 'application/json' } = whole;
  const broken = problemOfAnswer(operation, whole.status, mediaType, whole.body);
  if (broken !== null) return violation(broken);

  const etag = `W/"${shaOf(JSON.stringify(whole.body) ?? '', link ?? '')}"`;
  const isFresh = whole.status === 200 && request.headers['if-none-match']?.includes(etag) === true;
  if (!isFresh && operation !== 'GET /rate_limit') peer.budgets.spend(viewer);
  const headers = {
    ...headersOf(operation, viewer, peer.budgets.of(viewer), peer.now()),
    ...(whole.status === 200 ? { etag } : {}),
    ...(link === null ? {} : { link }),
  };
  const sent: Whole = isFresh ? { kind: 'whole', status: 304, body: undefined } : whole;
  return { operation, target, token, answer: sendable(sent, headers) };
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

function sendable({ status, body, headers = {}, mediaType }: Whole, more: Readonly<Record<string, string>>): Sendable {
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  const type = text === '' ? {} : { 'content-type': `${mediaType ?? 'application/json'}; charset=utf-8` };
  return { status, headers: { ...type, ...more, ...headers }, text };
}

function targetOf({ scenario }: Peer, request: IncomingMessage): string {
  const { basePath = '' } = scenario;
  const target = request.url ?? '';
  return target.startsWith(basePath) ? target.slice(basePath.length) : target;
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

function credentialOf(request: IncomingMessage): string {
  return (request.headers.authorization ?? '').replace(/^(token|bearer) /i, '');
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}
