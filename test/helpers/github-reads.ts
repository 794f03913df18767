/**
 * GitHub by a script, for the unit tests of a slice's collector:
 *
 *     const { transport, requests } = githubReads({
 *       'GET /orgs/{org}/members': ({ input }) => (input['role'] === 'admin' ? [{ login: 'olga' }] : []),
 *       'GET /repos/{owner}/{repo}/environments': pages({ environments: [a] }, { environments: [b] }),
 *       'GET /repos/{owner}/{repo}/keys': refused(404),
 *       'GET /repos/{owner}/{repo}/hooks': pages([hook]).thenEnds('failed'),
 *     });
 *     const sink = collectingSink();
 *     await collectSecurity({ transport, sink }, walletRepository());
 *     expect(sink.of('github.webhook')).toEqual(…);
 *
 * An answer is a body (one page, complete), `pages(…)` of several, one that ends otherwise, or `refused(status)`. A
 * route that the script does not have throws, so that a test says what is read. `answered(…)` gives it other headers.
 */
import type { Json } from '../../src/core/json.js';
import type { ReadError, ReadLine, ReadOutcome, ReadRequest } from '../../src/core/read.js';
import { githubOperations } from '../../src/collect/github/operations.js';
import type { Repository } from '../../src/collect/github/audited.js';
import { organizationScope, repositoryScope } from '../../src/collect/github/read-of.js';
import { type FakeTransport, fakeTransport } from './aws-reads.js';

/** Pages of bodies, and how the read ends after them. */
export class Scripted {
  readonly bodies: readonly Json[];
  readonly outcome: ReadOutcome | 'no-end';
  readonly error: ReadError | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    bodies: readonly Json[],
    outcome: ReadOutcome | 'no-end' = 'complete',
    error: ReadError | null = null,
    headers: Readonly<Record<string, string>> = {},
  ) {
    this.bodies = bodies;
    this.outcome = outcome;
    this.error = error;
    this.headers = headers;
  }

  /** The same pages, and then that end instead of completeness. */
  thenEnds(outcome: Exclude<ReadOutcome, 'complete'> | 'no-end'): Scripted {
    return new Scripted(this.bodies, outcome, ended(outcome), this.headers);
  }
}

export type Script = Readonly<Record<string, Json | Scripted | ((request: ReadRequest) => Json | Scripted)>>;

/** Several pages, a body each. */
export function pages(...bodies: readonly Json[]): Scripted {
  return new Scripted(bodies);
}

/** One page with such headers, among those that are recorded. */
export function answered(body: Json, headers: Readonly<Record<string, string>>): Scripted {
  return new Scripted([body], 'complete', null, headers);
}

/** No page. A 404 is a denial, as GitHub means it; `absent` is what names what is missing. */
export function refused(status: number, message = 'Not Found', outcome: ReadOutcome = 'denied'): Scripted {
  const errorClass = outcome === 'absent' ? 'not-found' : 'access-denied';
  return new Scripted([], outcome, { class: errorClass, code: String(status), message });
}

/** A transport that answers from the script, and what it was asked. */
export function githubReads(script: Script): { readonly transport: FakeTransport; readonly requests: () => string[] } {
  const errors = new Map<ReadRequest, ReadError | null>();
  const inner = fakeTransport((request) => {
    const { bodies, headers, outcome, error } = answerTo(script, request);
    errors.set(request, error);
    return { pages: bodies.map((body) => ({ headers, body })), outcome };
  });
  const transport: FakeTransport = {
    requests: inner.requests,
    async *read(request) {
      for await (const line of inner.read(request)) yield withError(line, errors.get(request) ?? null);
    },
  };
  return { transport, requests: () => transport.requests.map(requestText) };
}

/** `GET /repos/prepay/wallet/keys`, with the input that is no place behind it. */
export function requestText({ operation, scope, input }: ReadRequest): string {
  const places: Record<string, Json> = {
    org: scope.org ?? '',
    owner: scope.org ?? '',
    repo: scope.repo ?? '',
    ...input,
  };
  const path = operation.replaceAll(/\{(\w+)\}/gu, (_, name: string) => text(places[name]));
  const rest = Object.entries(input).filter(([name]) => !operation.includes(`{${name}}`));
  return [path, ...rest.map(([name, value]) => `${name}=${text(value)}`)].join(' ');
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `prepay/wallet` as the collector hands it to its slices. */
export function walletRepository(more: Partial<Repository['data']> = {}): Repository {
  const data = { visibility: 'private', defaultBranch: 'main', isArchived: false, isFork: false } as const;
  return {
    scope: repositoryScope('prepay', 'wallet'),
    data: { id: 'prepay/wallet', ...data, ...more },
    pushedAt: '2026-01-01T00:00:00Z',
  };
}

export const prepayScope = organizationScope('prepay');

function answerTo(script: Script, request: ReadRequest): Scripted {
  if (!githubOperations.has(request.operation)) throw new Error(`no route ${request.operation} is declared`);
  if (!Object.hasOwn(script, request.operation)) throw new Error(`the script has no ${requestText(request)}`);
  const step = script[request.operation];
  const answer = typeof step === 'function' ? step(request) : step;
  if (answer instanceof Scripted) return answer;
  return new Scripted([answer ?? null]);
}

function withError(line: ReadLine, error: ReadError | null): ReadLine {
  return line.type === 'end' && error !== null ? { ...line, error } : line;
}

function ended(outcome: ReadOutcome | 'no-end'): ReadError | null {
  switch (outcome) {
    case 'complete':
    case 'no-end':
      return null;
    case 'denied':
      return { class: 'access-denied', code: '403', message: 'Resource not accessible by personal access token' };
    case 'throttled':
      return { class: 'throttled', code: '403', message: 'API rate limit exceeded' };
    case 'failed':
      return { class: 'server-error', code: '502', message: 'Server Error' };
    case 'absent':
      return { class: 'not-found', code: '404', message: 'no such thing' };
  }
}
