import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Built } from './built.js';
import { alternate, type Sample, sample } from './measure.js';
import { printed, rowsOf } from './table.js';

const rounds = 5;
const findings = Number(process.env['BENCH_FINDINGS'] ?? 100_000);

const figures = z.object({ wallMs: z.number(), cpuMs: z.number(), rssMb: z.number() });
const compared = figures.extend({ counts: z.record(z.string(), z.number()), unchanged: z.number() });

/** Two packs of a hundred thousand findings compared, beside reading both. */
export async function diff(built: Built): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), 'prepay-diff-'));
  try {
    const node = (name: string, ...args: string[]) =>
      sample({ command: process.execPath, args: [built.child(name), ...args] });
    const [before = '', after = ''] = (await node('diff-packs', out, String(findings))).stdout.trim().split('\n');
    let last = '';
    // Without the start of the process, which bench/start.ts measures.
    const inside = (name: string) => async (): Promise<Sample> => {
      const taken = await node(name, before, after);
      last = name === 'diff' ? taken.stdout : last;
      return { ...taken, ...figures.parse(JSON.parse(taken.stdout)) };
    };
    const samples = await alternate(rounds, { 'reading both': inside('diff-read'), 'pack diff': inside('diff') });
    const { counts, unchanged } = compared.parse(JSON.parse(last));
    const told = Object.entries(counts).filter(([, count]) => count > 0);
    return printed({
      bench: 'diff',
      rounds,
      against: 'reading both',
      rows: rowsOf(samples),
      goal: 'at most 3x the time',
      more: { 'findings of each': findings, unchanged, ...Object.fromEntries(told) },
    });
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}
