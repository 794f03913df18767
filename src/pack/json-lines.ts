import { canonical } from '../core/json.js';

/** One canonical line a value, each ended by a line feed: the form of findings.jsonl and of recordings. */
export async function* jsonLines(values: Iterable<unknown> | AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const value of values) yield `${canonical(value)}\n`;
}

/** One canonical document, ended by a line feed: the form of run.json, scope.json and the results. */
export function jsonDocument(value: unknown): string {
  return `${canonical(value)}\n`;
}
