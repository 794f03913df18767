import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { z } from 'zod';

const bin = resolve(import.meta.dirname, '../../bin/run.js');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Options {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
}

/** An environment in which the AWS SDK finds nothing: no files, no variables, no metadata service. */
const bare = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  AWS_EC2_METADATA_DISABLED: 'true',
  NO_COLOR: '1',
};

export function start(args: readonly string[], { cwd, env, uid }: Options = {}): ChildProcess {
  return spawn(process.execPath, [bin, ...args], {
    cwd: cwd ?? temporary(),
    env: { ...bare, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
}

/** Runs the built command line to its end. */
export function prepay(args: readonly string[], options: Options = {}): Promise<Ended> {
  return ended(start(args, options));
}

export function ended(child: ChildProcess): Promise<Ended> {
  const text = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()));
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) => done({ code, ...text }));
  });
}

export function temporary(): string {
  return mkdtempSync(join(tmpdir(), 'prepay-e2e-'));
}

/** The text as JSON of that shape; anything else fails the test. */
export function json<T>(shape: z.ZodType<T>, text: string): T {
  return shape.parse(JSON.parse(text));
}
