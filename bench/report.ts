import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Built } from './built.js';
import { alternate, type Sample, sample } from './measure.js';
import { printed, rowsOf } from './table.js';

const rounds = 3;
const findings = 10_000;
const frameworks = 'controls/frameworks';

const figures = z.object({ wallMs: z.number(), cpuMs: z.number(), rssMb: z.number(), bytes: z.number() });

/** The reports that people read of 10,000 findings, each in a process of its own, beside the same model as JSON. */
export async function reports(built: Built): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), 'prepay-reports-'));
  try {
    // The sample of the tests, which the child is built with, reads the catalogs beside it.
    await cp(join(import.meta.dirname, '..', frameworks), join(built.folder, 'dist', frameworks), { recursive: true });
    const bytes = new Map<string, number>();
    const inside = (format: string) => async (): Promise<Sample> => {
      const args = [built.child('report'), format, String(findings), out];
      const taken = await sample({ command: process.execPath, args });
      const own = figures.parse(JSON.parse(taken.stdout));
      bytes.set(format, own.bytes);
      return { ...taken, ...own };
    };
    const sides = { 'the model as JSON': inside('model'), HTML: inside('html'), PDF: inside('pdf') };
    return printed({
      bench: 'report',
      rounds,
      against: 'the model as JSON',
      rows: rowsOf(await alternate(rounds, sides)),
      goal: 'HTML in at most 3 s, PDF in at most 10 s, each in 500 MB',
      more: Object.fromEntries([...bytes].map(([format, size]) => [`${format}, MB`, (size / 1e6).toFixed(1)])),
    });
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}
