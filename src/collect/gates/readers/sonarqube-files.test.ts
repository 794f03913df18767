import { describe, expect, it } from 'vitest';
import { content, fixture, problem, read } from '../../../../test/unit/gates/read-report.js';

describe('an answer of SonarQube in a file', () => {
  // Recorded from a server by scripts/fixtures/gates/sonarqube.ts.
  const body = (name: string): string =>
    JSON.stringify((JSON.parse(fixture(`sonarqube/${name}.json`)) as { body: unknown }).body);

  it.each([
    ['clean-status', { about: 'status', status: 'OK', conditions: [], isWholeGate: false, failed: [] }],
    ['never-status', { about: 'status', status: 'NONE', conditions: [] }],
    [
      'faulty-status',
      {
        status: 'ERROR',
        conditions: [{ metric: 'new_coverage', op: 'LT', threshold: '80' }, {}, {}, {}],
        failed: ['new_security_hotspots_reviewed is 0.0, LT 100', 'new_violations is 4, GT 0'],
      },
    ],
    ['clean-issues', { about: 'issues', count: 0, isComplete: true }],
    ['clean-hotspots', { about: 'hotspots', count: 0, isComplete: true }],
    ['faulty-hotspots', { about: 'hotspots', count: 4, isComplete: true }],
  ])('%s', (name, expected) => {
    const text = body(name);
    for (const part of [1, text.length]) {
      expect(read('x.json', text, part)).toMatchObject({
        gate: 'sonarqube',
        result: { content: expected, writtenAt: null, commit: null },
      });
    }
    content('x.json', text);
  });

  it('that lists fewer than there are says so', () => {
    const paging = { pageIndex: 1, pageSize: 1, total: 2 };
    expect(content('x.json', JSON.stringify({ paging, issues: [] }))).toMatchObject({ isComplete: false });
    expect(content('x.json', JSON.stringify({ paging, hotspots: [] }))).toMatchObject({ isComplete: false });
  });

  it('whose conditions have no numbers', () => {
    const conditions = [{ status: 'ERROR', metricKey: 'new_coverage', comparator: 'LT' }];
    expect(content('x.json', JSON.stringify({ projectStatus: { status: 'ERROR', conditions } }))).toMatchObject({
      conditions: [{ threshold: null }],
      failed: ['new_coverage is not known, LT '],
    });
    expect(content('x.json', '{"projectStatus": {"status": "NONE"}}')).toMatchObject({ conditions: [] });
  });

  it('that is an error is one', () => {
    expect(problem('sonar-status.json', body('unknown-status'))).toMatchObject({
      gate: 'sonarqube',
      kind: 'tool-error',
      message: expect.stringMatching(/^the server answered with errors: .*not found/) as string,
    });
    expect(read('x.json', body('unknown-status')).format).toBe('none');
  });

  it.each([
    ['{"projectStatus": {"status": "GREEN"}}', 'wrong-format'],
    ['{"projectStatus": {"status": "OK"', 'truncated'],
    ['{"paging": {"total": 0}, "issues": {}}', 'wrong-format'],
    ['', 'wrong-format'],
  ])('%s is none', (text, kind) => {
    expect(problem('sonarqube.json', text)).toMatchObject({ gate: 'sonarqube', kind });
  });

  it('of the scanner says nothing', () => {
    expect(read('report-task.txt', 'projectKey=wallet\n').gate).toBe('none');
  });
});
