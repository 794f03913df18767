import pLimit, { type LimitFunction } from 'p-limit';

/** Bounded calls in flight for each host by itself: a slow region holds up no other. */
export interface HostQueues {
  /** Runs the task when fewer than the host takes at present are under way, and not before a wait that it asked for is over. */
  readonly run: <T>(host: string, task: () => Promise<T>) => Promise<T>;
  /** Notes that the host throttled a call that began then, and how long it asked to be left alone. */
  readonly throttled: (host: string, call: { readonly startedAtMs: number; readonly askedMs: number }) => void;
  /** Notes that the host answered a call. */
  readonly answered: (host: string) => void;
}

interface Options {
  /** Calls under way at once for each host at most. */
  readonly concurrency: number;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

interface Host {
  readonly limit: LimitFunction;
  /** When the limit went down last. */
  loweredAtMs: number;
  /** No call begins before. */
  heldUntilMs: number;
  /** Answers since the limit changed. */
  answers: number;
  /** Between two calls where even one at a time is too many; 0 until then. */
  gapMs: number;
  /** When the call before began. */
  beganAtMs: number;
}

const firstGapMs = 25;
/** Ten calls a second: past that, the wait of each call by itself does the rest, and a host that throttles for ever is done with soon. */
const longestGapMs = 100;

/**
 * The limit of a host halves when it throttles, and grows by one after as many answers as it lets through at once: the
 * rule of TCP, under which many clients of one account settle on what the account is given. Below one call at a time, the
 * gap between two calls takes the place of the limit.
 * https://www.rfc-editor.org/rfc/rfc5681#section-3.1
 */
export function hostQueues({ concurrency, now, sleep }: Options): HostQueues {
  const hosts = new Map<string, Host>();
  const hostOf = (name: string): Host => {
    const idle = { loweredAtMs: 0, heldUntilMs: 0, answers: 0, gapMs: 0, beganAtMs: 0 };
    const host = hosts.get(name) ?? { limit: pLimit(concurrency), ...idle };
    hosts.set(name, host);
    return host;
  };
  return {
    run(name, task) {
      const host = hostOf(name);
      return host.limit(async () => {
        if (host.loweredAtMs > 0) {
          const waitMs = Math.max(host.heldUntilMs, host.beganAtMs + host.gapMs) - now();
          if (waitMs > 0) await sleep(waitMs);
          host.beganAtMs = now();
        }
        return task();
      });
    },
    throttled(name, { startedAtMs, askedMs }) {
      const host = hostOf(name);
      const at = now();
      if (askedMs > 0) host.heldUntilMs = Math.max(host.heldUntilMs, at + askedMs);
      // Calls that were under way already when the limit went down say nothing about the new one.
      if (startedAtMs < host.loweredAtMs) return;
      host.loweredAtMs = at;
      host.answers = 0;
      if (host.limit.concurrency === 1) host.gapMs = Math.min(longestGapMs, Math.max(firstGapMs, host.gapMs * 2));
      host.limit.concurrency = Math.max(1, Math.floor(host.limit.concurrency / 2));
    },
    answered(name) {
      const host = hostOf(name);
      if (host.gapMs > 0) {
        host.gapMs = host.gapMs > firstGapMs ? host.gapMs * 0.95 : 0;
        return;
      }
      if (host.limit.concurrency >= concurrency) return;
      host.answers += 1;
      if (host.answers < host.limit.concurrency) return;
      host.answers = 0;
      host.limit.concurrency += 1;
    },
  };
}
