import type { Octokit } from '@octokit/rest';
import { PrepayError } from '../../core/errors.js';
import type { ReadRequest } from '../../core/read.js';
import { CallError } from '../transport/classify.js';
import type { CallAnswer, Caller, Operation } from '../transport/transport.js';
import { proxyingFetch } from '../transport/proxy.js';
import { answerOf } from './answer.js';
import { classifyGithub, retryAfterMs } from './errors.js';
import { firstPageOf, githubOperations, isPaged, parametersOf } from './operations.js';

export interface GithubOptions {
  /** GITHUB_TOKEN; null where there is none. */
  readonly token: string | null;
  /** GITHUB_API_URL. */
  readonly apiUrl?: string;
}

/** The caller of GitHub's REST API. A page is `{headers, body}`: an allow-list of headers, and the body as GitHub sent it. */
export function githubCaller({ token, apiUrl = 'https://api.github.com' }: GithubOptions): Caller {
  let client: Promise<Octokit> | null = null;
  return {
    source: 'github',
    operation: operationOf,
    host: () => new URL(apiUrl).host,
    async call(request, pageToken, signal) {
      if (token === null) throw new CallError('no-credentials', 'NoToken', 'GITHUB_TOKEN is not set');
      client ??= connect(token, apiUrl);
      return send(await client, request, pageToken, signal);
    },
    classify: classifyGithub,
    retryAfterMs,
  };
}

function operationOf(name: string): Operation {
  const operation = githubOperations.get(name);
  if (operation !== undefined) return operation;
  throw new PrepayError(
    'PREPAY_INTERNAL',
    `source github has no operation ${name}`,
    'Report this as a mistake of ours.',
  );
}

async function connect(auth: string, baseUrl: string): Promise<Octokit> {
  const [{ Octokit: Client }, fetch] = await Promise.all([import('@octokit/rest'), proxyingFetch()]);
  const silent = (): void => undefined;
  return new Client({
    auth,
    baseUrl,
    userAgent: 'prepay',
    request: { fetch },
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
}

async function send(
  client: Octokit,
  request: ReadRequest,
  pageToken: string | null,
  signal: AbortSignal,
): Promise<CallAnswer> {
  const page = pageToken === null ? firstPageOf(request.operation) : Object.fromEntries(new URLSearchParams(pageToken));
  const { headers, ...answer } = await client.request(request.operation, {
    ...parametersOf(request),
    ...page,
    // The body is parsed by us: octokit gives text where it finds no JSON, and turns large integers into BigInt.
    request: { signal, parseSuccessResponseBody: false },
  });
  const body: unknown = answer.data;
  const read = await answerOf(headers, body);
  return isPaged(request.operation) ? read : { ...read, next: null };
}
