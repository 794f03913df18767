import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.js';

describe('nearest', () => {
  it.each([
    ['regoin', ['region', 'regions', 'account'], 'region'],
    ['REGION', ['region'], 'region'],
    ['ab', ['ac', 'aa'], 'aa'],
    ['no-world-open-admin', ['no-world-open-admin-ports'], 'no-world-open-admin-ports'],
    ['x', ['account'], null],
    ['anything', [], null],
  ])('of %s among %j is %s', (name, known, expected) => {
    expect(nearest(name, known)).toBe(expected);
  });
});
