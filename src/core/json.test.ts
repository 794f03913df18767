import { describe, expect, it } from 'vitest';
import { byCodeUnit, isJsonObject, pointerToken, sha256Hex } from './json.js';

describe('sha256Hex', () => {
  it('hashes text as UTF-8', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'); // FIPS 180-4, example
    expect(sha256Hex('é')).toBe(sha256Hex(Uint8Array.of(0xc3, 0xa9)));
  });
});

describe('byCodeUnit', () => {
  it('sorts by UTF-16 code unit and not by locale', () => {
    expect(['ä', 'z', 'Z', 'a', 'a'].sort(byCodeUnit)).toEqual(['Z', 'a', 'a', 'z', 'ä']);
  });
});

describe('isJsonObject', () => {
  it.each([
    [{}, true],
    [[], false],
    [null, false],
    ['x', false],
    [undefined, false],
  ])('of %j is %s', (value, expected) => {
    expect(isJsonObject(value)).toBe(expected);
  });
});

describe('pointerToken', () => {
  it('escapes tilde and slash (RFC 6901 §3)', () => {
    expect([pointerToken('a/b~c'), pointerToken(3)]).toEqual(['a~1b~0c', '3']);
  });
});
