import { zlibSync } from 'fflate';
import PDFDocument from 'pdfkit';
import { visible } from '../visible.js';

/** A part of pdfkit's document that its types leave out; each member is checked where it is taken. */
interface Reference {
  buffer: readonly Uint8Array[];
  data: Record<string, unknown>;
  finalize(): void;
}

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const firstSize = 1 << 20;

/**
 * A document whose bytes depend on what is drawn alone: streams are packed by a deflate in JavaScript, since the zlib of
 * one build of Node gives other bytes than that of the next, and the dates and the file's id come from `declaredAt`.
 */
export class PdfFile extends PDFDocument {
  // Without a value: the constructor of PDFDocument writes before a field of this class could be set.
  declare private written: Buffer | undefined;
  declare _offset: number;

  constructor({ title, declaredAt }: { readonly title: string; readonly declaredAt: string }) {
    const options: PDFKit.PDFDocumentOptions = {
      size: 'A4',
      margin: 0,
      autoFirstPage: false,
      bufferPages: true,
      compress: false,
      // pdfkit would read a font of the standard's, which nothing may be set in.
      font: '',
      pdfVersion: '1.7',
      tagged: true,
      lang: 'en',
      displayTitle: true,
      info: { Title: inXml(title), Producer: 'prepay', Creator: 'prepay', CreationDate: new Date(declaredAt) },
    };
    // Its types do not know of PDF/UA.
    super(Object.assign(options, { subset: 'PDF/UA' }));
    // With the number 1 it writes a CIDSet, which is not complete as soon as a glyph is made of others.
    Reflect.set(this, 'subset', '1');
  }

  /** All bytes; nothing can be drawn after. */
  finish(): Uint8Array {
    this.end();
    return (this.written ?? Buffer.alloc(0)).subarray(0, this._offset);
  }

  /** A link annotation over a box, by the words that a screen reader says. */
  linkTo(
    target: { readonly url: string } | { readonly place: string },
    { x, y, width, height, words }: Area & { readonly words: string },
    structParent: PDFKit.PDFStructureElement,
  ): void {
    // pdfkit writes a String object as text, and a primitive one as a name.
    const Contents = Object(words) as unknown;
    const at = [x, y, width, height];
    if ('url' in target) this.#call('link', [...at, target.url, { Contents, structParent }]);
    else this.#call('annotate', [...at, { Subtype: 'Link', Dest: target.place, Contents, structParent }]);
  }

  /** A method with arguments that pdfkit takes and its types do not know. */
  #call(name: 'link' | 'annotate', args: readonly unknown[]): void {
    const method: unknown = Reflect.get(this, name);
    if (typeof method !== 'function') throw new TypeError(`pdfkit: expected a method ${name}`);
    Reflect.apply(method, this, args);
  }

  override ref(data: object): PDFKit.PDFKitReference {
    const made = super.ref(data);
    Reflect.set(made, 'finalize', finalizePacked);
    return made;
  }

  /** In the place of a stream's queue, which is slow for hundreds of thousands of pieces. */
  _write(data: unknown): void {
    const text = data instanceof Uint8Array ? null : `${String(data)}\n`;
    const size = data instanceof Uint8Array ? data.length : (text ?? '').length;
    let bytes = this.written ?? Buffer.alloc(firstSize);
    if (this._offset + size > bytes.length) {
      bytes = Buffer.concat([bytes], Math.max(bytes.length * 2, this._offset + size));
    }
    if (data instanceof Uint8Array) bytes.set(data, this._offset);
    else bytes.write(text ?? '', this._offset, 'latin1');
    this.written = bytes;
    this._offset += size;
  }
}

function finalizePacked(this: Reference): void {
  const isPlain = this.data['Filter'] === undefined && this.data['Type'] !== 'Metadata';
  if (this.buffer.length > 0 && isPlain) {
    this.buffer = [zlibSync(Buffer.concat(this.buffer), { level: 6 })];
    this.data['Filter'] = 'FlateDecode';
  }
  const prototype: unknown = Object.getPrototypeOf(this);
  if (!isReference(prototype)) throw new TypeError('pdfkit: expected a reference that can be finalized');
  prototype.finalize.call(this);
  // It is written, and nothing asks for it again: a long report has tens of thousands.
  if (this.data['Type'] === 'Annot') this.data = {};
}

function isReference(value: unknown): value is Reference {
  return typeof value === 'object' && value !== null && 'finalize' in value && typeof value.finalize === 'function';
}

/** A title for the metadata, which pdfkit writes into XML as it is. */
function inXml(title: string): string {
  return visible(title).replace(
    /[<>&]/gu,
    (character) => `⟦U+00${character.charCodeAt(0).toString(16).toUpperCase()}⟧`,
  );
}
