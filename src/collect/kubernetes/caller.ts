import type { IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { PrepayError } from '../../core/errors.js';
import { isJsonObject, type Json } from '../../core/json.js';
import type { ReadRequest } from '../../core/read.js';
import { CallError, classifyError } from '../transport/classify.js';
import type { CallAnswer, Caller, Operation } from '../transport/transport.js';
import { type Connection, connect } from './connect.js';
import { kubernetesOperations, pathOf } from './operations.js';

/** What the API server answered instead of a list. */
class StatusError extends Error {
  override readonly name = 'StatusError';

  constructor(
    readonly code: string | undefined,
    readonly status: number,
    readonly retryAfterSeconds: number | null,
    message: string,
  ) {
    super(message);
  }
}

/**
 * The caller of the Kubernetes API: lists by path, as the plain JSON that the server sent. `scope.cluster` names the
 * kubeconfig context. Never the typed models: they drop fields that they do not know and cut microseconds.
 */
export function kubernetesCaller(): Caller {
  const connections = new Map<string, Promise<Connection>>();
  return {
    source: 'kubernetes',
    operation: operationOf,
    host: ({ scope }) => `kubernetes/${scope.cluster ?? ''}`,
    async call(request, pageToken, signal) {
      const context = request.scope.cluster ?? '';
      const connection = connections.get(context) ?? connect(context);
      connections.set(context, connection);
      return list(await connection, request, pageToken, signal);
    },
    classify: (error) => classifyError(error, { source: 'kubernetes' }),
    retryAfterMs: (error) =>
      error instanceof StatusError && error.retryAfterSeconds !== null ? error.retryAfterSeconds * 1000 : null,
  };
}

function operationOf(name: string): Operation {
  const operation = kubernetesOperations.get(name);
  if (operation !== undefined) return operation;
  throw new PrepayError(
    'PREPAY_INTERNAL',
    `source kubernetes has no operation ${name}`,
    'Report this as a mistake of ours.',
  );
}

async function list(
  connection: Connection,
  request: ReadRequest,
  pageToken: string | null,
  signal: AbortSignal,
): Promise<CallAnswer> {
  const { server } = connection;
  const path = server.pathname.replace(/\/$/, '') + pathOf(request, pageToken);
  const { status, headers, body } = await get(new URL(path, server), await connection.options(), signal);
  if (status !== 200) throw statusError(status, headers, body);
  const response = parse(body);
  const metadata = isJsonObject(response) ? response['metadata'] : undefined;
  if (!isJsonObject(response) || !isJsonObject(metadata) || !Array.isArray(response['items'] ?? [])) {
    throw new CallError('malformed-answer', 'NoList', 'the answer is no list: it lacks metadata or items');
  }
  const next = metadata['continue'];
  return {
    response,
    next: typeof next === 'string' && next !== '' ? next : null,
    requestId: header(headers, 'audit-id'),
    serverDate: header(headers, 'date'),
  };
}

interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function get(url: URL, options: object, signal: AbortSignal): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const request = httpsRequest(url, { ...options, signal }, (answer) => {
      text(answer).then((body) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }), reject);
    });
    request.on('error', reject);
    request.end();
  });
}

function statusError(status: number, headers: IncomingHttpHeaders, body: string): StatusError {
  const said = statusOf(body);
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  return new StatusError(
    said.reason,
    status,
    Number.isFinite(seconds) ? seconds : null,
    said.message ?? body.slice(0, 500),
  );
}

/** What a metav1.Status says; nothing where the body is none (a proxy's page, say). */
function statusOf(body: string): { readonly reason?: string; readonly message?: string } {
  try {
    const status = parse(body);
    if (!isJsonObject(status) || status['kind'] !== 'Status') return {};
    const { reason, message } = status;
    return { ...(typeof reason === 'string' ? { reason } : {}), ...(typeof message === 'string' ? { message } : {}) };
  } catch {
    return {};
  }
}

function parse(body: string): Json {
  try {
    return JSON.parse(body) as Json;
  } catch (cause) {
    throw new CallError('malformed-answer', 'NotJson', `the body is no JSON: ${body.slice(0, 80)}`, { cause });
  }
}

function header(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
}
