import { readFileSync } from 'node:fs';
import { ReaderProblem, type Reader, type Summary } from '../../../src/collect/gates/reader.js';
import { readers } from '../../../src/collect/gates/readers.js';

export interface Outcome {
  /** Of the reader that recognised the text; null where none did. */
  readonly format: string | null;
  readonly result: Summary | ReaderProblem;
}

/** What the text says as a file of that name, read in parts of that many characters by the reader that recognises it. */
export function readText(path: string, text: string, part = Math.max(1, text.length)): Outcome {
  const head = text.slice(0, 65_536);
  const reader = readers.find(
    (each) => each.extensions.some((end) => path.endsWith(end)) && each.recognises({ path, head }),
  );
  if (reader === undefined) return { format: null, result: new ReaderProblem('wrong-format', 'no reader knows it') };
  return { format: reader.format, result: readWith(reader, text, part) };
}

export function readWith(reader: Reader, text: string, part = Math.max(1, text.length)): Summary | ReaderProblem {
  try {
    const reading = reader.start();
    for (let at = 0; at < text.length; at += part) reading.push(text.slice(at, at + part));
    return reading.end();
  } catch (error) {
    if (error instanceof ReaderProblem) return error;
    throw error;
  }
}

/** A file that scripts/fixtures/gates/quality.sh made with the real tool. */
export function qualityFixture(path: string): string {
  return readFileSync(new URL(`../../fixtures/gates/quality/${path}`, import.meta.url), 'utf8');
}
