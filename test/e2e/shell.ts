import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { temporary } from './cli.js';

const bin = resolve(import.meta.dirname, '../../bin/run.js');

/** What came of a block of commands: what it printed, and each command that did not end with 0. */
export interface BlockRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly failed: readonly { readonly command: string; readonly exit: number }[];
}

interface SessionOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs the blocks one after another in one bash, as somebody who pastes them does; `prepay` is the built command line. */
export async function pasted(blocks: readonly string[], { cwd, env }: SessionOptions): Promise<BlockRun[]> {
  const mark = '--- end of a block ---';
  const script = blocks.map(
    (block) => `${block}\nprintf '%s\\n' '${mark}'; printf '%s\\n' '${mark}' >&2; printf '%s\\n' '${mark}' >&3\n`,
  );
  const trap = `trap 'e=$?; printf "%s %s\\n" "$e" "$(printf %s "$BASH_COMMAND" | tr "\\n" " ")" >&3' ERR\n`;
  const child = spawn('bash', ['-c', trap + script.join('')], {
    cwd,
    env: { PATH: [shims(), process.env['PATH'] ?? ''].join(delimiter), NO_COLOR: '1', HOME: temporary(), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [out, err, failed] = await Promise.all(
    [1, 2, 3].map(async (fd) => {
      let text = '';
      const stream = child.stdio[fd];
      if (stream === null || stream === undefined || !('on' in stream)) throw new Error(`no pipe ${fd}`);
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
      await new Promise((done) => stream.on('close', done));
      return text.split(`${mark}\n`);
    }),
  );
  return blocks.map((_, at) => ({
    stdout: out?.[at] ?? '',
    stderr: err?.[at] ?? '',
    failed: failures(failed?.[at] ?? ''),
  }));
}

function failures(text: string): BlockRun['failed'] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ exit: Number(line.slice(0, line.indexOf(' '))), command: line.slice(line.indexOf(' ') + 1) }));
}

let folder: string | null = null;

/** A folder with commands `prepay` and `npx prepay` that start the built command line. */
function shims(): string {
  if (folder !== null) return folder;
  folder = join(temporary(), 'bin');
  mkdirSync(folder);
  const call = (drop: string): string => `#!/bin/sh\n${drop}exec '${process.execPath}' '${bin}' "$@"\n`;
  const scripts = { prepay: call(''), npx: call('[ "$1" = prepay ] || exit 127\nshift\n') };
  for (const [name, text] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}
