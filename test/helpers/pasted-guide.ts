import { spawnSync } from 'node:child_process';

/** The blocks of a VERIFY.md that are meant to be pasted, in their order. */
export function guideBlocks(guide: string): readonly string[] {
  return [...guide.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block ?? '');
}

/** The steps that say `ok` when all of the blocks are pasted into one bash inside of the folder, as `1a 1b …`. */
export function pastedGuide(folder: string, guide: string, variables: Readonly<Record<string, string>>): string {
  const { stdout } = spawnSync('bash', ['-s'], {
    cwd: folder,
    input: guideBlocks(guide).join('\n'),
    env: { ...process.env, ...variables },
  });
  return [...stdout.toString('utf8').matchAll(/^ok (\w+):/gm)].map(([, step]) => step).join(' ');
}
