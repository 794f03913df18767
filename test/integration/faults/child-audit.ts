import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const root = resolve(import.meta.dirname, '../../..');
const ended = z.object({ exit: z.int(), error: z.string().nullable(), maxRssKb: z.int() });

interface Options {
  readonly config: string;
  readonly resume?: boolean;
  readonly timeoutMs?: number;
  /** The most KiB that a file may hold. */
  readonly fileKiB?: number;
}

/** An audit in a process of its own, from source. */
export function startAudit(out: string, { fileKiB, ...options }: Options): ChildProcess {
  const command = [
    process.execPath,
    '--import',
    'tsx',
    join(import.meta.dirname, 'child.ts'),
    out,
    JSON.stringify(options),
  ];
  const shell = fileKiB === undefined ? 'exec "$@"' : `ulimit -f ${fileKiB}; exec "$@"`;
  return spawn('bash', ['-c', shell, 'bash', ...command], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** How it ended; null where it was killed. */
export async function endOf(child: ChildProcess): Promise<z.infer<typeof ended> | null> {
  const text = { out: '', error: '' };
  child.stdout?.on('data', (chunk: Buffer) => (text.out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text.error += chunk.toString()));
  const signal = await new Promise<string | null>((done, failed) => {
    child.on('error', failed);
    child.on('close', (_code, by) => done(by));
  });
  if (signal === 'SIGKILL') return null;
  if (text.out === '') throw new Error(`the audit said nothing (${signal ?? 'it ended'}): ${text.error}`);
  return ended.parse(JSON.parse(text.out));
}
