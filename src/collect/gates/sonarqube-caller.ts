import { z } from 'zod';
import { PrepayError } from '../../core/errors.js';
import type { Json } from '../../core/json.js';
import type { ReadRequest } from '../../core/read.js';
import { CallError, classifyError } from '../transport/classify.js';
import { proxyingFetch } from '../transport/proxy.js';
import type { CallAnswer, Caller } from '../transport/transport.js';
import {
  isPaged,
  sonarqubeMost,
  sonarqubeOperations,
  sonarqubePageSize,
  sonarqubePath,
} from './sonarqube-operations.js';

export interface SonarqubeOptions {
  /** SONAR_HOST_URL or the configuration's; null where neither says it. */
  readonly url: string | null;
  /** SONAR_TOKEN; null where there is none. */
  readonly token: string | null;
}

/** What SonarQube answered instead of what was asked for. */
class SonarqubeError extends Error {
  override readonly name = 'SonarqubeError';
  readonly code: string;

  constructor(
    readonly status: number,
    message: string,
    readonly retryAfterSeconds: number | null,
  ) {
    super(message);
    this.code = String(status);
  }
}

/** The caller of SonarQube's web API, with operations `sonarqube:…` of source `gates`. A page is the body as the server sent it. */
export function sonarqubeCaller({ url, token }: SonarqubeOptions): Caller {
  return {
    source: 'gates',
    operation(name) {
      const operation = sonarqubeOperations.get(name);
      if (operation !== undefined) return operation;
      throw new PrepayError(
        'PREPAY_INTERNAL',
        `source gates has no operation ${name}`,
        'Report this as a mistake of ours.',
      );
    },
    host: () => `sonarqube/${url ?? ''}`,
    async call(request, pageToken, signal) {
      if (url === null)
        throw new CallError('no-credentials', 'NoUrl', 'neither gates.sonarqube.url nor SONAR_HOST_URL is set');
      if (token === null) throw new CallError('no-credentials', 'NoToken', 'SONAR_TOKEN is not set');
      return ask(`${url.replace(/\/+$/, '')}/`, token, request, { page: Number(pageToken ?? 1), signal });
    },
    classify: (error) => classifyError(error, { source: 'gates' }),
    retryAfterMs: (error) =>
      error instanceof SonarqubeError && error.retryAfterSeconds !== null ? error.retryAfterSeconds * 1000 : null,
  };
}

/** One caller of source `gates` for both: what is named `sonarqube:…` goes to the second. */
export function withSonarqube(files: Caller, sonarqube: Caller): Caller {
  const of = (operation: string): Caller => (operation.startsWith('sonarqube:') ? sonarqube : files);
  return {
    source: 'gates',
    operation: (name) => of(name).operation(name),
    host: (request) => of(request.operation).host(request),
    call: (request, token, signal) => of(request.operation).call(request, token, signal),
    classify: (error, request) => of(request.operation).classify(error, request),
    retryAfterMs: (error) => sonarqube.retryAfterMs?.(error) ?? null,
  };
}

async function ask(
  server: string,
  token: string,
  request: ReadRequest,
  { page, signal }: { readonly page: number; readonly signal: AbortSignal },
): Promise<CallAnswer> {
  const fetch = await proxyingFetch();
  // A redirect may lead to another host, which is not to have the token.
  const answer = await fetch(new URL(sonarqubePath(request, page), server).href, {
    headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
    redirect: 'manual',
    signal,
  });
  const body = await answer.text();
  if (answer.status !== 200) {
    const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
    throw refusal(answer.status, body, Number.isFinite(seconds) ? seconds : null);
  }
  const response = parse(body);
  return {
    response,
    next: isPaged(request.operation) ? nextPage(response, page) : null,
    requestId: answer.headers.get('sonar-request-id'),
    serverDate: answer.headers.get('date'),
  };
}

const errors = z.object({ errors: z.array(z.object({ msg: z.string() })) });

function refusal(status: number, body: string, retryAfterSeconds: number | null): Error {
  if (status >= 300 && status < 400) {
    return new CallError('refused-request', String(status), 'the server redirects, and is not followed with the token');
  }
  const { data } = errors.safeParse(jsonOf(body));
  const message = data?.errors.map(({ msg }) => msg).join('; ') ?? '';
  return new SonarqubeError(status, message === '' ? `HTTP ${status}` : message, retryAfterSeconds);
}

const paged = z.object({ paging: z.object({ total: z.int().nonnegative() }) });

/** The next page's number; null on the last, and where the server pages no farther. */
function nextPage(response: Json, page: number): string | null {
  const { data } = paged.safeParse(response);
  if (data === undefined) throw new CallError('malformed-answer', 'NoPaging', 'the answer has no paging');
  const read = page * sonarqubePageSize;
  return read < data.paging.total && read < sonarqubeMost ? String(page + 1) : null;
}

function parse(body: string): Json {
  const value = jsonOf(body);
  if (value !== undefined) return value;
  throw new CallError('malformed-answer', 'NotJson', `the body is no JSON: ${body.slice(0, 80)}`);
}

function jsonOf(body: string): Json | undefined {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return undefined;
  }
}
