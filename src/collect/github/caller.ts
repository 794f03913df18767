import type { Octokit } from '@octokit/rest';
import { PrepayError } from '../../core/errors.js';
import type { ReadRequest } from '../../core/read.js';
import { CallError } from '../transport/classify.js';
import type { CallAnswer, Caller, Operation } from '../transport/transport.js';
import { proxyingFetch } from '../transport/proxy.js';
import { answerOf } from './answer.js';
import { appToken, type AppToken } from './app-token.js';
import type { GithubApp, GithubOptions } from './credentials.js';
import { classifyGithub, retryAfterMs } from './errors.js';
import { decodedContent } from './decoded-content.js';
import { asked, graphqlUrl } from './graphql.js';
import { firstPageOf, githubOperations, isPaged, originOnlyOf, parametersOf, queryOf } from './operations.js';
import { variablesOf } from './graphql-variables.js';
import { originsOnly } from './origins-only.js';
import { sameHost } from './same-host.js';
import { validityOf } from './validity.js';

interface Connection {
  readonly client: Octokit;
  readonly app: AppToken | null;
}

/** The caller of GitHub's APIs, REST and GraphQL. A page is `{headers, body}`: an allow-list of headers, and the body as GitHub sent it. */
export function githubCaller({ token, app = null, apiUrl = 'https://api.github.com' }: GithubOptions): Caller {
  let connection: Promise<Connection> | null = null;
  const validity = validityOf(Date.now);
  const credential = async ({ app: own }: Connection, request: ReadRequest): Promise<string> => {
    if (own !== null) return request.operation === 'GET /app' ? own.ofApp() : own.ofInstallation();
    if (token !== null) return token;
    throw new CallError('no-credentials', 'NoToken', 'neither GITHUB_TOKEN nor GH_TOKEN nor a GitHub App is set');
  };
  return {
    source: 'github',
    operation: operationOf,
    host: () => new URL(apiUrl).host,
    async call(request, pageToken, signal) {
      connection ??= connect(apiUrl, app);
      const open = await connection;
      const authorization = `Bearer ${await credential(open, request)}`;
      const sender = { client: open.client, authorization, apiUrl };
      const answer = await send(sender, request, pageToken, signal).catch((error: unknown) => {
        validity.refused(error, request);
        throw error;
      });
      validity.accepted();
      return answer;
    },
    classify: classifyGithub,
    retryAfterMs,
    async mend(error, request) {
      const own = (await connection?.catch(() => null))?.app ?? null;
      if (own === null || classifyGithub(error, request).class !== 'expired-token') return false;
      const isRenewed = await own.renew();
      if (isRenewed) validity.renewed();
      return isRenewed;
    },
    spent: (request) => validity.spent(request),
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

async function connect(baseUrl: string, app: GithubApp | null): Promise<Connection> {
  const [{ Octokit: Client }, fetch] = await Promise.all([import('@octokit/rest'), proxyingFetch()]);
  const silent = (): void => undefined;
  const client = new Client({
    baseUrl,
    userAgent: 'prepay',
    request: { fetch: sameHost(fetch) },
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
  return { client, app: app === null ? null : await appToken(app, client, Date.now) };
}

interface Sender {
  readonly client: Octokit;
  readonly authorization: string;
  readonly apiUrl: string;
}

async function send(
  { client, authorization, apiUrl }: Sender,
  request: ReadRequest,
  pageToken: string | null,
  signal: AbortSignal,
): Promise<CallAnswer> {
  const query = queryOf(request.operation);
  if (query !== null) {
    const { headers, status, ...answer } = await client.request(`POST ${graphqlUrl(apiUrl)}`, {
      query,
      variables: variablesOf(request),
      headers: { authorization },
      request: { signal, parseSuccessResponseBody: false },
    });
    const body: unknown = answer.data;
    return asked(await answerOf(headers, body, status), headers);
  }
  const page = pageToken === null ? firstPageOf(request.operation) : Object.fromEntries(new URLSearchParams(pageToken));
  const { headers, status, ...answer } = await client.request(request.operation, {
    ...parametersOf(request),
    ...page,
    headers: { authorization },
    // The body is parsed by us: octokit gives text where it finds no JSON, and turns large integers into BigInt.
    request: { signal, parseSuccessResponseBody: false },
  });
  const body: unknown = answer.data;
  const answered = decodedContent(await answerOf(headers, body, status));
  const read = originsOnly(answered, originOnlyOf(request.operation));
  return isPaged(request.operation) ? read : { ...read, next: null };
}
