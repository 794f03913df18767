import { describe, expect, it } from 'vitest';
import { qualityFixture, readText } from '../../../../test/unit/gates/read-text.js';
import { coverageDecision } from '../../../derive/gates/coverage.js';
import { lintDecision } from '../../../derive/gates/lint.js';
import { testsDecision } from '../../../derive/gates/tests.js';
import { gatesFacts } from '../../../facts/gates.js';
import { ReaderProblem } from '../reader.js';

const limits = { maxErrors: 0, maxWarnings: 100 };

/** The outcome of the gate whose only file has that text; `problem` where the file says nothing. */
function outcomeOf(path: string, text: string): string {
  const { format, result } = readText(path, text);
  if (result instanceof ReaderProblem || format === null) return 'problem';
  const artefact = { path, format, sizeBytes: 1, writtenAt: '2026-11-26T00:00:00.000Z', content: result.content };
  const base = { isExpected: true, why: 'x', artefacts: [artefact] };
  const { content } = result;
  if (isObject(content) && 'lines' in content) {
    const [parsed] = gatesFacts['gates.coverage'].parse({ id: 'coverage', ...base }).artefacts;
    return coverageDecision(parsed?.content ? [{ path, format, content: parsed.content }] : [], true, 90).outcome;
  }
  if (isObject(content) && 'errors' in content) {
    const [parsed] = gatesFacts['gates.lint'].parse({ id: 'lint', ...base }).artefacts;
    return lintDecision(parsed?.content ? [{ path, format, content: parsed.content }] : [], limits).outcome;
  }
  const [parsed] = gatesFacts['gates.tests'].parse({ id: 'tests', ...base }).artefacts;
  return testsDecision(parsed?.content ? [{ path, format, content: parsed.content }] : [], true).outcome;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

const failing = [
  ...['coverage-summary.json', 'coverage-final.json', 'lcov.info', 'cobertura-coverage.xml', 'clover.xml'].flatMap(
    (name) => [`istanbul/${name}`, `v8/${name}`],
  ),
  'c8/coverage-summary.json',
  'c8/lcov.info',
  'c8/clover.xml',
  'c8/cobertura-coverage.xml',
  'jacoco.xml',
  'eslint.json',
  'eslint.xml',
  'junit-failing.xml',
  'junit-none.xml',
  'vitest-failing.json',
];
const passing = ['eslint-clean.json', 'eslint-clean.xml', 'eslint-clean.sarif', 'istanbul/junit.xml', 'vitest.json'];

/** Each length of a small file, and one in eleven of a larger one. */
function stepOf(text: string): number {
  return text.length < 1000 ? 1 : 11;
}

describe('a file that is cut anywhere', () => {
  it.each(failing)('%s is never a pass', (path) => {
    const text = qualityFixture(path);
    expect(outcomeOf(path, text)).toBe('fail');
    const seen = new Set<string>();
    for (let length = 0; length < text.length; length += stepOf(text)) seen.add(outcomeOf(path, text.slice(0, length)));
    expect(seen).not.toContain('pass');
    expect(seen).toContain('problem');
  });

  it.each(passing)('%s is a pass only where nothing but white space is missing', (path) => {
    const text = qualityFixture(path);
    expect(outcomeOf(path, text)).toBe('pass');
    for (let length = 0; length < text.trimEnd().length; length += stepOf(text)) {
      expect(outcomeOf(path, text.slice(0, length)), text.slice(0, length).slice(-40)).toBe('problem');
    }
  });
});

/** As of a small generator of Lehmer's, so that every run sees the same. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 48_271) % 2_147_483_647;
    yield state;
  }
}

describe('a file with a byte changed', () => {
  it.each([...failing, ...passing])(
    '%s is read or refused, and what fails never passes by a bit in its counts',
    (path) => {
      const bytes = Buffer.from(qualityFixture(path));
      const random = numbers(1 + bytes.length);
      for (let each = 0; each < 150; each += 1) {
        const copy = Buffer.from(bytes);
        const at = random.next().value % copy.length;
        copy[at] = random.next().value % 256;
        const outcome = outcomeOf(path, copy.toString('utf8'));
        if (failing.includes(path))
          expect([outcome, copy.subarray(Math.max(0, at - 20), at + 20).toString()]).not.toContain('pass');
      }
    },
  );
});
