import { Command, Errors, Flags } from '@oclif/core';
import { failure, failureJson, PrintedExit, printFailure } from './failure.js';

/** What every command has: --json (one document on stdout and nothing else), --no-color, and exit codes from one table. */
export abstract class PrepayCommand extends Command {
  static override enableJsonFlag = true;
  static override baseFlags = {
    'no-color': Flags.boolean({ description: 'print without colour (NO_COLOR does the same)', helpGroup: 'GLOBAL' }),
  };

  /** Whether to write colour to standard output. */
  protected isColourful(flags: { readonly 'no-color': boolean }): boolean {
    return !flags['no-color'] && !('NO_COLOR' in process.env) && process.stdout.isTTY;
  }

  protected columns(): number {
    return process.stdout.isTTY ? Math.max(40, process.stdout.columns) : 80;
  }

  protected override toErrorJson(error: unknown): object {
    return failureJson(failure(error));
  }

  /** Says what went wrong once and ends with its exit code, with and without --json. */
  protected override catch(error: Error): never {
    if (error instanceof Errors.ExitError || error instanceof PrintedExit) throw error;
    const failed = failure(error, Object.keys({ ...this.ctor.flags, ...this.ctor.baseFlags }));
    printFailure(failed, this.jsonEnabled());
    throw new PrintedExit(failed);
  }
}
