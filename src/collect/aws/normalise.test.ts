import { describe, expect, it } from 'vitest';
import { normalise } from './normalise.js';

const $metadata = { requestId: 'r-1', httpStatusCode: 200 };

describe('normalise', () => {
  it.each([
    ['metadata is left out', { A: 1 }, { A: 1 }],
    ['a date is ISO 8601 in UTC', { At: new Date(0) }, { At: '1970-01-01T00:00:00.000Z' }],
    ['bytes are base64', { Key: new Uint8Array([1, 2, 255]) }, { Key: 'AQL/' }],
    [
      'a member without a value is left out, at any depth',
      { A: undefined, B: { C: undefined, D: null } },
      { B: { D: null } },
    ],
    ['lists keep their order', { L: [{ X: undefined }, 'b', 'a'] }, { L: [{}, 'b', 'a'] }],
    ['a small bigint is a number', { N: 12n }, { N: 12 }],
    ['a fraction stays', { N: 1.5, B: false, S: '' }, { N: 1.5, B: false, S: '' }],
  ])('%s', (_name, output, expected) => {
    expect(normalise({ $metadata, ...output })).toEqual(expected);
  });

  it.each([[2 ** 53], [2n ** 60n], [Number.NaN], [Number.POSITIVE_INFINITY]])('refuses the number %s', (number) => {
    expect(() => normalise({ $metadata, ...{ N: { M: [number] } } })).toThrow(
      expect.objectContaining({ code: 'PREPAY_NUMBER_TOO_LARGE' }),
    );
  });

  it('refuses what is no data', () => {
    expect(() => normalise({ $metadata, ...{ body: () => 1 } })).toThrow(/cannot hold a function/);
  });
});
