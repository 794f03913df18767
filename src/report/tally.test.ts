import { describe, expect, it } from 'vitest';
import { percent } from './tally.js';

describe('percent', () => {
  it.each([
    [0, 0, '0.0'],
    [0, 7, '0.0'],
    [1, 3, '33.3'],
    [2, 3, '66.7'],
    [1, 8, '12.5'],
    [1, 2000, '0.1'],
    [1, 2001, '0.0'],
    [9_999, 10_000, '99.9'],
    [5, 5, '100.0'],
  ])('of %i in %i is %s', (part, whole, text) => {
    expect(percent(part, whole)).toBe(text);
  });
});
