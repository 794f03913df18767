import { Config, type Command } from '@oclif/core';
import { captureOutput } from '@oclif/test';
import { resolve } from 'node:path';

export interface CommandRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

type Runnable = { new (argv: string[], config: Config): Command; run: typeof Command.run };

/** Runs a command from its source, in this process, and gives what it printed and the exit code that it set. */
export async function runCommand(command: Runnable, argv: readonly string[]): Promise<CommandRun> {
  const config = await Config.load(resolve(import.meta.dirname, '../..'));
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    const { stdout, stderr, error } = await captureOutput(() => command.run([...argv], config), { print: false });
    return { stdout, stderr, exit: error?.oclif?.exit ?? process.exitCode };
  } finally {
    process.exitCode = before;
  }
}
