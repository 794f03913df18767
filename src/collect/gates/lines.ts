import { ReaderProblem } from './reader.js';

/** Longer than any line of a report by lines. */
const maxLine = 1024 ** 2;

interface LineSplitter {
  push(text: string): void;
  /** Hands over what stands after the last line feed, if anything does. */
  end(): void;
  /** The number of the line that was handed over last. */
  number(): number;
}

/** Hands over one line after the other, without its line feed, of a text that comes in parts that end anywhere. */
export function lineSplitter(onLine: (line: string, number: number) => void): LineSplitter {
  let rest = '';
  let number = 0;
  const hand = (line: string): void => {
    number += 1;
    onLine(line, number);
  };
  return {
    push(text) {
      let from = 0;
      for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', from)) {
        const line = rest + text.slice(from, at);
        rest = '';
        from = at + 1;
        hand(line);
      }
      rest += text.slice(from);
      if (rest.length > maxLine) {
        throw new ReaderProblem(
          'wrong-format',
          `expected lines of at most ${maxLine} characters, got a longer one`,
          number + 1,
        );
      }
    },
    end() {
      const last = rest;
      rest = '';
      if (last !== '') hand(last);
    },
    number: () => number,
  };
}
