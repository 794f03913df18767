import { describe, expect, it } from 'vitest';
import { SaxesParser } from 'saxes';
import { sampleInput } from '../../test/unit/report/sample.js';
import { writeJunit } from './junit.js';
import { buildModel } from './model.js';
import type { ReportModel } from './model-types.js';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Every element in order, by a parser that refuses what is not well-formed. */
function elements(text: string): readonly Element[] {
  const found: Element[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => found.push({ name, attributes: { ...attributes } }));
  parser.write(text).close();
  return found;
}

const numbers = ({ attributes }: Element): Record<string, number> =>
  Object.fromEntries(['tests', 'failures', 'errors'].map((name) => [name, Number(attributes[name])]));

function withOutcomes(model: ReportModel): ReportModel {
  const [first] = model.findings;
  if (first === undefined) throw new Error('the sample has no finding');
  const outcomes = ['pass', 'fail', 'unknown', 'not-applicable', 'manual'] as const;
  return {
    ...model,
    findings: outcomes.map((outcome) => ({ ...first, outcome, reason: outcome === 'unknown' ? 'denied' : null })),
  };
}

describe('writeJunit', () => {
  it('is a suite a control and a case a finding, and its counts are those of its cases', () => {
    const model = buildModel(sampleInput({ findings: 8 }));
    const all = elements(writeJunit(model));
    const [root] = all;
    expect(root && numbers(root)).toEqual({
      tests: model.findings.length,
      failures: model.findings.filter(({ outcome }) => outcome === 'fail').length,
      errors: model.findings.filter(({ outcome }) => outcome === 'unknown').length,
    });
    expect(all.filter(({ name }) => name === 'testcase')).toHaveLength(model.findings.length);
    const controls = new Set(model.findings.map(({ control }) => control));
    expect(all.filter(({ name }) => name === 'testsuite').map(({ attributes }) => attributes['name'])).toEqual([
      ...controls,
    ]);
  });

  it('makes a failure of a fail, an error of an unknown, and skips what is not judged', () => {
    const all = elements(writeJunit(withOutcomes(buildModel(sampleInput({ findings: 1 })))));
    expect(all.map(({ name }) => name)).toEqual([
      'testsuites',
      'testsuite',
      'testcase',
      'testcase',
      'failure',
      'testcase',
      'error',
      'testcase',
      'skipped',
      'testcase',
      'skipped',
    ]);
    expect(all[1]?.attributes).toMatchObject({ skipped: '2', timestamp: '2026-11-25T10:15:00' });
    expect(all[6]?.attributes['type']).toBe('unknown: denied');
  });

  it.each(['<script>"&\'', 'a\u0000b', 'c\ufffed', 'e\uffff', '\u001b[31m'])(
    'keeps a resource called %j text',
    (hostile) => {
      const cases = elements(writeJunit(buildModel(sampleInput({ hostile })))).filter(
        ({ name }) => name === 'testcase',
      );
      const shown = hostile
        .replace('\u0000', '⟦U+0000⟧')
        .replace('\u001b', '⟦U+001B⟧')
        .replace('\ufffe', '⟦U+FFFE⟧')
        .replace('\uffff', '⟦U+FFFF⟧');
      expect(cases.some(({ attributes }) => attributes['name']?.endsWith(shown) === true)).toBe(true);
    },
  );
});
