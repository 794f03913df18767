import { type Reading, ReaderProblem } from './reader.js';

/** The reading, of a file that is kept in memory in parts as large as itself and so may have no more characters than that. */
export function limited<C>(reading: Reading<C>, maxLength: number): Reading<C> {
  let length = 0;
  return {
    push(text) {
      length += text.length;
      if (length > maxLength) {
        throw new ReaderProblem('too-large', `expected at most ${maxLength} characters, got more`);
      }
      reading.push(text);
    },
    end: () => reading.end(),
  };
}
