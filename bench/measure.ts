import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** What one process came to, from its start to its end. */
export interface Sample {
  readonly wallMs: number;
  /** User and system time, of all its threads. */
  readonly cpuMs: number;
  /** The most memory that it held at a time. */
  readonly rssMb: number;
  readonly stdout: string;
}

export interface Run {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Exit codes that are a success; 0 alone by default. */
  readonly exits?: readonly number[];
}

const longestRunMs = 20 * 60_000;

/** One run of a process, timed by GNU time. Throws where it ends with another exit code, or not in twenty minutes. */
export async function sample({ command, args, env, cwd, exits = [0] }: Run): Promise<Sample> {
  const folder = await mkdtemp(join(tmpdir(), 'prepay-bench-'));
  try {
    const usage = join(folder, 'usage');
    const from = performance.now();
    const child = spawn('/usr/bin/time', ['--quiet', '-f', '%U %S %M', '-o', usage, command, ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: longestRunMs,
      ...(cwd === undefined ? {} : { cwd }),
    });
    const closed = once(child, 'close');
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    const wallMs = performance.now() - from;
    if (child.exitCode === null || !exits.includes(child.exitCode)) {
      throw new Error(
        `${command} ${args.join(' ')} ended with ${child.exitCode ?? 'a signal'}: ${stderr.slice(-2000)}`,
      );
    }
    const [user = 0, system = 0, kilobytes = 0] = (await readFile(usage, 'utf8')).trim().split(' ').map(Number);
    return { wallMs, cpuMs: (user + system) * 1000, rssMb: kilobytes / 1024, stdout };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The samples of each side, run in turns so that what else the machine does falls on all of them alike. */
export async function alternate<S extends string>(
  rounds: number,
  sides: Readonly<Record<S, () => Promise<Sample>>>,
): Promise<ReadonlyMap<string, readonly Sample[]>> {
  const samples = new Map<string, Sample[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [side, run] of Object.entries<() => Promise<Sample>>(sides)) {
      const taken = samples.get(side) ?? [];
      samples.set(side, taken);
      taken.push(await run());
    }
  }
  return samples;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  if (low === undefined || high === undefined) throw new RangeError('median: expected a value, got none');
  return (low + high) / 2;
}
