import { fileURLToPath } from 'node:url';
import { Config, flush, run } from '@oclif/core';
import { failure, printFailure } from './failure.js';
import { refuseUnknownCommand } from './unknown-command.js';

/**
 * Runs the command line of this process and sets its exit code. oclif ends with 1 on every error that names no code;
 * here each has its own (errorTable), and an unknown command is a mistake of usage.
 */
export async function execute(root: string): Promise<void> {
  // The SDK's own warning about Node 20 would stand in every log; ADR 7 dates the move instead.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const argv = process.argv.slice(2);
  try {
    const config = await Config.load(fileURLToPath(root));
    // Before oclif sees it, whose plugin would warn in a form of its own, or ask.
    refuseUnknownCommand(config, argv);
    await run(argv, config);
    await flush();
  } catch (error) {
    const failed = failure(error);
    if (!failed.isPrinted) printFailure(failed, argv.includes('--json'));
    process.exitCode = failed.exit;
  }
}
