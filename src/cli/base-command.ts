import { Command, Errors, Flags, type Interfaces } from '@oclif/core';
import { PrepayError } from '../core/errors.js';
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
    // A terminal that does not know its width says 0.
    return process.stdout.isTTY && process.stdout.columns > 0 ? Math.max(40, process.stdout.columns) : 80;
  }

  /** As oclif parses, but an empty value is refused: nothing that a flag or an argument names is called ''. */
  protected override async parse<
    F extends Interfaces.OutputFlags<typeof Command.flags>,
    B extends Interfaces.OutputFlags<typeof Command.flags>,
    A extends Interfaces.OutputArgs<typeof Command.args>,
  >(options?: Interfaces.Input<F, B, A>, argv?: string[]): Promise<Interfaces.ParserOutput<F, B, A>> {
    const parsed = await super.parse(options, argv);
    refuseEmpty(parsed.flags, (name) => `--${name}`);
    refuseEmpty(parsed.args, (name) => name.toUpperCase());
    return parsed;
  }

  protected override toErrorJson(error: unknown): object {
    return failureJson(failure(error));
  }

  /** Says what went wrong once and ends with its exit code, with and without --json. */
  protected override catch(error: Error): never {
    if (error instanceof Errors.ExitError || error instanceof PrintedExit) throw error;
    const failed = failure(error, {
      flags: Object.keys({ ...this.ctor.flags, ...this.ctor.baseFlags }),
      args: this.ctor.args,
    });
    printFailure(failed, this.jsonEnabled());
    throw new PrintedExit(failed);
  }
}

function refuseEmpty(values: object, shown: (name: string) => string): void {
  for (const [name, value] of Object.entries(values)) {
    const isEmpty = value === '' || (Array.isArray(value) && value.includes(''));
    if (isEmpty)
      throw new PrepayError('PREPAY_USAGE', `${shown(name)}: the value is empty`, 'Give it one, or leave it out.');
  }
}
