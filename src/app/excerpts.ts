import { PrepayError } from '../core/errors.js';
import type { Finding } from '../core/finding.js';
import type { EvidenceRef } from '../core/read.js';
import type { PackRecording } from '../pack/recording-index.js';
import { findCardNumbers } from '../pan/index.js';
import { placeKey } from '../report/evidence-index.js';
import { endExcerpt, excerptOf, excerptPlaces } from '../report/excerpt.js';
import { groupBy } from '../report/group.js';
import { guardOutput } from '../report/guard.js';
import type { Excerpt } from '../report/model-types.js';

/**
 * What the recording holds at the places that a report shows, one read after the other and each page once: memory grows
 * with the excerpts, which are bounded, not with the answers.
 */
export async function excerptsOf(
  findings: readonly Finding[],
  recorded: PackRecording,
): Promise<(place: EvidenceRef) => Excerpt | null> {
  const excerpts = new Map<string, Excerpt>();
  for (const [key, places] of groupBy(excerptPlaces(findings), ({ read }) => read)) {
    await ofRead(recorded.lines(key), places, excerpts);
  }
  return (place) => excerpts.get(placeKey(place)) ?? null;
}

async function ofRead(
  lines: ReturnType<PackRecording['lines']>,
  places: readonly EvidenceRef[],
  excerpts: Map<string, Excerpt>,
): Promise<void> {
  const waiting = groupBy(places, ({ page }) => page);
  for await (const line of lines ?? []) {
    const own = line.type === 'page' ? (waiting.get(line.page) ?? []) : [...waiting.values()].flat();
    for (const place of own) {
      const excerpt = line.type === 'page' ? excerptOf(line.response, place.pointer) : endExcerpt(line);
      if (excerpt !== null && isFreeOfCardNumbers(excerpt)) excerpts.set(placeKey(place), excerpt);
    }
    if (line.type === 'page') waiting.delete(line.page);
    if (waiting.size === 0) return;
  }
}

/** Redaction looks at one value after the other; laid out as text, two of them could look like a card number. */
function isFreeOfCardNumbers({ text }: Excerpt): boolean {
  try {
    guardOutput('excerpt', text, findCardNumbers);
    return true;
  } catch (error) {
    if (error instanceof PrepayError && error.code === 'PREPAY_SECRET_IN_OUTPUT') return false;
    throw error;
  }
}
