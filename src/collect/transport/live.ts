import { PrepayError } from '../../core/errors.js';
import { canonical, sha256Hex } from '../../core/json.js';
import { type EndLine, type PageLine, type ReadError, type ReadLine, readKey } from '../../core/read.js';
import { type Call, type Called, type CallOptions, pause, retryingCalls } from './call.js';
import { outcomeOf } from './classify.js';
import { hostQueues } from './host-queues.js';
import { misfitOf } from './misfit.js';
import { redactRequest, redactText } from './redact.js';
import type { CallAnswer, Caller, Transport } from './transport.js';

export interface LiveOptions extends CallOptions {
  readonly callers: readonly Caller[];
  /** Calls under way at once for each host at most; fewer while it throttles. */
  readonly concurrency: number;
}

const longestMessage = 500;

/**
 * Reads from the sources themselves, one operation to its end. A call that goes wrong ends the read with an end line and
 * never throws; only an interrupt (PREPAY_INTERRUPTED) and mistakes of ours do. What it hands over is not yet redacted.
 */
export function liveTransport(options: LiveOptions): Transport {
  const callers = new Map(options.callers.map((caller) => [caller.source, caller]));
  const make = retryingCalls(options, hostQueues({ ...options, sleep: (ms) => pause(ms, options) }));
  return {
    read(request) {
      const caller = callers.get(request.source);
      if (caller === undefined) {
        throw new PrepayError(
          'PREPAY_INTERNAL',
          `no caller for source ${request.source}`,
          'Report this as a mistake of ours.',
        );
      }
      return readToEnd({ caller, request, key: readKey(redactRequest(request)) }, make, options);
    },
  };
}

async function* readToEnd(
  read: Pick<Call, 'caller' | 'request' | 'key'>,
  make: (call: Call) => Promise<Called>,
  { onEvent, now }: LiveOptions,
): AsyncGenerator<ReadLine, void, undefined> {
  const { caller, request, key } = read;
  const { source, scope, operation, input } = request;
  const command = caller.operation(operation).command(request);
  const base = { key, source, scope, operation, input, command };
  const asked = new Set<string>();
  let token: string | null = null;
  let attempts = 0;
  let page = 0;
  let error: ReadError | null = null;
  onEvent({ type: 'read-started', key, operation, scope });
  for (let isOver = false; !isOver; ) {
    const called: Called = await make({ ...read, page, token });
    attempts += called.attempts;
    const taken = take(called, token, asked);
    if ('error' in taken) {
      error = taken.error;
      break;
    }
    yield { type: 'page', ...base, ...taken, page, ...timesOf(called), redactions: [] } satisfies PageLine;
    page += 1;
    token = taken.token.next;
    isOver = token === null;
    if (token !== null) asked.add(token);
  }
  const end: EndLine = { type: 'end', ...base, ...endOf(error, page), pages: page, attempts, endedAt: iso(now()) };
  onEvent({ type: 'read-ended', key, operation, scope, outcome: end.outcome, pages: page });
  yield end;
}

type Taken = Pick<PageLine, 'response' | 'token' | 'requestId' | 'serverDate' | 'sha256'>;

function take(
  called: Called,
  request: string | null,
  asked: ReadonlySet<string>,
): Taken | { readonly error: ReadError } {
  if ('error' in called.result) return { error: called.result.error };
  const { answer } = called.result;
  const misfit = misfitOf(answer.response);
  if (misfit !== null)
    return { error: { class: 'malformed-answer', code: 'NotJson', message: `the answer holds ${misfit}` } };
  const next = answer.next === '' ? null : answer.next;
  if (next !== null && (next === request || asked.has(next))) {
    const message = 'the answer names a next page that was read already, so the list has no end';
    return { error: { class: 'page-order', code: 'RepeatedPageToken', message } };
  }
  return { ...answered(answer), token: { request, next } };
}

function answered({ response, requestId, serverDate }: CallAnswer): Omit<Taken, 'token'> {
  return { response, requestId, serverDate, sha256: sha256Hex(canonical(response)) };
}

function timesOf({
  startedAtMs,
  endedAtMs,
  attempts,
}: Called): Pick<PageLine, 'startedAt' | 'durationMs' | 'attempts'> {
  return { startedAt: iso(startedAtMs), durationMs: Math.round(endedAtMs - startedAtMs), attempts };
}

function endOf(error: ReadError | null, pages: number): Pick<EndLine, 'outcome' | 'error'> {
  if (error === null) return { outcome: 'complete', error };
  const message = redactText(error.message).slice(0, longestMessage);
  // What was there a page ago and is not any more is no absence.
  const outcome = error.class === 'not-found' && pages > 0 ? 'failed' : outcomeOf(error.class);
  return { outcome, error: { ...error, message } };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
