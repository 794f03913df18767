import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const stopWithinMs = 5_000;

/** Ends that process alone, and resolves when it is gone. */
export async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, 'exit');
  server.kill('SIGTERM');
  const isStopped = await Promise.race([exited.then(() => true), sleep(stopWithinMs, false)]);
  if (isStopped) return;
  server.kill('SIGKILL');
  await exited;
}
