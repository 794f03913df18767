import { SaxesParser } from 'saxes';
import { ReaderProblem } from './reader.js';

/** Deeper than any report is. */
const maxDepth = 200;
/** A text, comment or value without an end shall not fill the memory. */
const maxQuiet = 64 * 1024 ** 2;

interface XmlStream {
  /** @throws ReaderProblem */
  push(text: string): void;
  /** @throws ReaderProblem where the document is not at its end */
  end(): void;
}

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The line that its start tag ends on. */
  readonly line: number;
  /** The names of the elements around it, the outermost first. */
  readonly parents: readonly string[];
}

interface XmlHandlers {
  /** The names that the outermost element may have. */
  readonly roots: readonly string[];
  readonly open: (element: XmlElement) => void;
  readonly close?: (name: string, parents: readonly string[]) => void;
}

/**
 * An XML document read in parts that end anywhere. Nothing outside it is read, and a document type that declares anything
 * of its own is refused: entities that are made of entities fill any memory.
 */
export function xmlStream({ roots, open, close }: XmlHandlers): XmlStream {
  const parser = new SaxesParser({ position: true, xmlns: false } as const);
  const parents: string[] = [];
  let quiet = 0;
  let isRooted = false;
  const at = (): number => parser.line;
  parser.on('error', (error) => {
    throw new ReaderProblem('wrong-format', `expected XML: ${error.message.replace(/^\d+:\d+: /, '')}`, at());
  });
  parser.on('doctype', (text) => refuseDeclarations(text, at()));
  parser.on('opentag', ({ name, attributes }) => {
    if (!isRooted && !roots.includes(name)) {
      throw new ReaderProblem('wrong-format', `expected an element ${roots.join(' or ')}, got ${name}`, at());
    }
    isRooted = true;
    quiet = 0;
    open({ name, attributes, line: at(), parents });
    parents.push(name);
    if (parents.length > maxDepth) {
      throw new ReaderProblem('wrong-format', `expected at most ${maxDepth} levels of elements, got more`, at());
    }
  });
  parser.on('closetag', ({ name }) => {
    quiet = 0;
    parents.pop();
    close?.(name, parents);
  });
  return {
    push(text) {
      quiet += text.length;
      if (quiet > maxQuiet) {
        throw new ReaderProblem('too-large', `expected an element within ${maxQuiet} characters, got none`, at());
      }
      parser.write(text);
    },
    end() {
      const line = at();
      try {
        parser.close();
      } catch (error) {
        if (!(error instanceof ReaderProblem)) throw error;
        const kind = isRooted ? 'truncated' : 'empty';
        throw new ReaderProblem(kind, error.message.replace('expected XML', 'the file ends early'), line);
      }
    },
  };
}

function refuseDeclarations(doctype: string, line: number): void {
  const begin = doctype.indexOf('[');
  if (begin === -1) return;
  const after = doctype.slice(begin).split('\n').length - 1;
  const text = 'expected a document type without declarations of its own, got one with (entities may be among them)';
  throw new ReaderProblem('wrong-format', text, line - after);
}
