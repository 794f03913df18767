/** Milliseconds of CPU, user and system, of all threads of this process so far. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Wall and CPU milliseconds of the work, beside what it gives. */
export async function timed<T>(work: () => T | Promise<T>): Promise<{ wallMs: number; cpuMs: number; value: T }> {
  const [cpu, wall] = [cpuMs(), performance.now()];
  const value = await work();
  return { wallMs: performance.now() - wall, cpuMs: cpuMs() - cpu, value };
}

export function rssMb(): number {
  return process.resourceUsage().maxRSS / 1024;
}

/** Hands the figures to the benchmark that started this process. */
export function report(figures: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
