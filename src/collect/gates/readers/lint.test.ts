import { describe, expect, it } from 'vitest';
import { qualityFixture, readText } from '../../../../test/unit/gates/read-text.js';
import { checkstyle } from './checkstyle.js';
import { eslintJson } from './eslint-json.js';
import { sarif } from './sarif.js';

const problem = (kind: string, says: string, line: number | null) => ({
  kind,
  line,
  message: expect.stringContaining(says) as string,
});

describe('real reports of one run of ESLint', () => {
  it.each([
    [
      'eslint.json',
      'eslint-json',
      {
        files: 3,
        errors: 2,
        warnings: 1,
        suppressed: 1,
        fatal: 1,
        examples: ['/build/lint/broken.js:1 does not parse', '/build/lint/dirty.js:2 no-debugger'],
      },
    ],
    [
      'eslint.xml',
      'checkstyle',
      {
        files: 3,
        errors: 2,
        warnings: 1,
        suppressed: null,
        fatal: 0,
        examples: ['/build/lint/broken.js:1', '/build/lint/dirty.js:2 eslint.rules.no-debugger'],
      },
    ],
    ['eslint-clean.json', 'eslint-json', { files: 1, errors: 0, warnings: 0, suppressed: 0, fatal: 0, examples: [] }],
    ['eslint-clean.xml', 'checkstyle', { files: 1, errors: 0, warnings: 0, suppressed: null, fatal: 0, examples: [] }],
    ['eslint-clean.sarif', 'sarif', { files: null, errors: 0, warnings: 0, suppressed: 0, fatal: 0, examples: [] }],
  ])('%s is read the same however it is cut', (path, format, content) => {
    const text = qualityFixture(path);
    for (const part of [1, 7, 100, text.length]) {
      expect(readText(path, text, part)).toEqual({ format, result: { content, writtenAt: null, commit: null } });
    }
  });

  it('eslint.sarif says that the run did not succeed, since one file does not parse', () => {
    const text = qualityFixture('eslint.sarif');
    for (const part of [1, 7, text.length]) {
      expect(readText('eslint.sarif', text, part).result).toMatchObject(
        problem('tool-error', 'the tool did not run to its end: Parsing error: Unexpected token ;', 166),
      );
    }
  });

  it('eslint.sarif without its notification has what the other formats have', () => {
    const text = qualityFixture('eslint.sarif').replace('"executionSuccessful": false', '"executionSuccessful": true');
    expect(readText('eslint.sarif', text).result).toMatchObject({
      content: { errors: 1, warnings: 1, suppressed: 1, examples: ['file:///build/lint/dirty.js:2 no-debugger'] },
    });
  });
});

describe('ESLint JSON', () => {
  const result = (messages: string, counts = '"errorCount":1,"warningCount":0'): string =>
    `[{"filePath":"a.js","messages":[${messages}],${counts}}]`;

  it('before suppressions were shown does not show them, and a message may have no line', () => {
    expect(readText('x.json', result('{"ruleId":"r","severity":2}')).result).toMatchObject({
      content: { errors: 1, suppressed: null, examples: ['a.js:0 r'] },
    });
  });

  it.each([
    [
      'counts that its messages do not come to',
      result(''),
      'expected 0 errors and 0 warnings of a.js by its messages, got 1 and 0',
    ],
    ['warnings that its messages do not come to', result('', '"errorCount":0,"warningCount":1'), 'got 0 and 1'],
    ['a severity that is none', result('{"ruleId":"r","severity":3}'), '0.messages.0.severity'],
    ['a member that is not there', result('', '"errorCount":0'), '0.warningCount'],
  ])('refuses %s', (_, text, says) => {
    expect(readText('x.json', text)).toMatchObject({ format: 'eslint-json', result: problem('wrong-format', says, 1) });
  });
});

describe('Checkstyle', () => {
  const report = (inside: string): string =>
    `<checkstyle version="10.0">\n<file name="A.java">${inside}</file></checkstyle>`;

  it('counts neither what is information nor what is to be ignored', () => {
    const text = report('<error severity="info"/><error severity="ignore"/><error severity="error"/>');
    expect(readText('x.xml', text).result).toMatchObject({
      content: { files: 1, errors: 1, warnings: 0, examples: ['A.java:0'] },
    });
    expect(readText('x.xml', '<checkstyle><file><error severity="error"/></file></checkstyle>').result).toMatchObject({
      content: { errors: 1, examples: [':0'] },
    });
  });

  it.each([
    ['an unknown severity', report('<error severity="fatal"/>'), 'wrong-format', 'got "fatal"', 2],
    ['no severity', report('<error/>'), 'wrong-format', 'got null', 2],
    [
      'an exception of the tool',
      report('<exception>java.lang.Error</exception>'),
      'tool-error',
      'an exception at A.java',
      2,
    ],
  ])('refuses %s', (_, text, kind, says, line) => {
    expect(readText('x.xml', text).result).toMatchObject(problem(kind, says, line));
  });
});

describe('SARIF', () => {
  const driver =
    '{"driver":{"name":"Lint","rules":[{"id":"e","defaultConfiguration":{"level":"error"}},{"id":"n","defaultConfiguration":{"level":"note"}},{"id":"w"},{"id":"c","defaultConfiguration":{}}]}}';
  const log = (run: string): string => `{"version":"2.1.0","runs":[{${run}}]}`;
  const run = (results: string, more = '', tool = driver): string =>
    log(`"tool":${tool},"results":[${results}]${more}`);
  const counted = (text: string) => readText('x.sarif', text).result;

  it.each([
    ['its own', '{"ruleId":"n","level":"error"}', { errors: 1, warnings: 0, examples: ['no file:0 n'] }],
    ["its rule's", '{"ruleId":"e"}', { errors: 1, warnings: 0 }],
    ["its rule's by an index", '{"ruleIndex":0}', { errors: 1, warnings: 0, examples: ['no file:0 no rule'] }],
    ["its rule's by a reference", '{"rule":{"id":"e"}},{"rule":{"index":0}}', { errors: 2, warnings: 0 }],
    ["its rule's before a slash", '{"ruleId":"e/1"}', { errors: 1, warnings: 0 }],
    ['a note', '{"ruleId":"n"},{"ruleId":"e","level":"none"}', { errors: 0, warnings: 0 }],
    [
      'a warning where neither says one',
      '{"ruleId":"w"},{"ruleId":"c"},{"ruleId":"x"},{"ruleIndex":9},{}',
      { errors: 0, warnings: 5 },
    ],
    ['the same several times', '{"ruleId":"e"},{"ruleId":"e"},{"ruleId":"e"}', { errors: 3, warnings: 0 }],
  ])('gives a result the level: %s', (_, results, content) => {
    expect(counted(run(results))).toMatchObject({ content });
    // The tool may stand after its results.
    expect(counted(log(`"results":[${results}],"tool":${driver}`))).toMatchObject({ content });
  });

  it('takes the worse where two components have a rule of one name', () => {
    const tool =
      '{"driver":{"name":"Lint","rules":[{"id":"e","defaultConfiguration":{"level":"error"}}]},"extensions":[{"name":"X","rules":[{"id":"e","defaultConfiguration":{"level":"note"}},{"id":"o","defaultConfiguration":{"level":"error"}}]}]}';
    expect(counted(run('{"ruleId":"e"},{"ruleId":"o"}', '', tool))).toMatchObject({ content: { errors: 2 } });
  });

  it('takes the level that the run sets for a rule before the one that the rule has', () => {
    const overrides = (descriptor: string): string =>
      `,"invocations":[{"executionSuccessful":true,"ruleConfigurationOverrides":[{"descriptor":${descriptor},"configuration":{"level":"error"}}]}]`;
    expect(counted(run('{"ruleId":"w"}', overrides('{"id":"w"}')))).toMatchObject({ content: { errors: 1 } });
    expect(counted(run('{"ruleId":"w"}', overrides('{"index":2}')))).toMatchObject({ content: { errors: 1 } });
    expect(counted(run('{"ruleId":"w"}', overrides('{"id":"x"}')))).toMatchObject({ content: { warnings: 1 } });
    expect(counted(run('{"ruleIndex":9}', overrides('{"index":9}')))).toMatchObject({ content: { warnings: 1 } });
    expect(counted(run('{"ruleIndex":9}', overrides('{}')))).toMatchObject({ content: { warnings: 1 } });
  });

  it.each([
    ['accepted', '[{"kind":"inSource"}]', { errors: 0, suppressed: 1 }],
    ['under review', '[{"kind":"external","status":"underReview"}]', { errors: 1, suppressed: 0 }],
    ['accepted and rejected', '[{"status":"accepted"},{"status":"rejected"}]', { errors: 1, suppressed: 0 }],
    ['not there', '[]', { errors: 1, suppressed: 0 }],
    ['null', 'null', { errors: 1, suppressed: 0 }],
  ])('counts a result whose suppression is %s', (_, suppressions, content) => {
    expect(counted(run(`{"ruleId":"e","suppressions":${suppressions}}`))).toMatchObject({ content });
  });

  it('counts violations, and what a person has yet to look at as warnings', () => {
    const kinds = ['pass', 'open', 'informational', 'notApplicable', 'review', 'fail'];
    const results = kinds.map((kind) => `{"ruleId":"e","kind":"${kind}"}`).join(',');
    expect(counted(run(results))).toMatchObject({ content: { errors: 1, warnings: 2 } });
  });

  it('leaves out what is no longer there', () => {
    expect(
      counted(run('{"ruleId":"e","baselineState":"absent"},{"ruleId":"e","baselineState":"unchanged"}')),
    ).toMatchObject({ content: { errors: 1 } });
  });

  it('is of the commit and the time that it states', () => {
    const commit = 'a'.repeat(40);
    const provenance = (...ids: string[]): string =>
      `,"versionControlProvenance":[${ids.map((id) => `{"revisionId":"${id}"}`).join(',')}]`;
    const invocations =
      ',"invocations":[{"executionSuccessful":true,"endTimeUtc":"2026-11-26T10:00:00Z"},{"executionSuccessful":true}]';
    expect(counted(run('', provenance(commit, 'main', commit) + invocations))).toMatchObject({
      commit,
      writtenAt: '2026-11-26T10:00:00.000Z',
    });
    expect(counted(run('', provenance(commit, 'b'.repeat(40))))).toMatchObject(
      problem('wrong-format', 'expected one commit', 1),
    );
    expect(counted(run('', ',"versionControlProvenance":[{"revisionId":7}]'))).toMatchObject({ commit: null });
  });

  it('adds up several runs, each with rules of its own', () => {
    const other = '{"driver":{"name":"Other","rules":[{"id":"e"}]}}';
    const text = `{"version":"2.1.0","runs":[{"tool":${driver},"results":[{"ruleId":"e"}]},{"tool":${other},"results":[{"ruleId":"e"}]}]}`;
    expect(counted(text)).toMatchObject({ content: { errors: 1, warnings: 1 } });
  });

  it.each([
    [
      'a run that did not succeed',
      run('', ',"invocations":[{"executionSuccessful":false}]'),
      'tool-error',
      'the tool did not run to its end',
      1,
    ],
    [
      'an error of the run',
      run(
        '',
        ',"invocations":[{"executionSuccessful":true,"toolExecutionNotifications":[{"message":{}},{"level":"error"}]}]',
      ),
      'tool-error',
      'did not run to its end',
      1,
    ],
    [
      'a run that does not say whether it succeeded',
      run('', ',"invocations":[{}]'),
      'wrong-format',
      'executionSuccessful',
      1,
    ],
    ['a run without results', log(`"tool":${driver}`), 'tool-error', 'run 1 has no list of results', null],
    [
      'a run whose results are null',
      log(`"tool":${driver},"results":null`),
      'tool-error',
      'run 1 has no list of results',
      null,
    ],
    [
      'the first of two runs without results',
      `{"version":"2.1.0","runs":[{"tool":${driver}},{"tool":${driver},"results":[]}]}`,
      'tool-error',
      'run 1',
      null,
    ],
    ['no run', '{"version":"2.1.0","runs":[]}', 'empty', 'expected a run', null],
    [
      'results in another file',
      run('', ',"externalPropertyFileReferences":{"results":[]}'),
      'wrong-format',
      'expected results in the file itself',
      1,
    ],
    [
      'results in a property of the file',
      `{"version":"2.1.0","inlineExternalProperties":[],"runs":[]}`,
      'wrong-format',
      'expected results in the file itself',
      1,
    ],
    ['a level that is none', run('{"level":"fatal"}'), 'wrong-format', 'runs.0.results.0.level', 1],
    [
      'another version after all',
      '{"x":{"version":"2.1.0"},"version":"2.0.0","runs":[{"results":[]}]}',
      'wrong-format',
      'expected version 2.1.0, got "2.0.0"',
      null,
    ],
  ])('refuses %s', (_, text, kind, says, line) => {
    expect(readText('x.sarif', text)).toMatchObject({ format: 'sarif', result: problem(kind, says, line) });
  });

  it('of a scanner of dependencies or of this tool is none of a linter', () => {
    for (const name of ['Trivy', 'Grype', 'gitleaks', 'prepay', 'Snyk Open Source']) {
      const head = run('', '', `{"driver":{"name": "${name}"}}`);
      expect(sarif.recognises({ path: 'x.sarif', head })).toBe(false);
    }
  });
});

describe('a name', () => {
  it.each([
    [eslintJson, 'eslint.json', 'package.json'],
    [eslintJson, 'a/eslint-report.json', 'eslint.config.json'],
    [sarif, 'eslint.sarif', 'trivy.sarif'],
    [sarif, 'lint.sarif.json', 'lint.json'],
    [checkstyle, 'checkstyle-result.xml', 'result.xml'],
    [checkstyle, 'eslint.xml', 'lint.xml'],
  ])('says of %o what the file must be, or not', (reader, yes, no) => {
    expect([reader.isNamed(yes), reader.isNamed(no)]).toEqual([true, false]);
  });
});
