import type { Coverage } from '../../core/fact.js';
import type { Gap } from '../../core/read.js';

const shown = 3;

/** The gaps of several reads as one: the first one's reason, every read, and the first few sentences. Null for none. */
export function joinGaps(gaps: readonly (Gap | null)[]): Gap | null {
  const real = gaps.filter((gap) => gap !== null);
  const [first] = real;
  if (first === undefined) return null;
  const texts = [...new Set(real.map((gap) => gap.text))];
  const more = texts.length > shown ? [`and ${texts.length - shown} more`] : [];
  return {
    reason: first.reason,
    reads: [...new Set(real.flatMap((gap) => gap.reads))],
    text: [...texts.slice(0, shown), ...more].join('; '),
  };
}

/** The coverage of a population that is listed by one read and then by one read for each of its items. */
export function joinCoverage(listing: Coverage, dependent: readonly Coverage[]): Coverage {
  const all = [listing, ...dependent];
  return {
    gap: joinGaps(all.map((coverage) => coverage.gap)),
    reads: all.flatMap((coverage) => coverage.reads),
    delivered: all.some((coverage) => coverage.delivered),
  };
}
