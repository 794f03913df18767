import { z } from 'zod';
import { jsonStream } from '../json.js';
import { baseName, type Reader, ReaderProblem, shaped } from '../reader.js';
import { type Lint, LintTally } from './lint-tally.js';

const count = z.int().nonnegative();
const message = z.object({
  ruleId: z.string().nullable(),
  /** 1: warning, 2: error. */
  severity: z.union([z.literal(1), z.literal(2)]),
  fatal: z.boolean().optional(),
  line: count.nullish(),
});
// https://eslint.org/docs/latest/integrate/nodejs-api#-lintresult-type
const result = z.object({
  filePath: z.string(),
  messages: z.array(message),
  errorCount: count,
  warningCount: count,
  /** Since ESLint 8.8. */
  suppressedMessages: z.array(z.unknown()).optional(),
});

/** The results of `eslint --format json`: one a file, clean ones included. */
export const eslintJson: Reader<Lint> = {
  gate: 'lint',
  format: 'eslint-json',
  extensions: ['.json'],
  isNamed: (path) => /^eslint(?:[-_.]?(?:report|results?|output))?\.json$/.test(baseName(path)),
  recognises: ({ head }) => /^\s*\[\s*\{/.test(head) && /"filePath"\s*:/.test(head) && /"messages"\s*:\s*\[/.test(head),
  start() {
    const tally = new LintTally();
    let files = 0;
    let showsSuppressed = true;
    const stream = jsonStream({
      root: 'array',
      paths: ['$.*'],
      onValue(value, path, line) {
        const { filePath, messages, errorCount, warningCount, suppressedMessages } = shaped(
          result,
          value,
          line,
          String(path[0]),
        );
        files += 1;
        const errors = messages.filter(({ severity }) => severity === 2);
        if (errors.length !== errorCount || messages.length - errors.length !== warningCount) {
          const text = `expected ${errors.length} errors and ${messages.length - errors.length} warnings of ${filePath} by its messages, got ${errorCount} and ${warningCount}`;
          throw new ReaderProblem('wrong-format', text, line());
        }
        for (const { ruleId, line: at } of errors)
          tally.errors(1, `${filePath}:${at ?? 0} ${ruleId ?? 'does not parse'}`);
        tally.warnings += warningCount;
        tally.fatal += messages.filter(({ fatal }) => fatal === true).length;
        if (suppressedMessages === undefined) showsSuppressed = false;
        else tally.suppressed += suppressedMessages.length;
      },
    });
    return {
      push: (text) => stream.push(text),
      end() {
        stream.end();
        return { content: tally.content(files, showsSuppressed), writtenAt: null, commit: null };
      },
    };
  },
};
