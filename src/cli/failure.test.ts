import { Errors } from '@oclif/core';
import { describe, expect, it } from 'vitest';
import { PrepayError } from '../core/errors.js';
import { failure, failureJson, PrintedExit } from './failure.js';

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
    expect(failure(error, ['fail-on', 'out'])).toMatchObject({
      code: 'PREPAY_USAGE',
      exit: 2,
      message: 'there is no flag --faill-on. Did you mean --fail-on?',
    });
    expect(failure(parseError('x', { flags: ['--zzzzzzzzz'] }), ['out']).message).toBe('there is no flag --zzzzzzzzz');
  });

  it.each(['--role-arn', '--resume', '--preset'])('says that %s is of a later version', (flag) => {
    expect(failure(parseError('Nonexistent flag', { flags: [flag] })).code).toBe('PREPAY_NOT_BUILT');
  });

  it.each([
    [
      'Expected --fail-on=hunter2 to be one of: critical, high\nSee more help with --help',
      'Expected --fail-on to be one of: critical, high',
    ],
    ['Parsing --concurrency \n\tExpected an integer but received: hunter2', 'Parsing --concurrency'],
    [
      'The following error occurred:\n  Missing required flag key\nSee more help with --help',
      'Missing required flag key',
    ],
  ])('repeats no value that was typed: %j', (message, says) => {
    const failed = failure(parseError(message, {}));
    expect(failed).toMatchObject({ code: 'PREPAY_USAGE', message: says });
    expect(JSON.stringify(failureJson(failed))).not.toContain('hunter2');
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
