import { describe, expect, it } from 'vitest';
import { jqPath, pointerTokens, shellWord } from './shell.js';

describe('shellWord', () => {
  it.each([
    ['recording/aws/a.jsonl', 'recording/aws/a.jsonl'],
    ['a b', "'a b'"],
    ["it's", "'it'\\''s'"],
    ['$(rm -rf ~)', "'$(rm -rf ~)'"],
    ['', "''"],
  ])('takes %s literally', (word, quoted) => {
    expect(shellWord(word)).toBe(quoted);
  });
});

describe('jqPath', () => {
  it.each([
    ['', ''],
    ['/Vpcs/10/Tags', '.Vpcs[10].Tags'],
    ['/a b/~1c~0d', '["a b"]["/c~d"]'],
    ['/items/007', '.items["007"]'],
    ['/"/x', '["\\""].x'],
  ])('of %s is %s', (pointer, path) => {
    expect(jqPath(pointer)).toBe(path);
  });
});

describe('pointerTokens', () => {
  it('undoes the escapes in the right order', () => {
    expect(pointerTokens('/~01/a')).toEqual(['~1', 'a']);
  });
});
