import { Errors } from '@oclif/core';
import { describe, expect, it } from 'vitest';
import { PrepayError } from '../core/errors.js';
import { failure, failureJson, type Known, PrintedExit } from './failure.js';

function known(members: Partial<Known>): Known {
  return { flags: [], args: {}, ...members };
}

function parseError(message: string, members: object): Error {
  return Object.assign(new Errors.CLIError(message), { parse: {} }, members);
}

describe('failure', () => {
  it('takes code, exit and next step from an error of ours', () => {
    expect(failure(new PrepayError('PREPAY_DISK_FULL', 'full', 'free some'))).toEqual({
      code: 'PREPAY_DISK_FULL',
      exit: 4,
      message: 'full',
      next: 'free some',
      isPrinted: false,
    });
  });

  it('names a misspelt flag and the nearest, never its value', () => {
    const error = parseError('Nonexistent flag: --faill-on', { flags: ['--faill-on'] });
    expect(failure(error, known({ flags: ['fail-on', 'out'] }))).toMatchObject({
      code: 'PREPAY_USAGE',
      exit: 2,
      message: 'there is no flag --faill-on. Did you mean --fail-on?',
    });
    expect(failure(parseError('x', { flags: ['--zzzzzzzzz=hunter2'] }), known({ flags: ['out'] })).message).toBe(
      'there is no flag --zzzzzzzzz',
    );
  });

  it.each(['--role-arn', '--probe'])('says that %s is of a later version', (flag) => {
    expect(failure(parseError('Nonexistent flag', { flags: [flag] })).code).toBe('PREPAY_NOT_BUILT');
  });

  it.each([
    [
      'Expected --fail-on=hunter2 to be one of: critical, high\nSee more help with --help',
      'Expected --fail-on to be one of: critical, high',
    ],
    ['Parsing --concurrency \n\tExpected an integer but received: hunter2', '--concurrency: expected an integer'],
    ['Parsing --color \n\thunter2 is odd', '--color: a value that it does not take'],
    ['Expected hunter2\nhunter2 to be one of: bash, zsh', 'Expected the argument to be one of: bash, zsh'],
    [
      'The following error occurred:\n  Missing required flag key\nSee more help with --help',
      'Missing required flag key',
    ],
  ])('repeats no value that was typed: %j', (message, says) => {
    const failed = failure(parseError(message, {}));
    expect(failed).toMatchObject({ code: 'PREPAY_USAGE', message: says });
    expect(JSON.stringify(failureJson(failed))).not.toContain('hunter2');
  });

  // Just as @oclif/core 4 throws them: CLIError, and nothing that tells them from a failure of its own but their text.
  it.each([
    [
      'Parsing --concurrency \n\tExpected an integer greater than or equal to 1 but received: 0\nSee more help with --help',
      '--concurrency: expected an integer greater than or equal to 1',
    ],
    [
      'Parsing --concurrency \n\tExpected an integer less than or equal to 100 but received: 1000000000\nSee more help',
      '--concurrency: expected an integer less than or equal to 100',
    ],
    [
      'Parsing --timeout \n\tExpected an integer but received: hunter2\nSee more help',
      '--timeout: expected an integer',
    ],
    ['Flag --demo can only be specified once', 'Flag --demo can only be specified once'],
    ['Flag --sign expects a value', 'Flag --sign expects a value'],
    [
      'Flag --demo expects one of these values: before, after',
      'Flag --demo expects one of these values: before, after',
    ],
    ['Command hunter2 not found.', 'there is no such command'],
  ])('calls a bare error of the parser a mistake of usage, in one line: %j', (message, says) => {
    expect(failure(new Errors.CLIError(message))).toMatchObject({ code: 'PREPAY_USAGE', exit: 2, message: says });
  });

  it('names the arguments that are missing, and counts those too many', () => {
    const missing = parseError('Missing 2 required args:\n', { args: [{ name: 'pack' }, { name: 'file' }] });
    expect(failure(missing).message).toBe('missing arguments PACK and FILE');
    expect(failure(parseError('Missing', { args: [{ name: 'file' }] })).message).toBe('missing argument FILE');
    const one = parseError('Unexpected argument: hunter2', { args: ['hunter2'] });
    expect(failure(one).message).toBe('1 argument more than the command takes');
    const two = parseError('Unexpected arguments: a, b', { args: ['a', 'b'] });
    expect(failure(two).message).toBe('2 arguments more than the command takes');
  });

  it('names the argument whose options a value is none of', () => {
    const args = { file: {}, shell: { options: ['bash', 'zsh'] } };
    expect(failure(parseError('Expected hunter2 to be one of: bash, zsh', {}), known({ args })).message).toBe(
      'Expected SHELL to be one of: bash, zsh',
    );
  });

  it('calls an unknown command a mistake of usage', () => {
    expect(failure(new Errors.CLIError('Run prepay help', { exit: 127 }))).toMatchObject({
      code: 'PREPAY_USAGE',
      exit: 2,
    });
  });

  it('keeps the exit code of a command that ended itself, in silence', () => {
    expect(failure(new Errors.ExitError(3))).toMatchObject({ exit: 3, isPrinted: true });
    const printed = new PrintedExit(failure(new PrepayError('PREPAY_PACK_INVALID', 'bad', 'stop')));
    expect(failure(printed)).toMatchObject({ exit: 1, isPrinted: true });
    expect(printed.oclif.exit).toBe(1);
  });

  it('knows a full disk under any error', () => {
    expect(failure(Object.assign(new Error('write'), { code: 'ENOSPC' }))).toMatchObject({
      code: 'PREPAY_DISK_FULL',
      exit: 4,
    });
  });

  it.each([[new TypeError('x is not a function')], ['thrown text'], [new Errors.CLIError('odd')]])(
    'calls the rest internal: %s',
    (error) => {
      expect(failure(error)).toMatchObject({ code: 'PREPAY_INTERNAL', exit: 4 });
    },
  );
});
