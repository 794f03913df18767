import { readFileSync } from 'node:fs';
import { gatesFacts } from '../../../src/facts/gates.js';
import { ReaderProblem, type Summary } from '../../../src/collect/gates/reader.js';
import { readers } from '../../../src/collect/gates/readers.js';

/**
 * Real outputs, made by scripts/fixtures/gates. The advisories behind the audits are made up, since no registry here answers
 * an audit; the reports are what the clients make of them.
 */
export const reportFolder = new URL('../../fixtures/gates/', import.meta.url);

export function fixture(path: string): string {
  return readFileSync(new URL(path, reportFolder), 'utf8');
}

interface Read {
  readonly format: string;
  readonly gate: string;
  readonly result: Summary | ReaderProblem;
}

/** What the file says, in parts of that many characters, by the reader that recognises it, or that is meant by its name. */
export function read(path: string, text: string, part = Math.max(1, text.length)): Read {
  const head = text.slice(0, 65_536);
  const known = readers.filter((each) => each.extensions.some((end) => path.endsWith(end)));
  const reader = known.find((each) => each.recognises({ path, head }));
  if (reader === undefined) {
    const named = known.find((each) => each.isNamed(path));
    return {
      format: 'none',
      gate: named?.gate ?? 'none',
      result: new ReaderProblem('wrong-format', 'nothing knows it'),
    };
  }
  const { format, gate } = reader;
  try {
    const reading = reader.start();
    for (let at = 0; at < text.length; at += part) reading.push(text.slice(at, at + part));
    return { format, gate, result: reading.end() };
  } catch (error) {
    if (error instanceof ReaderProblem) return { format, gate, result: error };
    throw error;
  }
}

export function problem(path: string, text: string): Partial<ReaderProblem> & { readonly gate: string } {
  const { gate, result } = read(path, text);
  if (!(result instanceof ReaderProblem)) throw new Error(`${path} was understood: ${JSON.stringify(result)}`);
  const { kind, message, line } = result;
  return { gate, kind, message, line };
}

export function content(path: string, text: string): object {
  const { gate, result } = read(path, text);
  if (result instanceof ReaderProblem) throw result;
  const kind = `gates.${gate}` as 'gates.trivy';
  const artefact = { path, format: 'x', sizeBytes: 1, writtenAt: '2026-11-26T12:00:00.000Z', content: result.content };
  gatesFacts[kind].parse({ id: gate, isExpected: true, why: 'x', artefacts: [artefact] });
  return result.content as object;
}
