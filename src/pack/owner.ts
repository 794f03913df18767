import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';

/** A process, told apart from every other one that its number may come to stand for. */
export const processOwner = z.strictObject({
  pid: z.int().positive(),
  /** The machine and, on Linux, its boot and the space of process numbers. */
  machine: z.string(),
  /** When it started, in the kernel's own count; null where the system does not say. */
  started: z.string().nullable(),
});
export type ProcessOwner = z.infer<typeof processOwner>;

export async function thisProcess(): Promise<ProcessOwner> {
  return { pid: process.pid, machine: await machine(), started: await startOf(process.pid) };
}

/** Whether that process still runs; `unknown` for one of another machine, or of another container of this one. */
export async function stateOf({ pid, machine: where, started }: ProcessOwner): Promise<'runs' | 'gone' | 'unknown'> {
  if (where !== (await machine())) return 'unknown';
  if (!isThere(pid)) return 'gone';
  return (await startOf(pid)) === started ? 'runs' : 'gone';
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and another user's.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

async function machine(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const space = await readlink('/proc/self/ns/pid').catch(() => '');
  return [hostname(), boot.trim(), space].filter((part) => part !== '').join(' ');
}

/** Field 22 of proc_pid_stat(5): the second may hold spaces and ends at the last parenthesis. */
async function startOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}
