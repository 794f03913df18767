import { describe, expect, it } from 'vitest';
import { content, fixture, problem, read } from '../../../../test/unit/gates/read-report.js';

const dependencies = { total: 4, development: 3 };
const critical = { rank: 'critical', fixable: 1, unfixable: 0, unsaid: 0 };
const medium = { ...critical, rank: 'medium' };
const unsaid = { fixable: 0, unfixable: 0, unsaid: 1 };

describe('real audits of npm, pnpm and yarn', () => {
  it.each([
    ['npm', 'npm-audit-v2', [critical, medium], dependencies],
    ['npm-production', 'npm-audit-v2', [critical], dependencies],
    ['npm6', 'npm-audit-v1', [critical, medium], dependencies],
    ['pnpm', 'npm-audit-v1', [critical, medium], dependencies],
    ['pnpm12', 'npm-audit-v1', [critical, medium], dependencies],
    ['yarn', 'yarn-audit', [critical, medium], dependencies],
    [
      'berry',
      'yarn-berry-audit',
      [
        { rank: 'critical', ...unsaid },
        { rank: 'medium', ...unsaid },
      ],
      null,
    ],
  ])('of %s with advisories', (name, format, found, known) => {
    const text = fixture(`audits/${name}-advisories.json`);
    for (const part of [1, 7, text.length]) {
      expect(read('audit.json', text, part)).toMatchObject({
        format,
        gate: 'npm-audit',
        result: {
          content: { found, dependencies: known, isComplete: name !== 'berry' },
          writtenAt: null,
          commit: null,
        },
      });
    }
    expect(content('audit.json', text)).toMatchObject({
      examples: [
        expect.stringMatching(/^minimist .*critical/),
        ...found.slice(1).map(() => expect.stringMatching(/^semver/) as string),
      ],
    });
  });

  it.each(['npm', 'npm6', 'pnpm', 'pnpm12', 'yarn'])('of %s without advisories', (name) => {
    const text = fixture(`audits/${name}-clean.json`);
    expect(content('audit.json', text)).toEqual({ found: [], examples: [], dependencies, isComplete: true });
  });

  it('of production alone say so with pnpm 12, and not with npm', () => {
    expect(content('audit.json', fixture('audits/pnpm12-production-clean.json'))).toMatchObject({
      dependencies: { total: 1, development: 0 },
    });
    expect(content('audit.json', fixture('audits/npm-production-advisories.json'))).toMatchObject({ dependencies });
  });

  it.each([
    ['npm', 'tool-error', /^the audit was not made: 405 Method Not Allowed - POST/],
    ['npm6', 'tool-error', /^the audit was not made: ENOAUDIT: Your configured registry/],
    ['pnpm', 'tool-error', /^the audit was not made: ERR_PNPM_AUDIT_BAD_RESPONSE: The audit endpoint/],
    ['yarn-both', 'tool-error', /^the audit was not made: Error: http:\/\/registry\.example.*returned a 405$/],
    ['yarn', 'truncated', /^expected a line auditSummary, got none$/],
    ['berry', 'wrong-format', /nothing knows it/],
    ['pnpm12', 'wrong-format', /nothing knows it/],
  ])('that %s could not make', (name, kind, message) => {
    const named = `${name.replace(/\d|-.*/g, '')}-audit.json`.replace('berry', 'yarn');
    expect(problem(named, fixture(`audits/${name}-refusing.json`))).toMatchObject({
      gate: 'npm-audit',
      kind,
      message: expect.stringMatching(message) as string,
    });
  });
});

describe('an audit of npm', () => {
  const v2 = (counts: object, vulnerabilities: object, total = 0): string =>
    JSON.stringify({
      auditReportVersion: 2,
      vulnerabilities,
      metadata: {
        vulnerabilities: { info: 0, low: 0, moderate: 0, high: 0, critical: 0, total, ...counts },
        dependencies: { prod: 1, dev: 0, total: 1 },
      },
    });
  const one = (beside: object = {}): object => ({
    ws: { name: 'ws', severity: 'high', range: '<1', fixAvailable: false, ...beside },
  });

  it.each([
    ['counts what it does not list', v2({ high: 1 }, {}, 1), /counts 1 of severity high, and 0 are listed/],
    ['lists what it does not count', v2({}, one()), /counts 0 of severity high, and 1 are listed/],
    ['counts another total', v2({ high: 1 }, one(), 2), /counts 2 in total, and 1 are listed/],
    ['has another severity', v2({ high: 1 }, one({ severity: 'grave' }), 1), /^vulnerabilities\.ws\.severity: /],
    ['has no metadata', '{"auditReportVersion": 2, "vulnerabilities": {}}', /expected auditReportVersion and metadata/],
    ['is of another version', '{"auditReportVersion": 3, "metadata": {}}', /^auditReportVersion: /],
  ])('that %s is no audit', (_, text, message) => {
    expect(problem('npm-audit.json', text)).toMatchObject({
      kind: 'wrong-format',
      message: expect.stringMatching(message) as string,
    });
  });

  it('tells what has a fix from what has none', () => {
    expect(content('x.json', v2({ high: 1 }, one(), 1))).toMatchObject({
      found: [{ rank: 'high', fixable: 0, unfixable: 1, unsaid: 0 }],
      examples: ['ws <1 (high)'],
    });
    expect(content('x.json', v2({ high: 1 }, one({ fixAvailable: true }), 1))).toMatchObject({
      found: [{ rank: 'high', fixable: 1 }],
    });
  });

  it('names the first ten of the gravest', () => {
    const many = Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [
        `low${i}`,
        { name: `low${i}`, severity: i === 11 ? 'critical' : 'low', range: '*', fixAvailable: false },
      ]),
    );
    const { examples } = content('x.json', v2({ low: 11, critical: 1 }, many, 12)) as { examples: string[] };
    expect(examples).toHaveLength(10);
    expect(examples[0]).toBe('low11 * (critical)');
  });

  it.each([
    ['{"error": {"code": "ENOLOCK", "summary": "no lock file", "detail": ""}}', 'ENOLOCK: no lock file'],
    ['{"error": {}}', 'the client does not say why'],
    ['{"error": 7}', 'the client does not say why'],
    ['{"message": "request to https://registry.example failed\\nat x"}', 'request to https://registry.example failed'],
  ])('is not made where it prints %s', (text, words) => {
    expect(problem('npm-audit.json', text)).toMatchObject({
      kind: 'tool-error',
      line: 1,
      message: `the audit was not made: ${words}`,
    });
    expect(read('other.json', text).format).toBe('none');
  });

  it('of version 1 that prints an error beside', () => {
    expect(problem('npm-audit.json', '{"actions": [], "advisories": {}, "error": {"code": "E500"}}')).toMatchObject({
      kind: 'tool-error',
    });
  });

  const v1 = (advisories: object, counts: object = {}): string =>
    JSON.stringify({
      advisories,
      metadata: {
        vulnerabilities: { info: 0, low: 0, moderate: 0, high: 0, critical: 0, ...counts },
        dependencies: 1,
        devDependencies: 0,
        totalDependencies: 1,
      },
    });
  const advisory = (beside: object = {}): object => ({
    '1': { module_name: 'ws', severity: 'high', title: 'T', patched_versions: '<0.0.0', ...beside },
  });

  it('of version 1 tells what has a fix from what has none and from what does not say', () => {
    const found = (patched: unknown): object =>
      content('x.json', v1(advisory({ patched_versions: patched }), { high: 3 }));
    expect(found('<0.0.0')).toMatchObject({ found: [{ rank: 'high', unfixable: 1 }] });
    expect(found('>=2.0.0')).toMatchObject({ found: [{ rank: 'high', fixable: 1 }] });
    expect(found(null)).toMatchObject({ found: [{ rank: 'high', unsaid: 1 }] });
  });

  it('of version 1 that counts what a limit keeps out of the list has it all the same', () => {
    expect(content('x.json', v1({}, { critical: 4 }))).toMatchObject({
      found: [{ rank: 'critical', unsaid: 1 }],
      examples: ['4 of severity critical, not listed'],
    });
  });

  it('of version 1 that lists what it does not count is no audit', () => {
    expect(problem('x.json', v1(advisory()))).toMatchObject({
      kind: 'wrong-format',
      message: 'the report counts 0 of severity high, and lists 1',
    });
  });

  it('of version 1 without numbers is no audit', () => {
    expect(problem('x.json', '{"actions": [], "advisories": {}}')).toMatchObject({ kind: 'wrong-format' });
  });

  it('of yarn lists an advisory once for each path to it', () => {
    const lines = fixture('audits/yarn-advisories.json').split('\n');
    expect(content('x.json', [lines[0], ...lines].join('\n'))).toMatchObject({ found: [critical, medium] });
  });

  it.each([
    ['breaks off in a line', '{"type":"auditSummary","data":{"vuln', 'truncated', 1],
    ['has a line of something else', '{"type":"info","data":""}\nsegmentation fault\n', 'wrong-format', 2],
    ['is one endless line', `{"type":"info","data":"${'x'.repeat(1024 * 1024)}"}`, 'too-large', 1],
  ])('of yarn that %s', (_, text, kind, line) => {
    expect(problem('yarn-audit.json', text)).toMatchObject({ gate: 'npm-audit', kind, line });
  });
});
