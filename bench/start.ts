import type { Built } from './built.js';
import { alternate, type Sample, sample } from './measure.js';
import { printed, rowsOf } from './table.js';

const rounds = 15;

/** What the command line costs before it does anything, beside node itself. */
export async function start({ cli, folder }: Built): Promise<string> {
  const node =
    (...args: string[]) =>
    (): Promise<Sample> =>
      sample({ command: process.execPath, args, cwd: folder });
  const sides = {
    'node -e 0': node('-e', '0'),
    'prepay --version': node(cli, '--version'),
    'prepay keys --help': node(cli, 'keys', '--help'),
    'prepay controls list': node(cli, 'controls', 'list'),
  };
  await alternate(2, sides);
  const samples = await alternate(rounds, sides);
  return printed({
    bench: 'start',
    rounds,
    against: 'node -e 0',
    rows: rowsOf(samples),
    goal: 'at most 3x the wall time',
  });
}
