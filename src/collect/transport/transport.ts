import type { Json } from '../../core/json.js';
import type { ReadError, ReadLine, ReadRequest } from '../../core/read.js';
import type { SourceId } from '../../core/scope.js';

/**
 * The lines of one read: its pages in order, then its end. A read without an end line is incomplete.
 * Implemented by live, recorder (around live) and replay; a collector cannot tell them apart.
 */
export interface Transport {
  read(request: ReadRequest): AsyncIterable<ReadLine>;
}

/** What an operation is, declared once in its source's registry. */
export interface Operation {
  readonly source: SourceId;
  readonly name: string;
  /** What the reader must be allowed: IAM actions, GitHub permissions, Kubernetes verbs. Policies are printed from it. */
  readonly permissions: readonly string[];
  /** Members of the response that are never kept (user data, environment values), as JSON Pointers; a token `*` is any index or member. */
  readonly neverKept: readonly string[];
  /** What an assessor types to collect the same again. */
  command(request: ReadRequest): string;
}

/** One call's answer, normalised to plain JSON. */
export interface CallAnswer {
  readonly response: Json;
  /** The token of the next page; null on the last. */
  readonly next: string | null;
  readonly requestId: string | null;
  readonly serverDate: string | null;
}

/** One source's client: makes single calls, no retry, no paging. It throws what its SDK throws; `classify` says what that was. */
export interface Caller {
  readonly source: SourceId;
  operation(name: string): Operation;
  /** The host (and region) whose calls in flight are bounded together. */
  host(request: ReadRequest): string;
  call(request: ReadRequest, token: string | null, signal: AbortSignal): Promise<CallAnswer>;
  /** What went wrong, in the common classes. */
  classify(error: unknown, request: ReadRequest): ReadError;
  /** How long the source asked to be left alone, in milliseconds; null (or no such method) where it did not say. */
  retryAfterMs?(error: unknown): number | null;
  /**
   * Whether what was wrong on our side of that call is mended, so that it is worth one more: a clock that was set by the
   * server's, credentials that were fetched anew.
   */
  mend?(error: unknown, request: ReadRequest): Promise<boolean>;
  /** Why no further call of the kind can be answered, such as credentials that have run out; null where it can. */
  spent?(request: ReadRequest): ReadError | null;
}

/** A recording that can be read again, key by key: what a pack or the demo gives to replay. */
export interface RecordedReads {
  /** Whether the response of every line that it gives was compared with the line's hash already. */
  readonly isChecked?: boolean;
  /** The recorded lines of a key in their order; null if the recording has none. */
  lines(key: string): AsyncIterable<ReadLine> | null;
}
