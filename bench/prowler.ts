import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Built } from './built.js';
import { alternate, type Sample, sample } from './measure.js';
import { callsOf, region, scaleAccount, sum } from './scale-account.js';
import { printed, rowsOf } from './table.js';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3);
const services = ['ec2', 'vpc', 'wafv2', 'ecr', 'guardduty', 'shield', 'elbv2'];
const command = process.env['BENCH_PROWLER'];

/** A whole audit of the large account on a warm server, beside Prowler's scan of the same services there. */
export async function prowler(built: Built): Promise<string> {
  if (command === undefined) {
    return 'prowler: SKIPPED: BENCH_PROWLER names no installed prowler (pip install prowler==5.46.0 in a venv of its own)';
  }
  const out = await mkdtemp(join(tmpdir(), 'prepay-prowler-'));
  const { moto, seeded, env } = await scaleAccount(process.env['BENCH_FACTOR'] ?? '1');
  try {
    let runs = 0;
    const folder = (): string => {
      runs += 1;
      return join(out, String(runs));
    };
    const scan = (): Promise<Sample> => {
      const where = ['--output-formats', 'csv', 'json-ocsf', '--output-directory', folder(), '--output-filename', 's'];
      const args = ['aws', '--region', region, '--no-banner', '--no-color', '-z', ...where, '--services', ...services];
      return sample({ command, args, env, cwd: out });
    };
    const audit = (): Promise<Sample> => {
      const args = ['audit', 'run', '--region', region, '--fail-on', 'never', '--quiet', '--out', folder()];
      return sample({ command: process.execPath, args: [built.cli, ...args], env, cwd: out });
    };
    await scan();
    await audit();
    const calls = { scan: sum(await callsOf(moto, scan)), audit: sum(await callsOf(moto, audit)) };
    const samples = await alternate(rounds, { Prowler: scan, 'prepay audit run': audit });
    return printed({
      bench: 'prowler',
      rounds,
      against: 'Prowler',
      rows: rowsOf(samples),
      goal: 'at most 1/20 of the time, 1/5 of the memory, 1/8 of the calls',
      more: {
        account: seeded,
        'calls of Prowler': calls.scan,
        'calls of prepay audit run': calls.audit,
        'ratio of calls': (calls.audit / calls.scan).toFixed(3),
      },
    });
  } finally {
    await moto.stop();
    await rm(out, { recursive: true, force: true });
  }
}
