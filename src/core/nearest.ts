import { distance } from 'fastest-levenshtein';
import { byCodeUnit } from './json.js';

/** The known name nearest to a misspelt one, at most three edits (or a third of its length) away; null if none is. */
export function nearest(name: string, known: readonly string[]): string | null {
  const ranked = known
    .map((candidate) => ({ candidate, edits: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits || byCodeUnit(a.candidate, b.candidate));
  const [best] = ranked;
  return best !== undefined && best.edits <= Math.max(3, Math.floor(name.length / 3)) ? best.candidate : null;
}
