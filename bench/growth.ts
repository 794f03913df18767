import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Built } from './built.js';
import { alternate, sample } from './measure.js';
import { region, scaleAccount } from './scale-account.js';
import { printed, rowsOf } from './table.js';

const rounds = 3;
const factors = ['0.25', '1', '4'];

/** The memory and time of a whole audit against the size of the account, and of its pack. */
export async function growth(built: Built): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), 'prepay-growth-'));
  try {
    const more: Record<string, string> = {};
    const rows = [];
    for (const factor of factors) {
      const { moto, seeded, env } = await scaleAccount(factor);
      try {
        const folder = join(out, factor);
        const args = ['audit', 'run', '--region', region, '--fail-on', 'never', '--quiet', '--out', folder];
        const audit = () => sample({ command: process.execPath, args: [built.cli, ...args], env, cwd: out });
        await audit();
        rows.push(...rowsOf(await alternate(rounds, { [`factor ${factor}`]: audit })));
        const findings = await readFile(join(folder, 'latest/results/findings.jsonl'), 'utf8');
        more[`findings at ${factor}`] = String(findings.split('\n').length - 1);
        more[`account at ${factor}`] = seeded;
      } finally {
        await moto.stop();
      }
    }
    const goal = 'memory linear in the account';
    return printed({ bench: 'growth', rounds, against: 'factor 1', rows, goal, more });
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}
