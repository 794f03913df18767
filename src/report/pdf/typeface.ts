import { createRequire } from 'node:module';
import { visible } from '../visible.js';
import type { PdfFile } from './document.js';
import type { Face } from './spans.js';

/**
 * Letters that run from right to left, of Hebrew to Arabic Extended-A and their presentation forms. No order of glyphs
 * on a line is right for them beside others, so they stand as code points, as does what the fonts have no glyph for.
 */
const rightToLeft = /[\u{590}-\u{8ff}\u{fb1d}-\u{fdff}\u{fe70}-\u{fefc}\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const files: Readonly<Record<Face, string>> = {
  sans: 'DejaVuSansCondensed.ttf',
  bold: 'DejaVuSansCondensed-Bold.ttf',
  mono: 'DejaVuSansMono.ttf',
};
const faces = ['sans', 'bold', 'mono'] as const;

interface Embedded {
  readonly id: string;
  readonly scale: number;
  readonly widths: number[];
  readonly unicode: number[][];
  readonly subset: { includeGlyph(id: number): number };
  readonly font: {
    hasGlyphForCodePoint(codePoint: number): boolean;
    glyphForCodePoint(codePoint: number): { readonly id: number; readonly advanceWidth: number };
  };
  ref(): unknown;
}

interface Glyph {
  /** As a content stream names it. */
  readonly hex: string;
  readonly advance: number;
}

/**
 * The three embedded faces. A character is a glyph of its own, whatever stands beside it: no kerning and no ligature, so
 * that a text is as wide as its characters and none of them can hide another.
 */
export class Typeface {
  readonly #fonts: Readonly<Record<Face, Embedded>>;
  readonly #glyphs: Readonly<Record<Face, Map<string, Glyph | null>>> = blank();
  readonly #widths: Readonly<Record<Face, Map<string, number>>> = blank();

  constructor(file: PdfFile) {
    const { resolve } = createRequire(import.meta.url);
    const open = (face: Face): Embedded => {
      file.font(resolve(`dejavu-fonts-ttf/ttf/${files[face]}`));
      const font: unknown = Reflect.get(file, '_font');
      if (!isEmbedded(font)) throw new TypeError(`${files[face]}: expected a font that can be embedded`);
      return font;
    };
    this.#fonts = { sans: open('sans'), bold: open('bold'), mono: open('mono') };
  }

  /** What a page has to name of the faces. */
  resources(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(faces.map((face) => [this.#fonts[face].id, this.#fonts[face].ref()]));
  }

  id(face: Face): string {
    return this.#fonts[face].id;
  }

  /** The text with everything written out that hides, steers, runs to the left or has no glyph: `⟦U+4E2D⟧`. */
  shown(text: string, face: Face): string {
    const safe = visible(text);
    for (const character of safe) {
      if (this.#glyph(character, face) === null) return this.#written(safe, face);
    }
    return safe;
  }

  readonly measure = (text: string, face: Face): number => {
    const known = this.#widths[face].get(text);
    if (known !== undefined) return known;
    let width = 0;
    for (const character of text) width += this.#glyph(character, face)?.advance ?? 0;
    if (text.length <= 40) this.#widths[face].set(text, width);
    return width;
  };

  hex(text: string, face: Face): string {
    let all = '';
    for (const character of text) all += this.#glyph(character, face)?.hex ?? '';
    return all;
  }

  #written(text: string, face: Face): string {
    let all = '';
    for (const character of text) {
      const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      all += this.#glyph(character, face) === null ? `⟦U+${hex}⟧` : character;
    }
    return all;
  }

  #glyph(character: string, face: Face): Glyph | null {
    const known = this.#glyphs[face].get(character);
    if (known !== undefined) return known;
    const glyph = this.#embed(character, this.#fonts[face]);
    this.#glyphs[face].set(character, glyph);
    return glyph;
  }

  #embed(character: string, { font, scale, subset, widths, unicode }: Embedded): Glyph | null {
    const codePoint = character.codePointAt(0) ?? 0;
    if (rightToLeft.test(character) || !font.hasGlyphForCodePoint(codePoint)) return null;
    const { id, advanceWidth } = font.glyphForCodePoint(codePoint);
    const own = subset.includeGlyph(id);
    widths[own] = advanceWidth * scale;
    unicode[own] ??= [codePoint];
    return { hex: own.toString(16).padStart(4, '0'), advance: (advanceWidth * scale) / 1000 };
  }
}

function blank<T>(): Record<Face, Map<string, T>> {
  return { sans: new Map<string, T>(), bold: new Map<string, T>(), mono: new Map<string, T>() };
}

function isEmbedded(font: unknown): font is Embedded {
  return typeof font === 'object' && font !== null && 'subset' in font && 'unicode' in font && 'widths' in font;
}
