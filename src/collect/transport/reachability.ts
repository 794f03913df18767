import type { ReadError, ReadErrorClass } from '../../core/read.js';

/** How long a page may wait in all for a host that has not answered anything yet. */
const patienceMs = 60_000;
/** A host that did answer may have lost one call: it is asked once more. */
const timeOutsOfKnownHost = 2;

/** Which hosts have answered in this run, whatever they said, and which were given up before they ever did. */
export interface Reachability {
  /** Notes how an attempt came out; null: with an answer. */
  tried(host: string, error: ReadErrorClass | null): void;
  /** Notes that a page was given up with that error. */
  gaveUp(host: string, error: ReadError): void;
  /** The error of every further call to a host that was given up and never answered; null where it may be asked. */
  deadWith(host: string): ReadError | null;
  /** Whether a page of which so many calls were not answered in time is worth one more. */
  mayWaitAgain(host: string, timeOuts: number): boolean;
}

export function reachability(timeoutMs: number): Reachability {
  const known = new Set<string>();
  const dead = new Map<string, ReadError>();
  return {
    tried(host, error) {
      if (error !== null && isSilence(error)) return;
      known.add(host);
      dead.delete(host);
    },
    gaveUp(host, error) {
      if (!isSilence(error.class) || known.has(host) || dead.has(host)) return;
      dead.set(host, { ...error, message: `${host} was given up before: ${error.message}` });
    },
    deadWith: (host) => dead.get(host) ?? null,
    mayWaitAgain: (host, timeOuts) =>
      known.has(host) ? timeOuts < timeOutsOfKnownHost : (timeOuts + 1) * timeoutMs <= patienceMs,
  };
}

/** Whether the host said nothing at all. Missing credentials are noticed before anybody is asked. */
function isSilence(errorClass: ReadErrorClass): boolean {
  return errorClass === 'time-out' || errorClass === 'connection' || errorClass === 'no-credentials';
}
