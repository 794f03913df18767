import { median, type Sample } from './measure.js';

/** One side of a comparison: its medians. */
export interface Row {
  readonly side: string;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly rssMb: number;
}

export interface Comparison {
  readonly bench: string;
  readonly rounds: number;
  /** The side that all others are divided by. */
  readonly against: string;
  readonly rows: readonly Row[];
  /** What is to be reached, in words, for those who read the table. */
  readonly goal: string;
  /** Figures beside the rows, by name. */
  readonly more?: Readonly<Record<string, number | string>>;
}

export function rowsOf(samples: ReadonlyMap<string, readonly Sample[]>): Row[] {
  return [...samples].map(([side, taken]) => ({
    side,
    wallMs: median(taken.map(({ wallMs }) => wallMs)),
    cpuMs: median(taken.map(({ cpuMs }) => cpuMs)),
    rssMb: median(taken.map(({ rssMb }) => rssMb)),
  }));
}

/** A table for people, then one line of JSON for machines: `bench <json>`. */
export function printed({ bench, rounds, against, rows, goal, more = {} }: Comparison): string {
  const base = rows.find(({ side }) => side === against);
  if (base === undefined) throw new RangeError(`no side is called ${against}`);
  const ratios = rows.map((row) => ({
    ...row,
    wallRatio: row.wallMs / base.wallMs,
    cpuRatio: row.cpuMs / base.cpuMs,
    rssRatio: row.rssMb / base.rssMb,
  }));
  const lines = ratios.map((row) => [
    row.side,
    `${row.wallMs.toFixed(0)} ms`,
    `${row.wallRatio.toFixed(2)}x`,
    `${row.cpuMs.toFixed(0)} ms`,
    `${row.cpuRatio.toFixed(2)}x`,
    `${row.rssMb.toFixed(0)} MB`,
    `${row.rssRatio.toFixed(2)}x`,
  ]);
  const table = aligned([['', 'wall', '', 'CPU', '', 'peak RSS', ''], ...lines]);
  const notes = Object.entries(more).map(([name, value]) => `  ${name}: ${value}`);
  const json = JSON.stringify({ bench, rounds, against, goal, rows: ratios, more });
  const title = `${bench}: medians of ${rounds} alternating runs, against ${against}; goal: ${goal}`;
  return [title, ...table, ...notes, `bench ${json}`, ''].join('\n');
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>((most, row) => row.map((cell, at) => Math.max(cell.length, most[at] ?? 0)), []);
  return rows.map((row) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  '),
  );
}
