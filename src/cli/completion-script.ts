import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '@oclif/core';

export const shells = ['bash', 'zsh', 'powershell'] as const;
export type Shell = (typeof shells)[number];

/** Where oclif's autocomplete plugin puts the script of a shell, below the folder of its cache. */
const places: Readonly<Record<Shell, readonly [string, (bin: string) => string]>> = {
  bash: ['bash', (bin) => `${bin}.bash`],
  zsh: ['zsh', (bin) => `_${bin}`],
  powershell: ['powershell', (bin) => `${bin}.ps1`],
};

const cacheVariable = 'PREPAY_CACHE_DIR';

/** The completion script of a shell, whole: it refers to no other file, and none is left behind. */
export async function completionScript(config: Config, shell: Shell): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'prepay-completion-'));
  const before = process.env[cacheVariable];
  try {
    // oclif makes a configuration of its own for the command, which asks the environment.
    process.env[cacheVariable] = folder;
    await config.runCommand('autocomplete:create');
    const [name, fileOf] = places[shell];
    const script = await readFile(join(folder, 'autocomplete', 'functions', name, fileOf(config.bin)), 'utf8');
    // Paths are completed where the script knows no word: values of flags, arguments.
    return `${script.trim().replace('\ncomplete -F ', '\ncomplete -o default -F ')}\n`;
  } finally {
    if (before === undefined) Reflect.deleteProperty(process.env, cacheVariable);
    else process.env[cacheVariable] = before;
    await rm(folder, { recursive: true, force: true });
  }
}
