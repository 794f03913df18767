/** How long the service asked to be left alone, by its `Retry-After`, in milliseconds; null where it did not say. */
export function retryAfterMs(error: unknown, nowMs: number): number | null {
  const value = member(member(member(error, '$response'), 'headers'), 'retry-after');
  if (typeof value !== 'string' || value === '') return null;
  const seconds = Number(value);
  const waitMs = Number.isNaN(seconds) ? Date.parse(value) - nowMs : seconds * 1000;
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : null;
}

/** Whether the SDK has set the clock of the client by the Date of this error's answer: the next call is signed by it. */
export function isClockSet(error: unknown): boolean {
  return member(member(error, '$metadata'), 'clockSkewCorrected') === true;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
