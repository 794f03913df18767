import { describe, expect, it } from 'vitest';
import { visible, visibleJson, visibleLines } from './visible.js';

describe('visible', () => {
  it.each([
    ['an ANSI escape', '\u001b[31mred', '⟦U+001B⟧[31mred'],
    ['a right-to-left override', 'a\u202Eb', 'a⟦U+202E⟧b'],
    ['an isolate', '\u2066x\u2069', '⟦U+2066⟧x⟦U+2069⟧'],
    ['marks of direction', '\u200E\u200F\u061C', '⟦U+200E⟧⟦U+200F⟧⟦U+061C⟧'],
    ['a zero-width space', 'a\u200Bb', 'a⟦U+200B⟧b'],
    ['a byte order mark', '\uFEFFa', '⟦U+FEFF⟧a'],
    ['line breaks and tabs', 'a\r\n\tb', 'a⟦U+000D⟧⟦U+000A⟧⟦U+0009⟧b'],
    ['a C1 control', '\u009b31m', '⟦U+009B⟧31m'],
    ['half a surrogate pair', 'a\ud800b', 'a⟦U+D800⟧b'],
    ['a tag character', 'a\u{e0041}', 'a⟦U+E0041⟧'],
  ])('writes out %s', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it.each(['größe', '日本', '😀', 'مرحبا', '{{constructor}}', 'a b'])('leaves %s alone', (text) => {
    expect(visible(text)).toBe(text);
  });

  it('splits lines before it writes out the rest', () => {
    expect(visibleLines('a\r\n\u001bb\n')).toEqual(['a', '⟦U+001B⟧b']);
  });
});

describe('visibleJson', () => {
  it('keeps every value exact and every byte harmless', () => {
    const value = { a: '\u202E\u009b\u{e0041}\u2028x\n' };
    const text = visibleJson(JSON.stringify(value, null, 1));
    expect(JSON.parse(text)).toEqual(value);
    expect(text).toBe('{\n "a": "\\u202e\\u009b\\udb40\\udc41\\u2028x\\n"\n}');
  });
});
