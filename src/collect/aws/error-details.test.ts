import { describe, expect, it } from 'vitest';
import { isClockSet, retryAfterMs } from './error-details.js';

const now = Date.parse('Thu, 26 Nov 2026 12:00:00 GMT');
const asking = (value: unknown) => ({ $response: { headers: { 'retry-after': value } } });

describe('how long a service asks to be left alone', () => {
  it.each([
    ['seconds', asking('7'), 7000],
    ['a date', asking('Thu, 26 Nov 2026 12:00:30 GMT'), 30_000],
    ['a date that is past', asking('Thu, 26 Nov 2026 11:00:00 GMT'), 0],
    ['no number and no date', asking('soon'), null],
    ['nothing', asking(''), null],
    ['no header', { $response: { headers: {} } }, null],
    ['no answer', new Error('reset'), null],
    ['no error', 'text', null],
  ])('by %s', (_name, error, ms) => {
    expect(retryAfterMs(error, now)).toBe(ms);
  });
});

describe("a clock that was set by the server's", () => {
  it.each([
    [{ $metadata: { clockSkewCorrected: true } }, true],
    [{ $metadata: {} }, false],
    [null, false],
  ])('%j: %s', (error, isSet) => {
    expect(isClockSet(error)).toBe(isSet);
  });
});
