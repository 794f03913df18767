import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Built } from './built.js';
import { alternate, type Sample, sample } from './measure.js';
import { printed, rowsOf } from './table.js';

const rounds = 3;
const rules = Number(process.env['BENCH_RULES'] ?? 1_000_000);
const rulesOfGroup = 10;

const figures = z.object({ wallMs: z.number(), cpuMs: z.number(), rssMb: z.number() });
const judged = figures.extend({
  stages: z.record(z.string(), z.number()),
  outcomes: z.record(z.string(), z.number()),
  facts: z.number(),
  heldMb: z.number(),
});

/** A million security-group rules judged from their recording, beside JSON.parse of the same bytes. */
export async function rulesJudged(built: Built): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), 'prepay-rules-'));
  try {
    const node = (name: string, ...args: string[]) =>
      sample({ command: process.execPath, args: [built.child(name), ...args] });
    const folder = (await node('record', out, String(rules / rulesOfGroup), '0')).stdout.trim();
    let last = '';
    // Without the start of the process, which bench/start.ts measures.
    const inside = (name: string) => async (): Promise<Sample> => {
      const taken = await node(name, join(folder, name === 'judge' ? '' : 'recording'));
      last = name === 'judge' ? taken.stdout : last;
      return { ...taken, ...figures.parse(JSON.parse(taken.stdout)) };
    };
    const samples = await alternate(rounds, { 'JSON.parse': inside('parse'), 'replay, parse, judge': inside('judge') });
    const { stages, outcomes } = judged.parse(JSON.parse(last));
    const weighed = await sample({ command: process.execPath, args: ['--expose-gc', built.child('judge'), folder] });
    const held = judged.parse(JSON.parse(weighed.stdout));
    return printed({
      bench: 'rules',
      rounds,
      against: 'JSON.parse',
      rows: rowsOf(samples),
      goal: 'at most 3x the time, 1 GB',
      more: {
        rules,
        ...Object.fromEntries(Object.entries(stages).map(([name, ms]) => [`CPU, ${name}`, `${Math.round(ms)} ms`])),
        findings: JSON.stringify(outcomes),
        'heap a fact': `${Math.round((held.heldMb * 1024 * 1024) / held.facts)} bytes for a group of ${rulesOfGroup} rules`,
      },
    });
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}
