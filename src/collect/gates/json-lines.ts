import { ReaderProblem } from './reader.js';

/** Of one line; no advisory is longer. */
const maxLength = 1024 * 1024;

interface JsonLines {
  /** @throws ReaderProblem */
  push(text: string): void;
  /** @throws ReaderProblem where the last line is not whole, or there is none */
  end(): void;
}

/** JSON values, one a line, handed over with the line's number from 1. Empty lines are passed over. */
export function jsonLines(onValue: (value: unknown, line: number) => void): JsonLines {
  let rest = '';
  let line = 1;
  let values = 0;
  const take = (text: string, kind: 'wrong-format' | 'truncated'): void => {
    if (text.trim() === '') return;
    values += 1;
    onValue(parse(text, kind, line), line);
  };
  const hold = (text: string): void => {
    rest += text;
    if (rest.length > maxLength) {
      throw new ReaderProblem('too-large', `expected lines of at most ${maxLength} characters, got a longer one`, line);
    }
  };
  return {
    push(text) {
      let from = 0;
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
        hold(text.slice(from, at));
        take(rest, 'wrong-format');
        rest = '';
        line += 1;
        from = at + 1;
      }
      hold(text.slice(from));
    },
    end() {
      take(rest, 'truncated');
      if (values === 0) throw new ReaderProblem('empty', 'expected lines of JSON, got none');
    },
  };
}

function parse(text: string, kind: 'wrong-format' | 'truncated', line: number): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    throw new ReaderProblem(kind, 'expected a line of JSON, got something else', line);
  }
}
