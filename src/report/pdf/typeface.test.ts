import { describe, expect, it } from 'vitest';
import { PdfFile } from './document.js';
import { Typeface } from './typeface.js';

const type = new Typeface(new PdfFile({ title: 'Test', declaredAt: '2026-11-25T10:15:00.000Z' }));

describe('shown', () => {
  it.each([
    ['Latin, Greek and Cyrillic', 'Zürich Ωμέγα Москва'],
    ['the marks of the reports', '✕ ✓ ✗ ◦ ◐ ◔ ○ → – “”’'],
  ])('leaves %s', (_, words) => {
    for (const face of ['sans', 'bold', 'mono'] as const) expect(type.shown(words, face)).toBe(words);
  });

  it.each([
    ['what no face has', '中', '⟦U+4E2D⟧'],
    ['what runs to the left', 'ש', '⟦U+05E9⟧'],
    ['what steers', '\u202e', '⟦U+202E⟧'],
    ['a character beyond the first plane', '𠀀', '⟦U+20000⟧'],
    ['half of a pair', '\ud800', '⟦U+D800⟧'],
    ['a line break', 'a\nb', 'a⟦U+000A⟧b'],
  ])('writes out %s', (_, words, written) => {
    expect(type.shown(words, 'sans')).toBe(written);
  });
});

describe('measure', () => {
  it('adds up the characters, without kerning', () => {
    expect(type.measure('AV', 'sans')).toBeCloseTo(type.measure('A', 'sans') + type.measure('V', 'sans'), 9);
    expect(type.measure('iiii', 'mono')).toBeCloseTo(type.measure('WWWW', 'mono'), 9);
    expect(type.measure('a'.repeat(50), 'mono')).toBeCloseTo(50 * type.measure('a', 'mono'), 9);
  });

  it('gives as many glyphs as there are characters', () => {
    expect(type.hex('fi é', 'sans')).toHaveLength(4 * 4);
  });
});
