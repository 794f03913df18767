import type { Json } from '../../../src/core/json.js';
import type { ReadRequest } from '../../../src/core/read.js';
import type { CallOptions } from '../../../src/collect/transport/call.js';
import { classifyError } from '../../../src/collect/transport/classify.js';
import type { TransportEvent } from '../../../src/collect/transport/events.js';
import type { LiveOptions } from '../../../src/collect/transport/live.js';
import type { CallAnswer, Caller } from '../../../src/collect/transport/transport.js';

export type Step = (token: string | null, signal: AbortSignal, request: ReadRequest) => Promise<CallAnswer>;

export interface ScriptedCaller extends Caller {
  readonly calls: { readonly operation: string; readonly token: string | null }[];
}

/** A caller of source aws that takes one step of its script a call, and the last one for ever. */
export function scriptedCaller(steps: readonly Step[], more: Partial<Caller> = {}): ScriptedCaller {
  const calls: { operation: string; token: string | null }[] = [];
  return {
    source: 'aws',
    calls,
    operation: (name) => ({
      source: 'aws',
      name,
      permissions: [],
      neverKept: ['/items/*/userData'],
      command: ({ input }) => `aws ${name} ${JSON.stringify(input)}`,
    }),
    host: ({ scope }) => scope.region ?? 'global',
    call(request, token, signal) {
      const step = steps[Math.min(calls.length, steps.length - 1)];
      calls.push({ operation: request.operation, token });
      if (step === undefined) throw new TypeError('an empty script');
      return step(token, signal, request);
    },
    classify: (error) => classifyError(error, { source: 'aws' }),
    ...more,
  };
}

export function answer(response: Json, next: string | null = null): Step {
  return () => Promise.resolve({ response, next, requestId: 'r-1', serverDate: 'Wed, 25 Nov 2026 12:00:00 GMT' });
}

/** Fails as an AWS SDK does. */
export function failure(name: string, message = 'no detail', httpStatusCode = 400): Step {
  return () => Promise.reject(Object.assign(new Error(message), { name, $metadata: { httpStatusCode } }));
}

export function hang(): Step {
  return () => new Promise(() => undefined);
}

export interface Watched {
  readonly options: CallOptions & Pick<LiveOptions, 'concurrency'>;
  readonly events: TransportEvent[];
  readonly waits: number[];
}

/** Options with a clock that moves 10 ms a look and by each wait, no real waiting, and what happened on record. */
export function watched(more: Partial<LiveOptions> = {}): Watched {
  const events: TransportEvent[] = [];
  const waits: number[] = [];
  let ms = Date.UTC(2026, 10, 25, 12);
  return {
    events,
    waits,
    options: {
      budget: { maxAttempts: 4, retries: 100 },
      concurrency: 4,
      timeoutMs: 1000,
      now: () => (ms += 10),
      random: () => 0.5,
      sleep: (waitMs) => {
        waits.push(waitMs);
        ms += waitMs;
        return Promise.resolve();
      },
      onEvent: (event) => events.push(event),
      signal: new AbortController().signal,
      ...more,
    },
  };
}
