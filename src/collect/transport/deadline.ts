import { PrepayError } from '../../core/errors.js';
import { CallError } from './classify.js';

/**
 * What the task gives, or a CallError of class time-out once `timeoutMs` have passed, or PREPAY_INTERRUPTED once `outer`
 * aborts. The task's own signal aborts in both cases; a task that ignores it is no longer waited for.
 */
export async function withDeadline<T>(
  timeoutMs: number,
  outer: AbortSignal,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  throwIfInterrupted(outer);
  const inner = new AbortController();
  let reject: (error: Error) => void = () => undefined;
  const cut = new Promise<never>((_, give) => {
    reject = give;
  });
  // The promise first: what the task makes of the abort must come too late.
  const stop = (error: Error): void => {
    reject(error);
    inner.abort(error);
  };
  // Not AbortSignal.timeout: its timer keeps no process alive, and a hung call with no socket would end the run silently.
  const timer = setTimeout(
    () => stop(new CallError('time-out', 'TimeoutError', `no answer within ${timeoutMs} ms`)),
    timeoutMs,
  );
  const onInterrupt = (): void => stop(interrupted());
  outer.addEventListener('abort', onInterrupt, { once: true });
  try {
    return await Promise.race([task(inner.signal), cut]);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', onInterrupt);
  }
}

export function throwIfInterrupted(signal: AbortSignal): void {
  if (signal.aborted) throw interrupted();
}

function interrupted(): PrepayError {
  return new PrepayError(
    'PREPAY_INTERRUPTED',
    'the run was interrupted while it was reading',
    'Nothing was sealed. Run it again; with --resume it goes on from what was read.',
  );
}
