import { describe, expect, it } from 'vitest';
import type { Gap } from '../../core/read.js';
import { joinCoverage, joinGaps } from './gap.js';

const gap = (text: string, reason: Gap['reason'] = 'denied'): Gap => ({
  reason,
  reads: [`key of ${text}`, 'shared'],
  text,
});

describe('joinGaps', () => {
  it('is null where nothing is missing', () => {
    expect(joinGaps([null, null])).toBeNull();
  });

  it('takes the first reason and every read once', () => {
    const joined = joinGaps([null, gap('a', 'throttled'), gap('b')]);
    expect(joined).toEqual({ reason: 'throttled', reads: ['key of a', 'shared', 'key of b'], text: 'a; b' });
  });

  it('names three sentences and counts the rest', () => {
    expect(joinGaps(['a', 'b', 'c', 'd', 'e', 'a'].map((text) => gap(text)))?.text).toBe('a; b; c; and 2 more');
  });
});

describe('joinCoverage', () => {
  it('is incomplete where one dependent read is, and lists every read', () => {
    const whole = { gap: null, reads: [{ key: '1', operation: 'list' }], delivered: true };
    const part = { gap: gap('x'), reads: [{ key: '2', operation: 'get' }], delivered: false };
    expect(joinCoverage(whole, [part])).toEqual({
      gap: gap('x'),
      reads: [...whole.reads, ...part.reads],
      delivered: true,
    });
  });
});
