import { flush, run } from '@oclif/core';
import { failure, printFailure } from './failure.js';

/**
 * Runs the command line of this process and sets its exit code. oclif ends with 1 on every error that names no code;
 * here each has its own (errorTable), and an unknown command is a mistake of usage.
 */
export async function execute(root: string): Promise<void> {
  // The SDK's own warning about Node 20 would stand in every log; ADR 7 dates the move instead.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  try {
    await run(process.argv.slice(2), root);
    await flush();
  } catch (error) {
    const failed = failure(error);
    if (!failed.isPrinted) printFailure(failed, process.argv.includes('--json'));
    process.exitCode = failed.exit;
  }
}
