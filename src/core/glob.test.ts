import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isGlobMatch } from './glob.js';

describe('a pattern with stars', () => {
  it.each([
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['**', 'a', true],
    ['a*', 'ba', false],
    ['*a', 'ab', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['a.c', 'abc', false],
    ['A*', 'abc', false],
    ['a', 'ab', false],
    ['ab', 'a', false],
  ])('%j is %j: %j', (pattern, text, expected) => {
    expect(isGlobMatch(pattern, text)).toBe(expected);
  });

  it('says what a regular expression says', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 12 });
    fc.assert(
      fc.property(pattern, text, (globbed, tried) => {
        const parts = globbed.split('*').map((part) => part.replaceAll('.', '\\.'));
        expect(isGlobMatch(globbed, tried)).toBe(new RegExp(`^${parts.join('.*')}$`).test(tried));
      }),
    );
  });

  it('answers at once where many stars meet a long text', () => {
    expect(isGlobMatch(`${'a*'.repeat(50)}b`, 'a'.repeat(20_000))).toBe(false);
  });
});
