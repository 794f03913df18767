import { canonical, type Json, type JsonObject, sha256Hex } from './json.js';
import type { UnknownReason } from './outcome.js';
import type { Scope, SourceId } from './scope.js';

/** SHA-256 hex of the canonical {source, scope, operation, input}; the input has no page token and no page size. */
export type ReadKey = string;

/** One API operation to be read to its end, all pages. */
export interface ReadRequest {
  readonly source: SourceId;
  readonly scope: Scope;
  /** The registry's name of it: `ec2:DescribeVpcs`, `GET /repos/{owner}/{repo}/rulesets`, … */
  readonly operation: string;
  readonly input: JsonObject;
}

export function readKey({ source, scope, operation, input }: ReadRequest): ReadKey {
  return sha256Hex(canonical({ source, scope, operation, input }));
}

/** Every way in which a read can go wrong, whatever the source. One table classifies: collect/transport/classify.ts. */
export const readErrorClasses = [
  'access-denied',
  'expired-token',
  'no-credentials',
  'throttled',
  'time-out',
  'connection',
  'server-error',
  'region-disabled',
  'malformed-answer',
  'not-found',
  'refused-request',
  'page-order',
] as const;
export type ReadErrorClass = (typeof readErrorClasses)[number];

/** How a read ended. `absent`: the source answered that the thing does not exist, which is an answer. */
export type ReadOutcome = 'complete' | 'denied' | 'failed' | 'throttled' | 'absent';

export interface ReadError {
  readonly class: ReadErrorClass;
  /** The source's own code (`UnauthorizedOperation`, `ECONNRESET`, `403`). */
  readonly code: string;
  /** The source's own words, redacted, at most 500 characters. */
  readonly message: string;
}

export interface Redaction {
  /** JSON Pointer into the response. */
  readonly pointer: string;
  readonly reason: RedactionReason;
}
export const redactionReasons = ['card-number', 'secret', 'not-collected'] as const;
/** `not-collected`: a member that the operation's redactor drops always (user data, environment values); no finding. */
export type RedactionReason = (typeof redactionReasons)[number];

interface LineBase {
  readonly key: ReadKey;
  readonly source: SourceId;
  readonly scope: Scope;
  readonly operation: string;
  readonly input: JsonObject;
}

export interface PageLine extends LineBase {
  readonly type: 'page';
  /** 0, 1, 2, … */
  readonly page: number;
  /** The token that asked for this page, and the one that asks for the next; null at either end. */
  readonly token: { readonly request: string | null; readonly next: string | null };
  readonly response: Json;
  readonly requestId: string | null;
  /** The server's own Date header, verbatim. */
  readonly serverDate: string | null;
  /** UTC, ISO 8601, milliseconds. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly attempts: number;
  /** Of the canonical redacted response. */
  readonly sha256: string;
  readonly redactions: readonly Redaction[];
  /** What an assessor types to collect the same again. */
  readonly command: string;
}

export interface EndLine extends LineBase {
  readonly type: 'end';
  readonly outcome: ReadOutcome;
  readonly pages: number;
  /** Calls made, retries included, over all pages. */
  readonly attempts: number;
  readonly endedAt: string;
  readonly error: ReadError | null;
  readonly command: string;
}

/** One line of a recording. A read without an end line is incomplete. */
export type ReadLine = PageLine | EndLine;

/** Where in the recording a statement rests: a read, its page, and a JSON Pointer into the page's response. */
export interface EvidenceRef {
  readonly read: ReadKey;
  readonly page: number;
  readonly pointer: string;
}

/** What was not to be had: why, which reads, and the sentence for people. */
export interface Gap {
  readonly reason: UnknownReason;
  readonly reads: readonly ReadKey[];
  readonly text: string;
}

/** The reason an unknown takes from how its read ended. */
export function reasonOf(outcome: ReadOutcome | 'no-end'): UnknownReason {
  switch (outcome) {
    case 'denied':
      return 'denied';
    case 'throttled':
      return 'throttled';
    case 'failed':
      return 'failed';
    case 'absent':
      return 'missing';
    case 'complete':
    case 'no-end':
      return 'incomplete';
  }
}
