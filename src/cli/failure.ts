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
  'probe',
  'plan-file',
  'terraform-dir',
  'reevaluate',
  'certificate-identity',
].map((name) => `--${name}`);

const helpNext = "Run the command with --help for its flags, or 'prepay help' for the commands.";

/** The flags and arguments of a command, by name: what its errors of parsing can be about. */
export interface Known {
  readonly flags: readonly string[];
  readonly args: Readonly<Record<string, { readonly options?: readonly string[] | undefined }>>;
}

/** What any thrown value means to the user: never a stack, never a flag's value. */
export function failure(error: unknown, known: Known = { flags: [], args: {} }): Failure {
  if (error instanceof PrintedExit) return { ...error.failure, isPrinted: true };
  if (error instanceof PrepayError) return of(error.code, error.message, error.next);
  if (error instanceof Errors.ExitError)
    return { ...of('PREPAY_USAGE', error.message, helpNext), exit: error.oclif.exit ?? 0, isPrinted: true };
  if (error instanceof Error && 'parse' in error) return usage(error, known);
  if (error instanceof Errors.CLIError) {
    const isUnknownCommand = error.oclif.exit === 127 || /^command [^]* not found\.?$/i.test(error.message);
    if (isUnknownCommand) return of('PREPAY_USAGE', 'there is no such command', helpNext);
    // The parser throws these as they are, without the `parse` that its other errors carry.
    if (/^(Parsing --|Flag --[\w-]+ (can only|expects) )/.test(error.message)) return usage(error, known);
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
function usage(error: Error, known: Known): Failure {
  if ('flags' in error && Array.isArray(error.flags)) {
    const [flag] = error.flags.map((typed) => String(typed).replace(/=[^]*$/, ''));
    if (flag !== undefined && laterFlags.includes(flag)) {
      return of('PREPAY_NOT_BUILT', `${flag} names a feature that this version does not have`, 'Leave the flag out.');
    }
    const near = nearest((flag ?? '').replace(/^-+/, ''), known.flags);
    const hint = near === null ? '' : `. Did you mean --${near}?`;
    return of('PREPAY_USAGE', `there is no flag ${flag ?? ''}${hint}`, helpNext);
  }
  if ('args' in error && Array.isArray(error.args)) return of('PREPAY_USAGE', aboutArguments(error.args), helpNext);
  const parsing = /^Parsing (--[\w-]+)\s+(Expected an integer(?: (?:greater|less) than or equal to \d+)?)?/.exec(
    error.message,
  );
  if (parsing !== null) {
    const [, flag = '', expected = 'a value that it does not take'] = parsing;
    return of('PREPAY_USAGE', `${flag}: ${expected.replace(/^E/, 'e')}`, helpNext);
  }
  const allowed = /^Expected (--[\w-]+=)?[^]* to be one of: ([^\n]*)/.exec(error.message);
  if (allowed !== null) {
    const [, flag, options = ''] = allowed;
    const name = flag === undefined ? argumentWith(options, known) : flag.slice(0, -1);
    return of('PREPAY_USAGE', `Expected ${name} to be one of: ${options}`, helpNext);
  }
  const lines = error.message.split('\n').map((line) => line.trim());
  const said = lines.filter((line) => line !== '' && !/^(The following error|See more help)/.test(line));
  return of('PREPAY_USAGE', said[0] ?? 'the command line is not understood', helpNext);
}

/** oclif lists the arguments that are missing as definitions, those that are too many as they were typed. */
function aboutArguments(args: readonly unknown[]): string {
  const names = args.flatMap((arg) =>
    typeof arg === 'object' && arg !== null && 'name' in arg ? [String(arg.name).toUpperCase()] : [],
  );
  if (names.length > 0) return `missing ${names.length === 1 ? 'argument' : 'arguments'} ${names.join(' and ')}`;
  return `${args.length} ${args.length === 1 ? 'argument' : 'arguments'} more than the command takes`;
}

/** The argument that takes these options: the error itself does not say which it was. */
function argumentWith(options: string, { args }: Known): string {
  const found = Object.entries(args).find(([, arg]) => arg.options?.join(', ') === options);
  return found === undefined ? 'the argument' : found[0].toUpperCase();
}
