import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Built } from './built.js';
import { alternate, type Sample, sample } from './measure.js';
import { printed, rowsOf } from './table.js';

const rounds = 5;
const groups = 20_000;
const padding = 23_000;

const figures = z.object({ wallMs: z.number(), cpuMs: z.number() });

/** The steps of verification that read a pack's bytes, replay left out, beside OpenSSL hashing the same files. */
export async function verify(built: Built): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), 'prepay-verify-'));
  try {
    const node = (name: string, ...args: string[]) =>
      sample({ command: process.execPath, args: [built.child(name), ...args] });
    const key = join(out, 'key.pub');
    const pack = (await node('record', out, String(groups), String(padding), key)).stdout.trim();
    const files = await filesIn(pack);
    const { stdout: version } = await promisify(execFile)('openssl', ['version']);
    const openssl = () => sample({ command: 'openssl', args: ['dgst', '-sha256', ...files.map(({ path }) => path)] });
    const whole = () => node('verify', pack, key);
    const inside = async (): Promise<Sample> => {
      const taken = await whole();
      return { ...taken, ...figures.parse(JSON.parse(taken.stdout)) };
    };
    const sides = {
      'openssl dgst -sha256': openssl,
      'verify, steps 1 to 4': inside,
      'the same, node and imports too': whole,
    };
    await alternate(1, sides);
    return printed({
      bench: 'verify',
      rounds,
      against: 'openssl dgst -sha256',
      rows: rowsOf(await alternate(rounds, sides)),
      goal: 'at most 1.5x the wall time',
      more: {
        'pack, MB': Math.round(files.reduce((sum, { size }) => sum + size, 0) / 1e6),
        files: files.length,
        openssl: version.trim(),
      },
    });
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

async function filesIn(folder: string): Promise<{ readonly path: string; readonly size: number }[]> {
  const found: { path: string; size: number }[] = [];
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name);
    const there = await stat(path);
    if (there.isFile()) found.push({ path, size: there.size });
  }
  return found;
}
