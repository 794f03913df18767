import type { ReadError, ReadErrorClass, ReadOutcome } from '../../core/read.js';
import type { SourceId } from '../../core/scope.js';
import { type Asked, type CodeRule, codeRules, statusClass } from './error-table.js';
import { type ErrorSigns, signsOf } from './error-signs.js';

export interface ErrorContext {
  readonly source: SourceId;
  /** AWS: the same credentials were accepted elsewhere in this run, so that a region that does not know them is not enabled. */
  readonly areCredentialsProved?: boolean;
  /** What was asked for, where that decides what a code means. */
  readonly request?: Asked;
}

/** An error that a caller raises itself where the answer, not the client library, shows what is wrong. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly readError: ReadError;

  constructor(readErrorClass: ReadErrorClass, code: string, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.readError = { class: readErrorClass, code, message };
  }
}

/** What went wrong, in the common classes: whatever a client library threw, of whatever source, goes through the one table. */
export function classifyError(error: unknown, context: ErrorContext): ReadError {
  if (error instanceof CallError) return error.readError;
  const signs = signsOf(error);
  return { class: classOf(signs, context), code: codeOf(signs), message: signs.message };
}

/** The class of an error by its signs. */
function classOf(signs: ErrorSigns, context: ErrorContext): ReadErrorClass {
  const byStatus = signs.status === null ? null : statusClass(signs.status);
  // A gateway's HTML page under a 5xx is a server error, to be tried again; an undocumented answer otherwise.
  if (signs.isUnreadable)
    return byStatus === 'server-error' || byStatus === 'throttled' ? byStatus : 'malformed-answer';
  for (const code of signs.codes) {
    const rule = codeRules.find((row) => fits(row, code, context));
    if (rule === undefined) continue;
    return rule.unlessProved !== undefined && context.areCredentialsProved === true ? rule.unlessProved : rule.class;
  }
  return byStatus ?? 'malformed-answer';
}

function fits({ source, code: pattern, of }: CodeRule, code: string, context: ErrorContext): boolean {
  if ((source ?? context.source) !== context.source || !pattern.test(code)) return false;
  return of === undefined || (context.request !== undefined && of(context.request));
}

/** How a read ends whose error is of that class. Expired or missing credentials and a disabled region are refusals too. */
export function outcomeOf(errorClass: ReadErrorClass): Exclude<ReadOutcome, 'complete'> {
  switch (errorClass) {
    case 'access-denied':
    case 'expired-token':
    case 'no-credentials':
    case 'region-disabled':
      return 'denied';
    case 'throttled':
      return 'throttled';
    case 'not-found':
      return 'absent';
    case 'time-out':
    case 'connection':
    case 'server-error':
    case 'malformed-answer':
    case 'refused-request':
    case 'page-order':
      return 'failed';
  }
}

/** Whether the same call may come out otherwise a moment later. */
export function isRetryable(errorClass: ReadErrorClass): boolean {
  switch (errorClass) {
    case 'throttled':
    case 'time-out':
    case 'connection':
    case 'server-error':
      return true;
    case 'access-denied':
    case 'expired-token':
    case 'no-credentials':
    case 'region-disabled':
    case 'not-found':
    case 'malformed-answer':
    case 'refused-request':
    case 'page-order':
      return false;
  }
}

function codeOf(signs: ErrorSigns): string {
  return signs.codes[0] ?? (signs.status === null ? signs.name : String(signs.status));
}
