import { describe, expect, it } from 'vitest';
import { gapEvidence, gapsOf, mergeGaps } from './gap.js';
import type { Gap } from './read.js';

const denied: Gap = { reason: 'denied', reads: ['b', 'a'], text: 'b was denied' };
const hidden: Gap = { reason: 'hidden', reads: ['a'], text: 'a is hidden' };
const stale: Gap = { reason: 'stale', reads: [], text: 'a is hidden' };

describe('mergeGaps', () => {
  it('is the same whatever the order, each read and text once', () => {
    const merged = { reason: 'hidden', reads: ['a', 'b'], text: 'a is hidden; b was denied' };
    expect(mergeGaps(denied, hidden, hidden)).toEqual(merged);
    expect(mergeGaps(hidden, denied)).toEqual(merged);
  });

  it('lets the reason decide between equal texts', () => {
    expect([mergeGaps(stale, hidden).reason, mergeGaps(hidden, stale).reason]).toEqual(['hidden', 'hidden']);
  });
});

describe('gapEvidence', () => {
  it('names each read as a whole', () => {
    expect(gapEvidence(hidden)).toEqual([{ read: 'a', page: 0, pointer: '' }]);
  });
});

describe('gapsOf', () => {
  it('is why a look-up could not answer', () => {
    expect([
      gapsOf({ state: 'unknown', gaps: [hidden] }),
      gapsOf({ state: 'absent' }),
      gapsOf({ state: 'found', value: 1 }),
    ]).toEqual([[hidden], [], []]);
  });
});
