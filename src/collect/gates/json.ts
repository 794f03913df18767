import { JSONParser, TokenType } from '@streamparser/json';
import { ReaderProblem } from './reader.js';

/** Deeper than any report is: a file of brackets alone shall not fill the memory. */
const maxDepth = 200;

/** Twice as fast for reports with long strings, such as source text. */
const buffers = { stringBufferSize: 64 * 1024, numberBufferSize: 64 };

interface JsonStream {
  /** @throws ReaderProblem */
  push(text: string): void;
  /** @throws ReaderProblem where the document is not at its end, or was none of that kind */
  end(): void;
}

interface JsonHandlers {
  /** What the document must be. */
  readonly root: 'object' | 'array';
  /** The values that are wanted, whole: `$.runs.*.results.*`. What lies beside them is not kept. */
  readonly paths: readonly string[];
  /** `line` gives the line that the value ends on. */
  readonly onValue: (value: unknown, path: readonly (string | number)[], line: () => number) => void;
  /** Called where an object or array begins, with the member that it is of (null in an array) and how many are around it. */
  readonly onOpen?: (member: string | null, depth: number) => void;
}

/** A JSON document read in parts that end anywhere, keeping no more of it than one wanted value at a time. */
export function jsonStream({ root, paths, onValue, onOpen = () => undefined }: JsonHandlers): JsonStream {
  const lines = new LineCount();
  const nesting = new Nesting(onOpen);
  let isFirst = true;
  const parser = new JSONParser({ paths: [...paths], keepStack: false, ...buffers });
  parser.onToken = ({ token, value, offset }) => {
    lines.at = offset;
    if (isFirst) {
      isFirst = false;
      const found = rootOf(token);
      if (found !== root)
        throw new ReaderProblem('wrong-format', `expected a JSON ${root}, got ${found}`, lines.line());
    }
    nesting.take(token, value);
    if (nesting.depth > maxDepth) {
      throw new ReaderProblem('wrong-format', `expected at most ${maxDepth} levels, got more`, lines.line());
    }
  };
  parser.onValue = ({ value, key, stack }) => {
    const path = [...stack.slice(1).map((each) => each.key), key].flatMap((each) => each ?? []);
    onValue(value, path, () => lines.line());
  };
  return {
    push(text) {
      lines.push(text);
      guarded(() => parser.write(text), lines);
    },
    end() {
      if (isFirst) throw new ReaderProblem('empty', `expected a JSON ${root}, got nothing`);
      if (parser.isEnded) return;
      throw new ReaderProblem(
        'truncated',
        `expected the end of the JSON ${root}, got the end of the file`,
        lines.last(),
      );
    },
  };
}

/** Where in the document the next token stands. */
class Nesting {
  readonly #onOpen: (member: string | null, depth: number) => void;
  readonly #around: { readonly isObject: boolean; member: string | null }[] = [];

  constructor(onOpen: (member: string | null, depth: number) => void) {
    this.#onOpen = onOpen;
  }

  get depth(): number {
    return this.#around.length;
  }

  take(token: TokenType, value: unknown): void {
    const inner = this.#around.at(-1);
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) {
      this.#onOpen(inner?.member ?? null, this.depth);
      this.#around.push({ isObject: token === TokenType.LEFT_BRACE, member: null });
    } else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) {
      this.#around.pop();
    } else if (token === TokenType.COMMA && inner !== undefined) {
      inner.member = null;
    } else if (inner?.isObject === true && inner.member === null && typeof value === 'string') {
      inner.member = value;
    }
  }
}

function rootOf(token: TokenType): string {
  if (token === TokenType.LEFT_BRACE) return 'object';
  return token === TokenType.LEFT_BRACKET ? 'array' : 'a plain value';
}

function guarded(write: () => void, lines: LineCount): void {
  try {
    write();
  } catch (error) {
    if (error instanceof ReaderProblem) throw error;
    const message = error instanceof Error ? error.message : String(error);
    const at = /absolute position "(\d+)"/.exec(message)?.[1];
    if (at !== undefined) lines.at = Number(at);
    throw new ReaderProblem('wrong-format', `expected JSON: ${message}`, lines.line());
  }
}

/** The line of a byte of the part that was pushed last. */
class LineCount {
  /** The byte, counted from the beginning of the file. */
  at = 0;
  #text = '';
  #bytesBefore = 0;
  #linesBefore = 0;

  push(text: string): void {
    this.#bytesBefore += Buffer.byteLength(this.#text);
    this.#linesBefore += newlines(this.#text);
    this.#text = text;
  }

  line(): number {
    const upTo = Buffer.from(this.#text).subarray(0, Math.max(0, this.at - this.#bytesBefore));
    return this.#linesBefore + newlines(upTo.toString('latin1')) + 1;
  }

  last(): number {
    return this.#linesBefore + newlines(this.#text) + 1;
  }
}

function newlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
