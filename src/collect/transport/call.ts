import type { ReadError, ReadKey, ReadRequest } from '../../core/read.js';
import { PrepayError } from '../../core/errors.js';
import { isRetryable } from './classify.js';
import { throwIfInterrupted, withDeadline } from './deadline.js';
import type { TransportEvent } from './events.js';
import type { HostQueues } from './host-queues.js';
import { reachability } from './reachability.js';
import type { CallAnswer, Caller } from './transport.js';

// Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
const firstWaitMs = 200;
const longestWaitMs = 20_000;
/** A source that asks to be left alone for longer has its read end as throttled. */
const longestAskedWaitMs = 60_000;

interface RetryBudget {
  /** Calls made for one page at most, the first included. */
  readonly maxAttempts: number;
  /** Retries of the whole run, shared by all reads. */
  readonly retries: number;
}

export interface CallOptions {
  readonly budget: RetryBudget;
  readonly timeoutMs: number;
  /** The present, in milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 up to but not including 1. */
  readonly random: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onEvent: (event: TransportEvent) => void;
  readonly signal: AbortSignal;
}

export interface Call {
  readonly caller: Caller;
  readonly request: ReadRequest;
  readonly key: ReadKey;
  readonly page: number;
  readonly token: string | null;
}

export interface Called {
  /** None where the host was given up before. */
  readonly attempts: number;
  /** Of the last attempt. */
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly result: { readonly answer: CallAnswer } | { readonly error: ReadError };
}

/** Makes a call, again where that may help, until it is answered, refused, or attempts or budget are spent. */
export function retryingCalls(options: CallOptions, queues: HostQueues): (call: Call) => Promise<Called> {
  let retriesLeft = options.budget.retries;
  const hosts = reachability(options.timeoutMs);

  return async function make(call: Call): Promise<Called> {
    const { caller, request } = call;
    const host = caller.host(request);
    let timeOuts = 0;
    let isMended = false;
    for (let attempts = 1; ; attempts += 1) {
      // Asked inside the queue: the host, or the credentials, may be given up while the call waits for its turn.
      const tried = await queues.run(
        host,
        async () => hosts.deadWith(host) ?? caller.spent?.(request) ?? (await attempt(call, attempts, options)),
      );
      if ('class' in tried) return unasked(attempts - 1, tried, options);
      const { outcome, ...times } = tried;
      hosts.tried(host, 'error' in outcome ? outcome.error.class : null);
      if ('answer' in outcome) {
        queues.answered(host);
        return { attempts, ...times, result: outcome };
      }
      const { error, thrown } = outcome;
      const askedMs = caller.retryAfterMs?.(thrown) ?? 0;
      // A wait that is too long to be kept ends this read; the others find out for themselves.
      if (error.class === 'throttled')
        queues.throttled(host, { ...times, askedMs: askedMs > longestAskedWaitMs ? 0 : askedMs });
      const isTimeOut = error.class === 'time-out';
      timeOuts += isTimeOut ? 1 : 0;
      // Once a page: what is no better for having been mended is not asked for again.
      const mends: boolean =
        !isMended && attempts < options.budget.maxAttempts && (await caller.mend?.(thrown, request)) === true;
      isMended ||= mends;
      const waitMs = mends ? 0 : waitBefore(error, attempts, askedMs, options);
      if (waitMs === null || retriesLeft <= 0 || (isTimeOut && !hosts.mayWaitAgain(host, timeOuts))) {
        hosts.gaveUp(host, error);
        return { attempts, ...times, result: { error } };
      }
      retriesLeft -= 1;
      tellRetry(call, error, { attempt: attempts, waitMs }, options);
      if (waitMs > 0) await pause(waitMs, options);
    }
  };
}

function tellRetry(
  { key, request: { operation, scope } }: Call,
  { class: errorClass }: ReadError,
  again: { readonly attempt: number; readonly waitMs: number },
  { onEvent }: CallOptions,
): void {
  onEvent({ type: 'retry', key, operation, scope, errorClass, ...again });
}

function unasked(attempts: number, error: ReadError, { now }: CallOptions): Called {
  const at = now();
  return { attempts, startedAtMs: at, endedAtMs: at, result: { error } };
}

type Attempt = { readonly answer: CallAnswer } | { readonly error: ReadError; readonly thrown: unknown };

async function attempt(
  { caller, request, key, page, token }: Call,
  count: number,
  { timeoutMs, signal, now, onEvent }: CallOptions,
): Promise<{ outcome: Attempt; startedAtMs: number; endedAtMs: number }> {
  throwIfInterrupted(signal);
  const { operation, scope } = request;
  onEvent({ type: 'call', key, operation, scope, host: caller.host(request), page, attempt: count });
  const startedAtMs = now();
  let outcome: Attempt;
  try {
    outcome = { answer: await withDeadline(timeoutMs, signal, (inner) => caller.call(request, token, inner)) };
  } catch (thrown) {
    throwIfInterrupted(signal);
    if (thrown instanceof PrepayError) throw thrown;
    outcome = { error: caller.classify(thrown, request), thrown };
  }
  return { outcome, startedAtMs, endedAtMs: Math.max(startedAtMs, now()) };
}

/** Milliseconds until the next attempt; null where there is none. */
function waitBefore(error: ReadError, attempts: number, askedMs: number, options: CallOptions): number | null {
  if (!isRetryable(error.class) || attempts >= options.budget.maxAttempts) return null;
  if (askedMs > longestAskedWaitMs) return null;
  const jitter = options.random() * Math.min(longestWaitMs, firstWaitMs * 2 ** (attempts - 1));
  return Math.round(askedMs + jitter);
}

export async function pause(waitMs: number, { sleep, signal }: Pick<CallOptions, 'sleep' | 'signal'>): Promise<void> {
  try {
    await sleep(waitMs, signal);
  } catch (error) {
    throwIfInterrupted(signal);
    throw error;
  }
  throwIfInterrupted(signal);
}
