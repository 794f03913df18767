import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { interruptible } from './interrupt.js';

describe('interruptible', () => {
  it('gives the result, and leaves no handler behind', async () => {
    const before = process.listenerCount('SIGINT');
    await expect(interruptible((signal) => Promise.resolve(signal.aborted))).resolves.toBe(false);
    expect(process.listenerCount('SIGINT')).toBe(before);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'ends at the second %s although a file call blocks that exit would wait for',
    async (signal) => {
      const fifo = join(mkdtempSync(join(tmpdir(), 'prepay-interrupt-')), 'fifo');
      execFileSync('mkfifo', [fifo]);
      const program = `
        import { readFile } from 'node:fs/promises';
        import { interruptible } from ${JSON.stringify(resolve(import.meta.dirname, 'interrupt.ts'))};
        await interruptible((signal) => {
          signal.addEventListener('abort', () => console.log('first'));
          setTimeout(() => console.log('ready'), 50);
          return readFile(${JSON.stringify(fifo)});
        });`;
      const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      child.stdout.on('data', () => child.kill(signal));
      const ended = await new Promise((done) => child.on('close', (code, by) => done({ code, by })));
      expect(ended).toEqual({ code: null, by: 'SIGINT' });
    },
    20_000,
  );
});
