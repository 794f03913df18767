/** As much of fetch as sending needs; the one that is given honours the proxy of the environment. */
export type Post = (
  url: string,
  init: {
    readonly method: 'POST';
    readonly headers: Record<string, string>;
    readonly body: string;
    readonly redirect: 'manual';
    readonly signal: AbortSignal;
  },
) => Promise<Answer>;

interface Answer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: { cancel(): Promise<void> } | null;
}

export interface SendOptions {
  readonly post: Post;
  /** Headers may depend on the time of the attempt. */
  readonly headers: (nowMs: number) => Readonly<Record<string, string>>;
  readonly now: () => number;
  /** From 0 up to but not including 1. */
  readonly random: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  readonly limits?: Partial<Limits>;
}

interface Limits {
  readonly attempts: number;
  /** Of one attempt. */
  readonly attemptMs: number;
  /** From the first attempt to the end of the last wait. */
  readonly totalMs: number;
  /** Before the second attempt; twice as much before each one after that. */
  readonly firstWaitMs: number;
}

const usualLimits: Limits = { attempts: 5, attemptMs: 10_000, totalMs: 60_000, firstWaitMs: 500 };

/** Null once it was delivered, else why it was not; neither the address nor the answer's body is in it. */
export async function send(url: string, body: string, options: SendOptions): Promise<string | null> {
  const limits = { ...usualLimits, ...options.limits };
  const until = options.now() + limits.totalMs;
  for (let attempt = 1; ; attempt += 1) {
    const tried = await attemptOnce(url, body, limits.attemptMs, options);
    if (tried === null) return null;
    const why = `${tried.why} after ${attempt} ${attempt === 1 ? 'attempt' : 'attempts'}`;
    if (!tried.mayRetry || attempt >= limits.attempts || options.signal.aborted) return why;
    const waitMs = tried.askedMs ?? Math.round((0.5 + options.random() / 2) * limits.firstWaitMs * 2 ** (attempt - 1));
    if (options.now() + waitMs > until) return `${why}; no time was left for another`;
    // An interruption ends the wait, and the next look at the signal the attempts.
    await options.sleep(waitMs, options.signal).catch(() => undefined);
  }
}

interface Failed {
  readonly why: string;
  readonly mayRetry: boolean;
  /** How long the receiver asks to be left alone. */
  readonly askedMs: number | null;
}

async function attemptOnce(
  url: string,
  body: string,
  attemptMs: number,
  { post, headers, now, signal }: SendOptions,
): Promise<Failed | null> {
  if (signal.aborted) return { why: 'interrupted', mayRetry: false, askedMs: null };
  const timeout = AbortSignal.timeout(attemptMs);
  try {
    const answer = await post(url, {
      method: 'POST',
      headers: { ...headers(now()) },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, timeout]),
    });
    await answer.body?.cancel().catch(() => undefined);
    return failedBy(answer, now());
  } catch (error) {
    if (timeout.aborted) return { why: 'no answer in time', mayRetry: true, askedMs: null };
    return { why: `the connection failed (${causeOf(error)})`, mayRetry: true, askedMs: null };
  }
}

function failedBy({ status, headers }: Answer, nowMs: number): Failed | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400)
    return { why: `answered ${status}: redirects are not followed`, mayRetry: false, askedMs: null };
  const mayRetry = status === 408 || status === 429 || status >= 500;
  return { why: `answered ${status}`, mayRetry, askedMs: askedWait(headers.get('retry-after'), nowMs) };
}

/** RFC 9110 §10.2.3: seconds, or a date. */
function askedWait(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/u.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}

/** The code of the cause, which names no address. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'no code';
}
