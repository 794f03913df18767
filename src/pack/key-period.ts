/** The UTC days, both included, on which a key may sign. */
export interface KeyPeriod {
  /** `YYYY-MM-DD`. */
  readonly validFrom: string;
  readonly validUntil: string;
}

/** Why a key with those periods may not have signed at that time, or null; without a period it may at any time. */
export function periodFault(periods: readonly KeyPeriod[] | undefined, at: string): string | null {
  if (periods === undefined || periods.length === 0) return null;
  const day = at.slice(0, 10);
  if (periods.some(({ validFrom, validUntil }) => validFrom <= day && day <= validUntil)) return null;
  const days = periods.map(({ validFrom, validUntil }) => `${validFrom} to ${validUntil}`).join(' or ');
  return `which is valid from ${days}, at ${at}`;
}
