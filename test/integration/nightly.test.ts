import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { installed } from './peers/installed.js';

it('actionlint finds nothing in the nightly workflow', async () => {
  const actionlint = await installed('actionlint');
  const { stdout } = await promisify(execFile)(actionlint, ['-no-color', 'deploy/nightly/github-workflow.yml']);
  expect(stdout).toBe('');
});
