import { describe, expect, it } from 'vitest';
import { qualityFixture, readText } from '../../../../test/unit/gates/read-text.js';
import { jestJson } from './jest-json.js';
import { junit } from './junit.js';

const none = { passed: 0, failed: 0, errored: 0, skipped: 0, examples: [] };

describe('real reports of vitest', () => {
  it.each([
    ['istanbul/junit.xml', 'junit', { ...none, passed: 3, skipped: 1 }, '2026-11-26T16:07:41.358Z'],
    [
      'junit-failing.xml',
      'junit',
      { ...none, failed: 2, examples: ['failing.test.js adds up', 'failing.test.js finds its fixture'] },
      '2026-11-26T16:07:50.710Z',
    ],
    ['junit-none.xml', 'junit', none, null],
    ['vitest.json', 'jest-json', { ...none, passed: 3, skipped: 1 }, '2026-11-26T16:07:54.187Z'],
    [
      'vitest-failing.json',
      'jest-json',
      { ...none, failed: 2, examples: ['adds up', 'finds its fixture'] },
      '2026-11-26T16:07:49.543Z',
    ],
  ])('%s is read the same however it is cut', (path, format, content, writtenAt) => {
    const text = qualityFixture(path);
    for (const part of [1, 7, 100, text.length]) {
      expect(readText(path, text, part)).toEqual({ format, result: { content, writtenAt, commit: null } });
    }
  });
});

describe('JUnit', () => {
  it('counts test cases of suites in suites, whether a suite counts those below it or not', () => {
    const inner = (attributes: string): string =>
      `<testsuite ${attributes}><testcase name="a"/><testcase name="b"><failure/></testcase></testsuite>`;
    const text = `<testsuites tests="5" failures="2">${inner('tests="2" failures="1"')}<testsuite tests="1" failures="0"><testcase/>${inner('')}</testsuite></testsuites>`;
    expect(readText('x.xml', text).result).toMatchObject({ content: { passed: 3, failed: 2, examples: ['b', 'b'] } });
    expect(readText('x.xml', text.replace('tests="1" failures="0"', 'tests="3" failures="1"')).result).toMatchObject({
      content: { passed: 3 },
    });
  });

  it('counts a case once, by the worst that is said of it', () => {
    const text =
      '<testsuite><testcase classname="c" name="a"><failure/><error/></testcase><testcase><skipped/><failure/></testcase><testcase><error/><skipped/></testcase></testsuite>';
    expect(readText('x.xml', text).result).toMatchObject({
      content: { passed: 0, failed: 1, errored: 2, examples: ['c a', '', ''] },
    });
  });

  it('counts a suite that broke outside its tests', () => {
    const text =
      '<testsuites><testsuite errors="1"><error message="no module"/></testsuite><testsuite failures="1"><failure/></testsuite><testsuite><skipped/></testsuite></testsuites>';
    expect(readText('x.xml', text).result).toMatchObject({
      content: { ...none, errored: 2, examples: ['no module', 'a suite broke outside its tests'] },
    });
  });

  it('has cases that were not run, as GoogleTest marks them', () => {
    const text =
      '<testsuite tests="4"><testcase status="notrun"/><testcase status="run" result="suppressed"/><testcase status="disabled"/><testcase status="run" result="completed"/></testsuite>';
    expect(readText('x.xml', text).result).toMatchObject({ content: { passed: 1, skipped: 3 } });
  });

  it('takes a case that passed when it was run again as passed, and no text of it for a result', () => {
    const text =
      '<testsuite tests="1" failures="0"><properties><property name="failure"/></properties><testcase><flakyFailure/><system-out><![CDATA[<failure/>]]></system-out></testcase></testsuite>';
    expect(readText('x.xml', text).result).toMatchObject({ content: { passed: 1, failed: 0 } });
  });

  it('knows no time without a zone, and takes the latest of several', () => {
    const suite = (timestamp: string): string => `<testsuite timestamp="${timestamp}"/>`;
    expect(readText('x.xml', suite('2026-11-26T10:00:00')).result).toMatchObject({ writtenAt: null });
    expect(readText('x.xml', suite('yesterday')).result).toMatchObject({ writtenAt: null });
    expect(readText('x.xml', suite('2026-99-26T10:00:00Z')).result).toMatchObject({ writtenAt: null });
    const several = `<testsuites>${['2026-11-26T10:00:00Z', '2026-11-26T13:00:00.5+01:00', '2026-11-26T11:00:00Z', ''].map(suite).join('')}</testsuites>`;
    expect(readText('x.xml', several).result).toMatchObject({ writtenAt: '2026-11-26T12:00:00.500Z' });
  });

  it.each([
    [
      'fewer tests than it says',
      '<testsuites>\n<testsuite name="s" tests="2"><testcase/></testsuite></testsuites>',
      2,
      'expected 1 tests of s by its test cases, got 2',
    ],
    [
      'more failures than it says',
      '<testsuite tests="1" failures="0"><testcase><failure/></testcase></testsuite>',
      1,
      'expected 1 failures of testsuite by its test cases, got 0',
    ],
    ['fewer errors than it says', '<testsuite errors="1"><testcase/></testsuite>', 1, 'expected 0 errors of testsuite'],
    [
      'a total that is not that of its suites',
      '<testsuites tests="2"><testsuite tests="1"><testcase/></testsuite></testsuites>',
      1,
      'expected 1 tests of testsuites',
    ],
    ['a count that is none', '<testsuite tests="many"/>', 1, 'expected a whole number in tests, got "many"'],
  ])('refuses %s', (_, text, line, says) => {
    expect(readText('x.xml', text).result).toMatchObject({
      kind: 'wrong-format',
      line,
      message: expect.stringContaining(says) as string,
    });
  });
});

describe('the JSON of jest and vitest', () => {
  const report = (counts: string, results = '', success = true): string =>
    `{${counts},"success":${success},"testResults":[${results}]}`;
  const counts = (total: number, passed: number, failed: number): string =>
    `"numTotalTests":${total},"numPassedTests":${passed},"numFailedTests":${failed}`;
  const file = (status: string, ...cases: string[]): string =>
    `{"name":"a.test.js","status":"${status}","assertionResults":[${cases.map((each) => `{"fullName":"f","status":"${each}"}`).join(',')}]}`;

  it('has files that broke outside their tests', () => {
    expect(readText('x.json', report(counts(0, 0, 0), file('failed'), false)).result).toMatchObject({
      content: { ...none, errored: 1, examples: ['a.test.js'] },
      writtenAt: null,
    });
  });

  it('counts as skipped whatever was not run', () => {
    const text = report(counts(5, 1, 0), file('passed', 'passed', 'pending', 'skipped', 'todo', 'disabled'));
    expect(readText('x.json', text).result).toMatchObject({ content: { passed: 1, skipped: 4 } });
  });

  it.each([
    [
      'a total that its cases do not come to',
      report(counts(2, 1, 0), file('passed', 'passed')),
      'wrong-format',
      'expected numTotalTests of 1 by the test cases, got 2',
    ],
    [
      'passes that its cases do not come to',
      report(counts(1, 0, 0), file('passed', 'passed')),
      'wrong-format',
      'numPassedTests of 1',
    ],
    [
      'failures that are not there',
      report(counts(1, 1, 1), file('passed', 'passed')),
      'wrong-format',
      'numFailedTests of 0',
    ],
    [
      'a count that is missing',
      report('"numTotalTests":0'),
      'wrong-format',
      'numPassedTests of 0 by the test cases, got none',
    ],
    [
      'a run that failed without a test that did',
      report(counts(1, 1, 0), file('passed', 'passed'), false),
      'tool-error',
      'the run says that it failed',
    ],
    [
      'a state that is none',
      report(counts(1, 1, 0), file('passed', 'fine')),
      'wrong-format',
      'testResults.0.assertionResults.0.status',
    ],
    ['a count that is no number', report('"numTotalTests":"1"'), 'wrong-format', 'numTotalTests'],
  ])('refuses %s', (_, text, kind, says) => {
    expect(readText('x.json', text).result).toMatchObject({ kind, message: expect.stringContaining(says) as string });
  });
});

describe('a name', () => {
  it.each([
    [junit, 'junit.xml', 'pom.xml'],
    [junit, 'surefire/TEST-sample.xml', 'coverage.xml'],
    [jestJson, 'vitest-report.json', 'vitest.config.json'],
    [jestJson, 'jest.json', 'package.json'],
  ])('says of %o what the file must be, or not', (reader, yes, no) => {
    expect([reader.isNamed(yes), reader.isNamed(no)]).toEqual([true, false]);
  });
});
