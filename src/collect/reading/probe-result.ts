import type { EndLine, ReadError, ReadErrorClass } from '../../core/read.js';

export type ProbeResult = 'readable' | 'denied' | 'expired' | 'failed' | 'not-tried';

/** Whether something can be read, and why not, for people. */
export interface Said {
  readonly result: ProbeResult;
  /** Null where it is readable. */
  readonly why: string | null;
  readonly error: ReadError | null;
}

export const readable: Said = { result: 'readable', why: null, error: null };

/** What the end of a read says. A thing that is gone by now was asked about all the same. */
export function saidBy({ outcome, error }: Pick<EndLine, 'outcome' | 'error'>): Said {
  if (outcome === 'complete' || outcome === 'absent' || error === null) return readable;
  return { ...meaningOf(error.class), error };
}

function meaningOf(errorClass: ReadErrorClass): { readonly result: ProbeResult; readonly why: string } {
  switch (errorClass) {
    case 'access-denied':
      return { result: 'denied', why: 'denied' };
    case 'no-credentials':
      return { result: 'denied', why: 'no credentials' };
    case 'expired-token':
      return { result: 'expired', why: 'the credentials have expired' };
    case 'region-disabled':
      return { result: 'failed', why: 'the region is not enabled for the account' };
    case 'throttled':
      return { result: 'failed', why: 'throttled until the retries were spent' };
    case 'time-out':
      return { result: 'failed', why: 'no answer in time' };
    case 'connection':
      return { result: 'failed', why: 'the endpoint cannot be reached' };
    case 'server-error':
      return { result: 'failed', why: 'the service answered with errors of its own' };
    case 'malformed-answer':
      return { result: 'failed', why: 'the answer is not one of this operation' };
    case 'refused-request':
      return { result: 'failed', why: 'the service called the request invalid' };
    case 'not-found':
    case 'page-order':
      return { result: 'failed', why: 'the answer is not one of this operation' };
  }
}
