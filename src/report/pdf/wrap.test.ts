import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bold, code, text } from './spans.js';
import { type Measure, wrap } from './wrap.js';

/** Each character is as wide as the letters are large. */
const measure: Measure = (words) => Array.from(words).length;

function wrapped(words: string, width: number): readonly string[] {
  return wrap([text(words)], width, 1, measure).map((line) => line.map((piece) => piece.text).join(''));
}

describe('wrap', () => {
  it('breaks at spaces, which may hang over the edge', () => {
    expect(wrapped('one two three', 7)).toEqual(['one two ', 'three']);
    expect(wrapped('one two three', 6)).toEqual(['one ', 'two ', 'three']);
  });

  it('breaks a word that no line holds behind the signs that part ids and paths', () => {
    expect(wrapped('at arn:aws:iam::1', 10)).toEqual(['at ', 'arn:aws:', 'iam::1']);
    expect(wrapped('eu-west-1/sg', 8)).toEqual(['eu-west-', '1/sg']);
  });

  it('breaks between any two characters where there is no sign, never inside one', () => {
    expect(wrapped('aaaaaaaa', 3)).toEqual(['aaa', 'aaa', 'aa']);
    expect(wrapped('😀😀😀', 2)).toEqual(['😀😀', '😀']);
  });

  it('keeps a word together whose parts are in several faces, and notes where each begins', () => {
    const [first, second] = wrap([text('see '), bold('F1'), text('; it')], 7, 1, measure);
    expect(first?.map((piece) => [piece.text, piece.x])).toEqual([
      ['see ', 0],
      ['F1', 4],
      ['; ', 6],
    ]);
    expect(second?.map((piece) => piece.text)).toEqual(['it']);
  });

  it('measures a smaller span by its own size', () => {
    const [line] = wrap([code('ab', { scale: 0.5 }), text('c')], 9, 2, measure);
    expect(line?.map(({ width }) => width)).toEqual([2, 2]);
  });

  it('gives no line for no text', () => {
    expect(wrap([], 9, 1, measure)).toEqual([]);
    expect(wrap([text('')], 9, 1, measure)).toEqual([]);
  });

  it('loses no character, and keeps within the width, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 30 }), (words, width) => {
        const lines = wrapped(words, width);
        expect(lines.join('')).toBe(words);
        for (const line of lines) expect(Array.from(line.replace(/ +$/u, '')).length).toBeLessThanOrEqual(width);
      }),
    );
  });
});
