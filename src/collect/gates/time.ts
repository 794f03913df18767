/** Milliseconds or seconds since 1970, as ISO 8601 in UTC; null where the text is neither. */
export function timeOfEpoch(text: string | undefined): string | null {
  if (text === undefined || !/^\d{9,13}$/.test(text)) return null;
  // A count of seconds has ten digits until 2286, one of milliseconds has had twelve since 1973.
  const epochMs = text.length > 11 ? Number(text) : Number(text) * 1000;
  return new Date(epochMs).toISOString();
}

/** The time in UTC with milliseconds; null where the text is no ISO 8601 time, or one without a zone, which is none. */
export function timeOfText(text: string | undefined): string | null {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/.test(text))
    return null;
  const epochMs = Date.parse(text);
  return Number.isNaN(epochMs) ? null : new Date(epochMs).toISOString();
}

/** The later of two times as they are written here, where there are any. */
export function latest(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b > a) ? b : a;
}
