import { z } from 'zod';
import { jsonStream } from '../json.js';
import { baseName, type Reader, ReaderProblem, shaped } from '../reader.js';
import { agree, type Coverage, Tally } from './measures.js';

const count = z.int().nonnegative();
const measure = z.object({ total: count, covered: count });
// https://github.com/istanbuljs/istanbuljs/blob/main/packages/istanbul-lib-coverage/lib/coverage-summary.js
const entry = z.object({ lines: measure, branches: measure, functions: measure, statements: measure });
type Entry = z.infer<typeof entry>;
const names = ['lines', 'branches', 'functions', 'statements'] as const;

/** coverage-summary.json of istanbul, c8 and vitest: counts a file, and their total. */
export const istanbulSummary: Reader<Coverage> = {
  gate: 'coverage',
  format: 'istanbul-json-summary',
  extensions: ['.json'],
  isNamed: (path) => baseName(path) === 'coverage-summary.json',
  recognises: ({ head }) =>
    /^\s*\{/.test(head) && /"(?:lines|statements)"\s*:\s*\{\s*"(?:total|covered)"\s*:/.test(head),
  start() {
    const tallies = { lines: new Tally(), branches: new Tally(), functions: new Tally(), statements: new Tally() };
    let files = 0;
    let total: Entry | null = null;
    const stream = jsonStream({
      root: 'object',
      paths: ['$.*'],
      onValue(value, path, line) {
        const place = String(path[0]);
        const found = shaped(entry, value, line, place);
        if (place === 'total') {
          total = found;
          return;
        }
        files += 1;
        for (const name of names) tallies[name].add(found[name], `${name} of ${place}`, line());
      },
    });
    return {
      push: (text) => stream.push(text),
      end() {
        stream.end();
        if (total === null) throw new ReaderProblem('wrong-format', 'expected a member total, got none');
        for (const name of names) agree(name, total[name], tallies[name].measure, null);
        const { lines, branches, functions, statements } = tallies;
        const content = {
          files,
          lines: lines.measure,
          branches: branches.measure,
          functions: functions.measure,
          statements: statements.measure,
        };
        return { content, writtenAt: null, commit: null };
      },
    };
  },
};
