/**
 * Runs the work with a signal that SIGINT and SIGTERM abort. The work ends by throwing PREPAY_INTERRUPTED; a second
 * signal ends the process at once, as the shell's 130.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) endNow();
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // A file past the shell's limit (ulimit -f) is then an error of the write, EFBIG, and not the end of the process.
  process.on('SIGXFSZ', ignore);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    process.off('SIGXFSZ', ignore);
  }
}

function ignore(): void {
  // Its being handled is enough.
}

/**
 * Ends by SIGINT itself, which shells show as 130: process.exit would wait for a file call that blocks, such as the
 * opening of a pipe that nobody writes to. It stands for process 1 of a container, which its own signals do not end.
 */
function endNow(): never {
  process.removeAllListeners('SIGINT');
  process.kill(process.pid, 'SIGINT');
  process.exit(130);
}
