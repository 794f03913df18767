import type { Lookup } from './fact.js';
import { byCodeUnit } from './json.js';
import type { EvidenceRef, Gap } from './read.js';

/** One gap for several, the same whatever their order: the reason of the first by text, all reads and texts once. */
export function mergeGaps(first: Gap, ...more: readonly Gap[]): Gap {
  const gaps = [first, ...more].sort(byGap);
  return {
    reason: more.reduce((least, gap) => (byGap(gap, least) < 0 ? gap : least), first).reason,
    reads: unique(gaps.flatMap(({ reads }) => reads)),
    text: unique(gaps.map(({ text }) => text)).join('; '),
  };
}

/** Why a look-up could not answer; nothing where it could. */
export function gapsOf(lookup: Lookup<unknown>): readonly Gap[] {
  return lookup.state === 'unknown' ? lookup.gaps : [];
}

/** The reads of the gap as evidence: what was asked and not had. */
export function gapEvidence(gap: Pick<Gap, 'reads'>): EvidenceRef[] {
  return gap.reads.map((read) => ({ read, page: 0, pointer: '' }));
}

function byGap(a: Gap, b: Gap): number {
  return byCodeUnit(a.text, b.text) || byCodeUnit(a.reason, b.reason);
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort(byCodeUnit);
}
