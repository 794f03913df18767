import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { Built } from './built.js';
import { type GateFile, gateFiles, isJson, partsOf } from './gate-files.js';
import { alternate, type Sample, sample } from './measure.js';
import { printed, type Row, rowsOf } from './table.js';

const rounds = 3;
const bytes = Number(process.env['BENCH_GATE_MB'] ?? 30) * 1e6;
const largeBytes = Number(process.env['BENCH_LCOV_MB'] ?? 500) * 1e6;

const figures = z.object({ wallMs: z.number(), cpuMs: z.number(), rssMb: z.number() });

/** Each reader of a gate's report over a file of its format, beside JSON.parse of the whole or a bare read in parts. */
export async function gates(built: Built): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), 'prepay-gates-'));
  // Without the start of the process, which bench/start.ts measures.
  const inside = (how: string, format: string, source: string) => async (): Promise<Sample> => {
    const taken = await sample({ command: process.execPath, args: [built.child('gate-read'), how, format, source] });
    return { ...taken, ...figures.parse(JSON.parse(taken.stdout)) };
  };
  try {
    const tables: string[] = [];
    for (const [format, file] of Object.entries(gateFiles)) {
      const path = join(out, format);
      await pipeline(Readable.from(partsOf(file, bytes)), createWriteStream(path));
      tables.push(await ofFormat(format, path, inside));
      await rm(path);
    }
    return [...tables, await largeLcov(inside)].join('\n');
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

type Inside = (how: string, format: string, source: string) => () => Promise<Sample>;

async function ofFormat(format: string, path: string, inside: Inside): Promise<string> {
  const against = isJson(format) ? 'JSON.parse of the whole' : 'bare read in parts';
  const { size } = await stat(path);
  const samples = await alternate(rounds, {
    [against]: inside(isJson(format) ? 'parse' : 'bare', format, path),
    'the reader': inside('reader', format, path),
  });
  const rows = rowsOf(samples);
  return printed({
    bench: `gates ${format}`,
    rounds,
    against,
    rows,
    goal: isJson(format)
      ? 'at most 6x the CPU, less memory'
      : 'at most 15x the CPU, memory that does not grow with the file',
    more: { 'file, MB': Math.round(size / 1e6), ...speeds(rows, size) },
  });
}

/** A tracefile that no disk holds, of which only the names of its sources may stay in memory. */
async function largeLcov(inside: Inside): Promise<string> {
  const against = 'made and thrown away';
  const of = (how: string, size: number) => inside(how, 'lcov', String(size));
  const tenth = largeBytes / 10;
  const samples = await alternate(1, {
    [against]: of('bare', largeBytes),
    'made and read': of('reader', largeBytes),
    'a tenth of it, made and read': of('reader', tenth),
  });
  const rows = rowsOf(samples);
  return printed({
    bench: 'gates lcov, large',
    rounds: 1,
    against,
    rows,
    goal: 'at most 256 MB',
    more: { 'tracefile, MB': largeBytes / 1e6, sources: sourcesIn(gateFiles['lcov'], largeBytes) },
  });
}

function sourcesIn(file: GateFile | undefined, size: number): number {
  return file === undefined ? 0 : Math.ceil(size / file.unit(0).length);
}

/** By CPU, which other work on the machine disturbs less. */
function speeds(rows: readonly Row[], size: number): Record<string, string> {
  return Object.fromEntries(rows.map(({ side, cpuMs }) => [`${side}, MB/s of CPU`, (size / 1e3 / cpuMs).toFixed(0)]));
}
