import { z } from 'zod';
import { jsonStream } from '../json.js';
import { baseName, type Reader, type Reading, ReaderProblem, shaped } from '../reader.js';
import { timeOfEpoch } from '../time.js';
import { type Tests, TestTally } from './test-tally.js';

// https://jestjs.io/docs/cli#--json, which `vitest --reporter json` writes as well.
const file = z.object({
  name: z.string(),
  status: z.string(),
  assertionResults: z.array(
    z.object({
      fullName: z.string(),
      status: z.enum(['passed', 'failed', 'pending', 'skipped', 'todo', 'disabled', 'focused']),
    }),
  ),
});
const count = z.int().nonnegative();
const counts = { numTotalTests: count, numPassedTests: count, numFailedTests: count } as const;
const names = ['numTotalTests', 'numPassedTests', 'numFailedTests'] as const;

/** The results of jest and vitest as JSON: one a test file, with its test cases. */
export const jestJson: Reader<Tests> = {
  gate: 'tests',
  format: 'jest-json',
  extensions: ['.json'],
  isNamed: (path) => /^(?:vitest|jest)(?:[-_.]?(?:report|results?|output))?\.json$/.test(baseName(path)),
  recognises: ({ head }) => /^\s*\{/.test(head) && /"numTotalTests"\s*:/.test(head),
  start: () => new Report(),
};

class Report implements Reading<Tests> {
  readonly #json = jsonStream({
    root: 'object',
    paths: ['$.testResults.*', '$.success', '$.startTime', ...names.map((name) => `$.${name}`)],
    onValue: (value, path, line) => this.#value(value, path, line),
  });
  readonly #tally = new TestTally();
  readonly #said: Partial<Record<(typeof names)[number], number>> = {};
  #isSuccess: boolean | null = null;
  #startTime: string | null = null;

  push(text: string): void {
    this.#json.push(text);
  }

  end(): { content: Tests; writtenAt: string | null; commit: null } {
    this.#json.end();
    const content = this.#tally.content();
    const { passed, failed, errored, skipped } = content;
    // A file that broke outside its tests is none of the counts.
    const found = { numTotalTests: passed + failed + skipped, numPassedTests: passed, numFailedTests: failed };
    for (const name of names) {
      if (this.#said[name] === found[name]) continue;
      const text = `expected ${name} of ${found[name]} by the test cases, got ${this.#said[name] ?? 'none'}`;
      throw new ReaderProblem('wrong-format', text);
    }
    if (this.#isSuccess !== true && failed + errored === 0 && passed > 0) {
      throw new ReaderProblem('tool-error', 'the run says that it failed, though no test of it did');
    }
    return { content, writtenAt: this.#startTime, commit: null };
  }

  #value(value: unknown, path: readonly (string | number)[], line: () => number): void {
    const name = names.find((each) => each === path[0]);
    if (name !== undefined) this.#said[name] = shaped(counts[name], value, line, name);
    else if (path[0] === 'success') this.#isSuccess = shaped(z.boolean(), value, line, 'success');
    else if (path[0] === 'startTime')
      this.#startTime = timeOfEpoch(String(shaped(z.number(), value, line, 'startTime')));
    else this.#file(shaped(file, value, line, path.join('.')));
  }

  #file({ name, status, assertionResults }: z.infer<typeof file>): void {
    for (const { fullName, status: result } of assertionResults) {
      if (result === 'passed' || result === 'failed') this.#tally.count(result, fullName);
      else this.#tally.count('skipped', fullName);
    }
    const isExplained = assertionResults.some((each) => each.status === 'failed');
    if (status === 'failed' && !isExplained) this.#tally.count('errored', name);
  }
}
