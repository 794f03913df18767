import { Errors } from '@oclif/core';
import { type ErrorCode, errorTable, PrepayError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';

/** How a command ended that did not succeed. */
export interface Failure {
  readonly code: ErrorCode;
  readonly exit: number;
  readonly message: string;
  readonly next: string;
  /** Whether the command has said it already. */
  readonly isPrinted: boolean;
}

/** Flags of the design that this version lacks: refused in words of their own. */
const laterFlags: readonly string[] = [
  'role-arn',
  'external-id',
  'context',
  'org',
  'baseline',
  'preset',
  'resume',
  'plan',
  'nonce',
  'sample-seed',
  'probe',
  'plan-file',
  'terraform-dir',
  'template',
  'reevaluate',
  'store',
  'certificate-identity',
].map((name) => `--${name}`);

const helpNext = "Run the command with --help for its flags, or 'prepay help' for the commands.";

/** What any thrown value means to the user: never a stack, never a flag's value. */
export function failure(error: unknown, knownFlags: readonly string[] = []): Failure {
  if (error instanceof PrintedExit) return { ...error.failure, isPrinted: true };
  if (error instanceof PrepayError) return of(error.code, error.message, error.next);
  if (error instanceof Errors.ExitError)
    return { ...of('PREPAY_USAGE', error.message, helpNext), exit: error.oclif.exit ?? 0, isPrinted: true };
  if (error instanceof Error && 'parse' in error) return usage(error, knownFlags);
  if (error instanceof Errors.CLIError) {
    const isUnknownCommand = error.oclif.exit === 127 || /^command .* not found$/.test(error.message);
    return isUnknownCommand ? of('PREPAY_USAGE', 'there is no such command', helpNext) : internal(error);
  }
  return internal(error);
}

/** Thrown by the base command after it has said what went wrong. */
export class PrintedExit extends Error {
  readonly failure: Failure;
  readonly oclif: { readonly exit: number };

  constructor(failed: Failure) {
    super(failed.message);
    this.failure = failed;
    this.oclif = { exit: failed.exit };
  }
}

export function failureJson({ code, exit, message, next }: Failure): object {
  return { error: { code, exit, message, next } };
}

/** One document on stdout under --json; else `CODE: message` and the next step on stderr. */
export function printFailure(failed: Failure, isJson: boolean): void {
  if (isJson) process.stdout.write(`${JSON.stringify(failureJson(failed), null, 2)}\n`);
  else process.stderr.write(`${failed.code}: ${failed.message}\n${failed.next}\n`);
}

function of(code: ErrorCode, message: string, next: string): Failure {
  return { code, exit: errorTable[code].exit, message, next, isPrinted: false };
}

function internal(error: unknown): Failure {
  if (isNoSpace(error)) {
    return of(
      'PREPAY_DISK_FULL',
      'no space left on the device that holds the evidence',
      'Free some space and run again.',
    );
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return of('PREPAY_INTERNAL', text, 'Please report it with the command and this text; --log-level debug shows more.');
}

function isNoSpace(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOSPC';
}

/** oclif's parse errors repeat what was typed, values included; ours name flags only. */
function usage(error: Error, knownFlags: readonly string[]): Failure {
  if ('flags' in error && Array.isArray(error.flags)) {
    const [flag] = error.flags.map(String);
    if (flag !== undefined && laterFlags.includes(flag)) {
      return of('PREPAY_NOT_BUILT', `${flag} names a feature that this version does not have`, 'Leave the flag out.');
    }
    const near = nearest((flag ?? '').replace(/^-+/, ''), knownFlags);
    const hint = near === null ? '' : `. Did you mean --${near}?`;
    return of('PREPAY_USAGE', `there is no flag ${flag ?? ''}${hint}`, helpNext);
  }
  const lines = error.message.split('\n').map((line) => line.trim());
  const said = lines.filter((line) => line !== '' && !/^(The following error|See more help)/.test(line));
  return of('PREPAY_USAGE', withoutValues(said[0] ?? 'the command line is not understood'), helpNext);
}

/** "Expected --fail-on=xyz to be one of: …" without the xyz. */
function withoutValues(line: string): string {
  return line.replace(/^(Expected --[\w-]+)=.* to be/, '$1 to be').replace(/: \S+ received.*$/, '');
}
