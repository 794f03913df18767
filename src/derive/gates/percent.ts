export interface Measure {
  readonly covered: number;
  readonly total: number;
}

/** The percentage with two decimals, rounded down, so that 89.999 is never shown as 90.00. `total` is above 0. */
export function percent({ covered, total }: Measure): string {
  const hundredths = (BigInt(covered) * 10_000n) / BigInt(total);
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;
}

/** Whether the share lies below the percentage, by whole numbers alone. */
export function isBelow({ covered, total }: Measure, thresholdPercent: number): boolean {
  return BigInt(covered) * 100n < BigInt(thresholdPercent) * BigInt(total);
}

export function sum(measures: readonly Measure[]): Measure {
  return measures.reduce((a, b) => ({ covered: a.covered + b.covered, total: a.total + b.total }), {
    covered: 0,
    total: 0,
  });
}
