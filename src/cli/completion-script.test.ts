import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { z } from 'zod';
import Completion from '../commands/completion.js';
import { runCommand } from '../../test/helpers/run-command.js';

/** What bash would offer for the words so far, the last of which is being typed. */
function offered(script: string, words: readonly string[]): string[] {
  const program = `${script}
    COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
    _prepay_autocomplete
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const run = spawnSync('bash', ['-c', program], { encoding: 'utf8' });
  expect(run.stderr).toBe('');
  return [...new Set(run.stdout.trim().split('\n'))];
}

it('gives bash a script that completes topics, commands and flags by itself', async () => {
  const { stdout, exit } = await runCommand(Completion, ['bash']);
  expect(exit).toBe(0);
  expect(stdout).toContain('complete -o default -F _prepay_autocomplete prepay');
  expect(offered(stdout, ['prepay', 'pa'])).toEqual(['pack']);
  expect(offered(stdout, ['prepay', 'audit', 'r'])).toEqual(['run']);
  expect(offered(stdout, ['prepay', 'audit', 'run', '--fail'])).toEqual(['--fail-on']);
  expect(stdout).not.toContain('prepay-completion-');
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('prepay-completion-'))).toEqual([]);
});

it.each([
  { shell: 'zsh', has: /^#compdef prepay\n/ },
  { shell: 'powershell', has: /Register-ArgumentCompleter -Native -CommandName prepay/ },
])('gives $shell its script, and one document under --json', async ({ shell, has }) => {
  const { stdout, exit } = await runCommand(Completion, [shell, '--json']);
  expect(exit).toBe(0);
  const document = z.object({ shell: z.string(), script: z.string() }).parse(JSON.parse(stdout));
  expect(document.shell).toBe(shell);
  expect(document.script).toMatch(has);
});
