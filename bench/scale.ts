import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Built } from './built.js';
import { alternate, type Sample, sample } from './measure.js';
import { callsOf, region, scaleAccount, sum } from './scale-account.js';
import { printed, rowsOf } from './table.js';

const rounds = 5;
const factor = process.env['BENCH_FACTOR'] ?? '1';
/** Calls under way at once for each service and region: the default of `audit run`, on both sides. */
const concurrency = '10';

const loopFigures = z.object({ fewest: z.record(z.string(), z.number()), items: z.number() });

/** A whole audit of a large account on a warm server, beside a loop that makes the same calls and judges nothing. */
export async function scale(built: Built): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), 'prepay-scale-'));
  const { moto, seeded, env } = await scaleAccount(factor);
  try {
    let runs = 0;
    const packOf = (run: number) => join(out, String(run));
    const audit = (...formats: readonly string[]): Promise<Sample> => {
      runs += 1;
      const flags = [
        '--region',
        region,
        '--fail-on',
        'never',
        '--concurrency',
        concurrency,
        '--quiet',
        '--out',
        packOf(runs),
        ...formats,
      ];
      return sample({ command: process.execPath, args: [built.cli, 'audit', 'run', ...flags], env, cwd: out });
    };
    await audit();
    const called = await callsOf(moto, () => audit());
    const loop = () =>
      sample({
        command: process.execPath,
        args: [built.child('loop'), join(packOf(1), 'latest/results/reads.json'), concurrency],
        env,
      });
    const { stdout } = await loop();
    const { fewest, items } = loopFigures.parse(JSON.parse(stdout));
    const more = excess(called, fewest);
    const samples = await alternate(rounds, {
      'SDK loop, nothing judged': loop,
      'prepay audit run': () => audit(),
      'the same, CSV its only report': () => audit('--format', 'csv'),
    });
    return printed({
      bench: 'scale',
      rounds,
      against: 'SDK loop, nothing judged',
      rows: rowsOf(samples),
      goal: 'the fewest calls, at most 1.5x the time',
      more: {
        account: seeded,
        calls: sum(called),
        'fewest calls at the page sizes of the models': sum(fewest),
        'more calls than needed': more.length === 0 ? 'none' : more.join(', '),
        items,
        'findings in the pack':
          (await readFile(join(packOf(1), 'latest/results/findings.jsonl'), 'utf8')).split('\n').length - 1,
      },
    });
  } finally {
    await moto.stop();
    await rm(out, { recursive: true, force: true });
  }
}

type Calls = Readonly<Record<string, number>>;

function excess(called: Calls, fewest: Calls): string[] {
  return Object.entries(called)
    .filter(([name, count]) => count !== fewest[name])
    .map(([name, count]) => `${name} ${count} for ${fewest[name] ?? 0}`);
}
