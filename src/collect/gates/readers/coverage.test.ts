import { describe, expect, it } from 'vitest';
import { qualityFixture, readText, readWith } from '../../../../test/unit/gates/read-text.js';
import { clover } from './clover.js';
import { cobertura } from './cobertura.js';
import { istanbulFinal } from './istanbul-final.js';
import { istanbulSummary } from './istanbul-summary.js';
import { jacoco } from './jacoco.js';
import { lcov } from './lcov.js';

const counts = (covered: number, total: number) => ({ covered, total });
const sample = {
  files: 3,
  lines: counts(4, 10),
  branches: counts(3, 8),
  functions: counts(2, 4),
  statements: counts(5, 11),
};
const noStatements = { ...sample, statements: null };
const linesAsStatements = { ...sample, statements: sample.lines };

describe('real reports of one run', () => {
  it.each([
    ['istanbul/coverage-summary.json', 'istanbul-json-summary', sample, null],
    ['istanbul/coverage-final.json', 'istanbul-json', sample, null],
    ['istanbul/lcov.info', 'lcov', noStatements, null],
    ['istanbul/cobertura-coverage.xml', 'cobertura', noStatements, '2026-11-26T16:07:41.375Z'],
    ['istanbul/clover.xml', 'clover', linesAsStatements, '2026-11-26T16:07:41.377Z'],
    ['v8/coverage-summary.json', 'istanbul-json-summary', sample, null],
    ['v8/coverage-final.json', 'istanbul-json', sample, null],
    ['v8/lcov.info', 'lcov', noStatements, null],
    ['v8/cobertura-coverage.xml', 'cobertura', noStatements, '2026-11-26T16:07:45.921Z'],
    ['v8/clover.xml', 'clover', linesAsStatements, '2026-11-26T16:07:45.924Z'],
  ])('%s is read the same however it is cut', (path, format, content, writtenAt) => {
    const text = qualityFixture(path);
    for (const part of [1, 7, 100, text.length]) {
      expect(readText(path, text, part)).toEqual({ format, result: { content, writtenAt, commit: null } });
    }
  });

  const c8 = { files: 3, lines: counts(4, 21), branches: counts(2, 5), functions: counts(1, 3) };
  it.each([
    ['c8/coverage-summary.json', counts(4, 21)],
    ['c8/lcov.info', null],
    ['c8/cobertura-coverage.xml', null],
    ['c8/clover.xml', counts(4, 21)],
  ])('%s counts a file that no test loads', (path, statements) => {
    expect(readText(path, qualityFixture(path)).result).toMatchObject({ content: { ...c8, statements } });
  });

  it('jacoco.xml counts methods as functions and instructions as statements, and is dumped at a time', () => {
    expect(readText('jacoco.xml', qualityFixture('jacoco.xml'))).toEqual({
      format: 'jacoco',
      result: {
        content: {
          files: 1,
          lines: counts(4, 5),
          branches: counts(1, 2),
          functions: counts(2, 2),
          statements: counts(15, 17),
        },
        writtenAt: '2026-11-26T16:08:33.145Z',
        commit: null,
      },
    });
  });
});

const m = (covered: number, total: number): string => `{"total":${total},"covered":${covered}}`;
const entry = (covered: number, total: number): string =>
  `{"lines":${m(covered, total)},"branches":${m(1, 1)},"functions":${m(1, 1)},"statements":${m(1, 1)}}`;

describe('istanbul summary', () => {
  it.each([
    [
      'a total that is not the sum',
      `{"total":${entry(9, 10)},"a":${entry(8, 10)}}`,
      'expected lines of 8 of 10 by its parts, got a total of 9 of 10',
    ],
    ['no total', `{"a":${entry(9, 10)}}`, 'expected a member total'],
    [
      'more covered than there is',
      `{"total":${entry(11, 10)},"a":${entry(11, 10)}}`,
      'expected at most 10 covered lines of a, got 11',
    ],
    ['a count that is none', `{"total":${entry(-1, 10)}}`, 'total.lines.covered'],
    ['a measure missing', `{"total":{"lines":${m(1, 1)}}}`, 'total.branches'],
  ])('refuses %s', (_, text, says) => {
    expect(readText('x.json', text)).toMatchObject({
      format: 'istanbul-json-summary',
      result: { kind: 'wrong-format', message: expect.stringContaining(says) as string },
    });
  });

  it('may list no file', () => {
    const none = `{"lines":${m(0, 0)},"branches":${m(0, 0)},"functions":${m(0, 0)},"statements":${m(0, 0)}}`;
    expect(readText('x.json', `{"total":${none}}`).result).toMatchObject({
      content: { files: 0, lines: counts(0, 0) },
    });
  });
});

describe('istanbul hits', () => {
  it('count a line as covered where one of its statements is', () => {
    const at = (line: number): string => `{"start":{"line":${line}}}`;
    const text = `{"a":{"statementMap":{"0":${at(1)},"1":${at(1)},"2":${at(2)}},"s":{"0":0,"1":3,"2":0},"f":{},"b":{"0":[0,1,2]}}}`;
    expect(readText('x.json', text).result).toMatchObject({
      content: { lines: counts(1, 2), statements: counts(1, 3), functions: counts(0, 0), branches: counts(2, 3) },
    });
  });

  it('refuse a statement that has no place', () => {
    const text = '{"a":{"statementMap":{},"s":{"0":1},"f":{},"b":{}}}';
    expect(readText('x.json', text).result).toMatchObject({
      kind: 'wrong-format',
      line: 1,
      message: expect.stringContaining('statementMap.0') as string,
    });
  });
});

describe('lcov', () => {
  const record = (body: string): string => `TN:\nSF:a.js\n${body}\nend_of_record\n`;
  it.each([
    ['lines alone', 'DA:1,1\nDA:2,0,abcd', { lines: counts(1, 2), branches: null, functions: null }],
    ['branches without totals, one never reached', 'BRDA:1,0,0,-\nBRDA:1,0,1,2\nDA:1,1', { branches: counts(1, 2) }],
    ['totals of functions alone', 'FNF:3\nFNH:2\nDA:1,1', { functions: counts(2, 3) }],
    [
      'what lcov 2 writes',
      '# made by hand\nVER:1\nFNL:0,1,2\nFNA:0,1,f\nFNA:0,1,g\nFNF:1\nFNH:1\nMCF:0\nMCH:0\nDA:1,1\nLF:1\nLH:1',
      { functions: counts(1, 1) },
    ],
    ['carriage returns', 'DA:1,1\r\nLF:1\r\nLH:1\r', { lines: counts(1, 1) }],
  ])('has %s', (_, body, content) => {
    expect(readText('lcov.info', record(body)).result).toMatchObject({
      content: { files: 1, statements: null, ...content },
    });
  });

  it.each([
    ['a total that is not what its lines come to', record('DA:1,1\nLF:2\nLH:2'), 6, 'expected lines of a.js of 1 of 1'],
    ['one total of two', record('DA:1,1\nLF:1'), 5, 'expected both counts of lines of a.js, got one'],
    ['branches that are not what they come to', record('DA:1,1\nBRDA:1,0,0,1\nBRF:2\nBRH:1'), 7, 'branches'],
    [
      'more functions hit than there are',
      record('DA:1,1\nFNF:1\nFNH:2'),
      6,
      'expected at most 1 covered functions, got 2',
    ],
    ['hits that are no number', record('DA:1,x'), 3, 'expected a whole number in DA, got "x"'],
    ['a line without hits', record('DA:1'), 3, 'expected a whole number in DA, got ""'],
    ['a line without anything', record('DA:'), 3, 'expected a whole number in DA, got ""'],
    ['a line with a field too many', record('DA:1,1,abcd,2'), 3, 'expected a line of a tracefile, got "DA:1,1,abcd,2"'],
    ['negative hits', record('DA:1,-1'), 3, 'got "-1"'],
    ['a branch without anything', record('BRDA:'), 3, 'BRDA'],
    ['a function without anything', record('FNDA:'), 3, 'FNDA'],
    ['an unknown line', record('XX:1'), 3, 'expected a line of a tracefile, got "XX:1"'],
    ['a line without a tag', record('hello'), 3, 'got "hello"'],
    ['a count outside a record', 'TN:\nDA:1,1\n', 2, 'got "DA:1,1"'],
    ['an end without a beginning', 'TN:\nend_of_record\n', 2, 'expected SF, got end_of_record'],
    ['a record in a record', 'SF:a\nSF:b\n', 2, 'expected end_of_record of a, got SF'],
    ['one source file twice', 'SF:a\nend_of_record\nSF:a\n', 3, 'expected one record of a, got another'],
    ['a line of a megabyte', `SF:${'a'.repeat(1024 ** 2 + 1)}`, 1, 'expected lines of at most'],
  ])('refuses %s', (_, text, line, says) => {
    expect(readText('lcov.info', text).result).toMatchObject({
      kind: 'wrong-format',
      line,
      message: expect.stringContaining(says) as string,
    });
  });

  it('is truncated where a record has no end', () => {
    expect(readText('lcov.info', 'SF:a\nDA:1,1').result).toMatchObject({ kind: 'truncated', line: 2 });
  });
});

describe('Cobertura', () => {
  const report = (lines: string, attributes = 'line-rate="1"'): string =>
    `<coverage ${attributes}><packages><package><classes><class name="A" filename="a.py"><methods/><lines>\n${lines}</lines></class></classes></package></packages></coverage>`;

  it('without methods does not say its functions, and with seconds says its time', () => {
    const text = report('<line number="1" hits="1"/>', 'line-rate="1" timestamp="1795709261"');
    expect(readText('x.xml', text)).toMatchObject({
      format: 'cobertura',
      result: {
        content: { files: 1, lines: counts(1, 1), branches: counts(0, 0), functions: null },
        writtenAt: '2026-11-26T16:07:41.000Z',
      },
    });
  });

  it('counts a class without a file by its name, and lines of classes alone', () => {
    const text =
      '<coverage line-rate="1"><class name="A"><lines><line number="1" hits="0"/></lines></class><class/><lines><line number="9" hits="1"/></lines></coverage>';
    expect(readText('x.xml', text).result).toMatchObject({ content: { files: 2, lines: counts(0, 1) } });
  });

  it.each([
    ['hits that are no number', report('<line number="1" hits="x"/>'), 2, 'expected a whole number in hits, got "x"'],
    ['a line without hits', report('<line number="1"/>'), 2, 'expected an attribute hits, got none'],
    [
      'a branch without counts',
      report('<line number="1" hits="1" branch="true"/>'),
      2,
      'expected counts in condition-coverage',
    ],
    [
      'a branch with more than there is',
      report('<line number="1" hits="1" branch="true" condition-coverage="(3/2)"/>'),
      2,
      'expected at most 2 covered branches, got 3',
    ],
    [
      'a total that its lines do not come to',
      report('<line number="1" hits="1"/>', 'line-rate="1" lines-valid="2" lines-covered="2"'),
      1,
      'expected lines of 1 of 1',
    ],
    [
      'a total of branches that its lines do not come to',
      report('', 'line-rate="1" branches-valid="2" branches-covered="2"'),
      1,
      'expected branches of 0 of 0',
    ],
  ])('refuses %s', (_, text, line, says) => {
    expect(readText('x.xml', text).result).toMatchObject({
      kind: 'wrong-format',
      line,
      message: expect.stringContaining(says) as string,
    });
  });
});

describe('Clover', () => {
  const metrics = (c: number, t: number): string =>
    `<metrics statements="${t}" coveredstatements="${c}" conditionals="0" coveredconditionals="0" methods="1" coveredmethods="1"/>`;
  const report = (lines: string, total = metrics(1, 2)): string =>
    `<coverage generated="1795709261">\n<project>${total}<package name="p"><file name="a.php"><class name="A">${metrics(1, 2)}</class>${lines}${metrics(1, 2)}</file></package></project></coverage>`;

  it('of PHPUnit counts a line once, whatever stands on it', () => {
    const lines =
      '<line num="3" type="method" name="f" count="1"/><line num="4" type="stmt" count="0"/><line num="4" type="stmt" count="2"/><line num="5" type="cond" truecount="0" falsecount="0"/>';
    expect(readText('x.xml', report(lines))).toMatchObject({
      format: 'clover',
      result: {
        content: {
          files: 1,
          lines: counts(1, 2),
          statements: counts(1, 2),
          functions: counts(1, 1),
          branches: counts(0, 0),
        },
        writtenAt: '2026-11-26T16:07:41.000Z',
      },
    });
  });

  it('of OpenClover has conditions without a count, and lines without a number are one', () => {
    const lines =
      '<line num="5" type="cond" truecount="0" falsecount="2"/><line type="stmt" count="0"/><line num="5" type="stmt" count="0"/>';
    expect(readText('x.xml', report(lines)).result).toMatchObject({ content: { lines: counts(1, 2) } });
  });

  it('without lines does not say them', () => {
    expect(readText('x.xml', report('')).result).toMatchObject({ content: { lines: null, statements: counts(1, 2) } });
  });

  it('of nothing has none of anything', () => {
    const none =
      '<metrics statements="0" coveredstatements="0" conditionals="0" coveredconditionals="0" methods="0" coveredmethods="0"/>';
    expect(readText('x.xml', `<coverage clover="4"><project>${none}</project></coverage>`).result).toMatchObject({
      content: { files: 0, lines: counts(0, 0), statements: counts(0, 0) },
      writtenAt: null,
    });
  });

  it.each([
    ['a total that its files do not come to', report('', metrics(2, 2)), 2, 'expected statements of 1 of 2'],
    ['a line without a count', report('<line num="1" type="stmt"/>'), 2, 'expected a count of the line, got none'],
    ['no total', '<coverage generated="1"></coverage>', null, 'expected metrics of the project, got none'],
    [
      'a metric missing',
      '<coverage generated="1"><project><file><metrics/></file></project></coverage>',
      1,
      'expected an attribute statements',
    ],
  ])('refuses %s', (_, text, line, says) => {
    expect(readText('x.xml', text).result).toMatchObject({
      kind: 'wrong-format',
      line,
      message: expect.stringContaining(says) as string,
    });
  });
});

describe('JaCoCo', () => {
  const counter = (type: string, missed: number, covered: number): string =>
    `<counter type="${type}" missed="${missed}" covered="${covered}"/>`;

  // The shape of groups is from report.dtd: the small project that was run has none.
  it('adds up packages of several groups, and leaves out the counter of what there is none of', () => {
    const text = `<report name="r"><sessioninfo dump="1795709313145"/><sessioninfo dump="1795709000000"/><group name="g"><package name="p">${counter('LINE', 1, 2)}<sourcefile name="A.java"/></package>${counter('LINE', 1, 2)}</group><group name="h"><package name="q">${counter('LINE', 0, 2)}</package></group>${counter('LINE', 1, 4)}</report>`;
    expect(readText('x.xml', text)).toMatchObject({
      format: 'jacoco',
      result: {
        content: { files: 1, lines: counts(4, 5), branches: counts(0, 0) },
        writtenAt: '2026-11-26T16:08:33.145Z',
      },
    });
  });

  it.each([
    [
      'a total that its packages do not come to',
      `<report name="r"><package name="p">${counter('LINE', 1, 2)}</package>${counter('LINE', 0, 3)}</report>`,
      'expected LINE of 2 of 3',
    ],
    [
      'two totals',
      `<report name="r"><package name="p">${counter('LINE', 1, 2)}</package>${counter('LINE', 1, 1)}${counter('LINE', 0, 1)}</report>`,
      'expected one counter LINE of the report, got another',
    ],
    [
      'a counter without counts',
      `<report name="r"><package name="p"><counter type="LINE"/></package></report>`,
      'expected an attribute missed',
    ],
    [
      'a total that is left out',
      `<report name="r"><package name="p">${counter('LINE', 1, 2)}</package></report>`,
      'expected LINE of 2 of 3',
    ],
  ])('refuses %s', (_, text, says) => {
    expect(readText('x.xml', text).result).toMatchObject({
      kind: 'wrong-format',
      message: expect.stringContaining(says) as string,
    });
  });
});

describe('a name', () => {
  it.each([
    [istanbulSummary, 'a/coverage-summary.json', 'summary.json'],
    [istanbulFinal, 'coverage-final.json', 'final.json'],
    [lcov, 'web.LCOV', 'app.info'],
    [lcov, 'coverage/lcov.info', 'lcov.txt'],
    [cobertura, 'coverage.cobertura.xml', 'report.xml'],
    [cobertura, 'coverage.xml', 'cov.xml'],
    [clover, 'clover.xml', 'my-clover.xml'],
    [jacoco, 'target/jacocoTestReport.xml', 'report.xml'],
  ])('says of %o what the file must be, or not', (reader, yes, no) => {
    expect([reader.isNamed(yes), reader.isNamed(no)]).toEqual([true, false]);
  });

  it('says nothing of what is in the file', () => {
    for (const reader of [istanbulSummary, istanbulFinal, lcov, cobertura, clover, jacoco]) {
      expect(reader.recognises({ path: 'coverage-summary.json', head: 'hello' })).toBe(false);
      expect(readWith(reader, '')).toMatchObject({ name: 'ReaderProblem' });
    }
  });
});
