import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type YAMLParseError,
} from 'yaml';

/** What is wrong with a file, and where. */
export class WorkflowProblem extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** A piece of YAML with the line that it starts on. */
export type Tree =
  | { readonly kind: 'text'; readonly line: number; readonly text: string | null }
  | { readonly kind: 'list'; readonly line: number; readonly items: readonly Tree[] }
  | { readonly kind: 'map'; readonly line: number; readonly entries: ReadonlyMap<string, Entry> };

export interface Entry {
  /** Of the key. */
  readonly line: number;
  readonly value: Tree;
}

/** More than in any workflow that people write; aliases of aliases reach it at once. */
const mostAliases = 1000;
const deepest = 100;

/**
 * The file as GitHub reads it: YAML 1.2 (so that `on` is a text), anchors and aliases, no merge keys, no key twice.
 *
 * @throws WorkflowProblem where it is none of that, or where its aliases make too much of it
 */
// https://docs.github.com/en/actions/reference/workflows-and-actions/reusing-workflow-configurations#yaml-anchors-and-aliases
export function parseTree(source: string): Tree {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, version: '1.2', merge: false, uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) throw problemOf(error, lines);
  if (document.contents === null) throw new WorkflowProblem(1, 'there is nothing in it');
  return new Walk(document, lines).tree(document.contents, 0, 1);
}

function problemOf({ message, pos }: Pick<YAMLParseError, 'message' | 'pos'>, lines: LineCounter): WorkflowProblem {
  // How deep the parser can go depends on the machine, so that it is said as for what is less deep.
  if (message.includes('call stack')) return tooDeep();
  return new WorkflowProblem(lines.linePos(pos[0]).line, firstLine(message));
}

function tooDeep(): WorkflowProblem {
  return new WorkflowProblem(1, `it is nested more than ${deepest} deep`);
}

class Walk {
  readonly #document: Document;
  readonly #lines: LineCounter;
  #aliases = 0;

  constructor(document: Document, lines: LineCounter) {
    this.#document = document;
    this.#lines = lines;
  }

  /** The line is that of `above` for nothing at all, as in `{ a }`. */
  tree(node: unknown, depth: number, above: number): Tree {
    const line = this.#lineOf(node, above);
    if (depth > deepest) throw tooDeep();
    if (isAlias(node)) {
      this.#aliases += 1;
      if (this.#aliases > mostAliases) {
        throw new WorkflowProblem(line, `more than ${mostAliases} aliases are followed in it`);
      }
      const target = node.resolve(this.#document);
      if (target === undefined) throw new WorkflowProblem(line, `nothing has the anchor ${node.source}`);
      return this.tree(target, depth + 1, line);
    }
    if (isMap(node)) {
      const entries = node.items.map(({ key, value }) => this.#entry(key, value, depth, line));
      return { kind: 'map', line, entries: new Map(entries) };
    }
    if (isSeq(node)) return { kind: 'list', line, items: node.items.map((item) => this.tree(item, depth + 1, line)) };
    return { kind: 'text', line, text: textOf(node) };
  }

  #entry(key: unknown, value: unknown, depth: number, above: number): [string, Entry] {
    const line = this.#lineOf(key, above);
    const name = textOf(key);
    if (name === '<<') throw new WorkflowProblem(line, 'GitHub knows no merge keys (<<)');
    if (name === null) throw new WorkflowProblem(line, 'a key is no text');
    return [name, { line, value: this.tree(value, depth + 1, line) }];
  }

  #lineOf(node: unknown, above: number): number {
    const start = isNode(node) ? node.range?.[0] : undefined;
    return start === undefined ? above : this.#lines.linePos(start).line;
  }
}

/** As it is written: a number keeps its zeros. Null for nothing. */
function textOf(node: unknown): string | null {
  if (!isScalar(node) || node.value === null) return null;
  return typeof node.value === 'string' ? node.value : String(node.source);
}

function firstLine(message: string): string {
  return message.replace(/\n[\s\S]*$/u, '').replace(/ at line \d+, column \d+:?$/u, '');
}
