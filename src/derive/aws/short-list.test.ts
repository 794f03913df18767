import { expect, it } from 'vitest';
import { shortList } from './short-list.js';

it.each([
  [[], ''],
  [['a', 'b', 'a'], 'a, b'],
  [['a', 'b', 'c', 'd', 'e'], 'a, b, c, d, e'],
  [['a', 'b', 'c', 'd', 'e', 'f'], 'a, b, c, d and 2 more'],
])('of %j is "%s"', (texts, text) => {
  expect(shortList(texts)).toBe(text);
});

it('takes another separator where the texts have commas of their own', () => {
  expect(shortList(['a, b', 'c'], '; ')).toBe('a, b; c');
  expect(shortList(['a', 'b', 'c', 'd', 'e', 'f'], '; ')).toBe('a; b; c; d and 2 more');
});
