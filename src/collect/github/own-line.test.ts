import { describe, expect, it } from 'vitest';
import { ownLine } from './own-line.js';

const line = (...commits: readonly (readonly [string, ...string[]])[]) =>
  ownLine(commits.map(([sha, ...parents], index) => ({ index, sha, parents, author: null }))).map(({ sha }) => sha);

describe('ownLine', () => {
  it('is every commit of a line without merges', () => {
    expect(line(['c', 'b'], ['b', 'a'], ['a'])).toEqual(['c', 'b', 'a']);
  });

  it('leaves out what merges brought, however deep', () => {
    expect(line(['m', 'b', 's2'], ['s2', 's1'], ['s1', 'a'], ['b', 'a'], ['a'])).toEqual(['m', 'b', 'a']);
  });

  it('leaves out merges within what a merge brought, such as those of the branch itself into a change', () => {
    expect(line(['m', 'b', 's2'], ['s2', 's1', 'b'], ['b', 'a'], ['s1', 'a'], ['a'])).toEqual(['m', 'b', 'a']);
  });

  it('keeps a commit that a change started from', () => {
    expect(line(['m', 'b', 's'], ['s', 'b'], ['b', 'a'], ['a'])).toEqual(['m', 'b', 'a']);
  });

  it('leaves out every side of a merge of several', () => {
    expect(line(['m', 'a', 's', 't'], ['s', 'a'], ['t', 'a'], ['a'])).toEqual(['m', 'a']);
  });

  it('keeps a commit that is listed before its merge, and of an unconnected list all', () => {
    expect(line(['s', 'a'], ['m', 'a', 's'], ['a'])).toEqual(['s', 'm', 'a']);
    expect(line(['a'], ['b'])).toEqual(['a', 'b']);
  });
});
