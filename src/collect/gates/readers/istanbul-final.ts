import { z } from 'zod';
import { jsonStream } from '../json.js';
import { baseName, type Reader, shaped } from '../reader.js';
import { type Coverage, Tally } from './measures.js';

const count = z.int().nonnegative();
const hits = z.record(z.string(), count);
// https://github.com/istanbuljs/istanbuljs/blob/main/docs/raw-output.md
const entry = z.object({
  statementMap: z.record(z.string(), z.object({ start: z.object({ line: count }) })),
  s: hits,
  f: hits,
  b: z.record(z.string(), z.array(count)),
});

/** coverage-final.json of istanbul, c8 and vitest: the hits of each statement, function and branch. */
export const istanbulFinal: Reader<Coverage> = {
  gate: 'coverage',
  format: 'istanbul-json',
  extensions: ['.json'],
  isNamed: (path) => baseName(path) === 'coverage-final.json',
  recognises: ({ head }) => /^\s*\{/.test(head) && /"statementMap"\s*:/.test(head),
  start() {
    const [lines, branches, functions, statements] = [new Tally(), new Tally(), new Tally(), new Tally()];
    let files = 0;
    const stream = jsonStream({
      root: 'object',
      paths: ['$.*'],
      onValue(value, path, line) {
        const { statementMap, s, f, b } = shaped(entry, value, line, String(path[0]));
        files += 1;
        // As istanbul counts them: a line is where statements begin, and covered where one of them is.
        const hitsOfLine = new Map<number, number>();
        for (const [id, hit] of Object.entries(s)) {
          statements.one(hit > 0);
          const begins = shaped(beginning, statementMap[id], line, `statementMap.${id}`).start.line;
          hitsOfLine.set(begins, Math.max(hit, hitsOfLine.get(begins) ?? 0));
        }
        for (const hit of hitsOfLine.values()) lines.one(hit > 0);
        for (const hit of Object.values(f)) functions.one(hit > 0);
        for (const hit of Object.values(b).flat()) branches.one(hit > 0);
      },
    });
    return {
      push: (text) => stream.push(text),
      end() {
        stream.end();
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

const beginning = z.object({ start: z.object({ line: count }) });
