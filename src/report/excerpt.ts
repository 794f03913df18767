import type { Finding } from '../core/finding.js';
import type { Json } from '../core/json.js';
import { isJsonObject } from '../core/json.js';
import { bySeverity } from '../core/outcome.js';
import type { EndLine, EvidenceRef } from '../core/read.js';
import { placeKey } from './evidence-index.js';
import type { Excerpt } from './model-types.js';
import { pointerTokens } from './shell.js';
import { outcomesWorstFirst } from './words.js';

/** So many places are shown in a report itself, the worst first; 1,500 of the longest ones are 3 MB. */
export const excerptsShown = 1500;
/** UTF-16 code units of one excerpt. */
const longest = 2000;

/**
 * The places whose recorded answers a report shows, each once: those of fails by severity, of unknowns, of what a person
 * has to judge, then the rest. The same findings give the same places, however large the recording is.
 */
export function excerptPlaces(findings: readonly Finding[]): readonly EvidenceRef[] {
  const places = new Map<string, EvidenceRef>();
  const sorted = [...findings].sort(
    (a, b) =>
      outcomesWorstFirst.indexOf(a.outcome) - outcomesWorstFirst.indexOf(b.outcome) ||
      bySeverity(b.severity, a.severity),
  );
  for (const { evidence } of sorted) {
    for (const place of evidence) {
      if (places.size === excerptsShown) return [...places.values()];
      places.set(placeKey(place), place);
    }
  }
  return [...places.values()];
}

/** The value that the pointer (RFC 6901) names in a recorded answer, as text; null where it names none. */
export function excerptOf(response: Json, pointer: string): Excerpt | null {
  let value: Json | undefined = response;
  for (const token of pointerTokens(pointer)) {
    if (Array.isArray(value)) value = /^(?:0|[1-9][0-9]*)$/u.test(token) ? itemOf(value, Number(token)) : undefined;
    else value = isJsonObject(value) && Object.hasOwn(value, token) ? value[token] : undefined;
  }
  return value === undefined ? null : bounded(JSON.stringify(value, null, 2));
}

/** How a read ended, as text: what the recording holds in the place of a page that never came. */
export function endExcerpt({ outcome, pages, attempts, error }: EndLine): Excerpt {
  return bounded(JSON.stringify({ outcome, pages, attempts, error }, null, 2));
}

function itemOf(items: readonly Json[], position: number): Json | undefined {
  return items[position];
}

/** Cut after its last whole line within the bound, or within a line that is longer than that alone. */
function bounded(text: string): Excerpt {
  if (text.length <= longest) return { text, isCut: false };
  const end = text.lastIndexOf('\n', longest);
  // A slice would keep the whole text in memory: through bytes it becomes a text of its own.
  return { text: Buffer.from(text.slice(0, end > 0 ? end : longest)).toString(), isCut: true };
}
