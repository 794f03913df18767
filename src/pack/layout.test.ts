import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEvidence, isSafePath, mediaTypeOf, recordingFile, segment } from './layout.js';

describe('a path segment', () => {
  it.each([
    ['eu-west-1', 'eu-west-1'],
    ['111122223333', '111122223333'],
    ['a.b_c-d', 'a.b_c-d'],
  ])('is the name itself if it is plain: %s', (name, expected) => {
    expect(segment(name)).toBe(expected);
  });

  it.each([
    ['ec2:DescribeVpcs', /^ec2-describevpcs-[0-9a-f]{8}$/],
    ['GET /repos/{owner}/{repo}', /^get-repos-owner-repo-[0-9a-f]{8}$/],
    ['..', /^[0-9a-f]{8}$/],
    ['', /^[0-9a-f]{8}$/],
    ['.hidden', /^hidden-[0-9a-f]{8}$/],
    ['-rf', /^rf-[0-9a-f]{8}$/],
    ['x.jsonl', /^x-jsonl-[0-9a-f]{8}$/],
    ['東京', /^[0-9a-f]{8}$/],
    ['a'.repeat(101), /^a{60}-[0-9a-f]{8}$/],
  ])('is a slug and eight hex digits for %j', (name, expected) => {
    expect(segment(name)).toMatch(expected);
  });

  it('is always safe, whatever the name, and differs for names that differ', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(isSafePath(segment(a))).toBe(true);
        if (a !== b) expect(segment(a)).not.toBe(segment(b));
      }),
    );
  });
});

describe('the file of a read', () => {
  it.each([
    [
      { source: 'aws', scope: { source: 'aws', account: '111122223333', region: 'eu-west-1' }, operation: 'describe' },
      'recording/aws/111122223333/eu-west-1/describe.jsonl',
    ],
    [
      { source: 'github', scope: { source: 'github', org: 'prepay', repo: 'wallet' }, operation: 'rulesets' },
      'recording/github/prepay/wallet/rulesets.jsonl',
    ],
    [
      { source: 'kubernetes', scope: { source: 'kubernetes', cluster: 'prod', namespace: 'web' }, operation: 'pods' },
      'recording/kubernetes/prod/web/pods.jsonl',
    ],
    [{ source: 'gates', scope: { source: 'gates' }, operation: 'file' }, 'recording/gates/file.jsonl'],
  ] as const)('of %j is %s', (read, file) => {
    expect(recordingFile(read)).toBe(file);
  });
});

describe('a path in a pack', () => {
  it.each(['README.txt', 'VERIFY.md', 'run.json', 'a/b/c.jsonl'])('may be %s', (path) => {
    expect(isSafePath(path)).toBe(true);
  });

  it.each([
    '',
    '/a',
    'a//b',
    'a/',
    '../a',
    'a/../b',
    './a',
    'A/b',
    'a\\b',
    'a b',
    'a\n',
    'é',
    '.a',
    `a/${'b'.repeat(101)}`,
  ])('may not be %j', (path) => {
    expect(isSafePath(path)).toBe(false);
  });

  it('has the media type of its extension', () => {
    expect(mediaTypeOf('results/findings.jsonl')).toBe('application/jsonl');
    expect(mediaTypeOf('reports/report.unheard-of')).toBe('application/octet-stream');
  });

  it.each([
    ['recording/a.jsonl', true],
    ['rules/parameters.json', true],
    ['results/clauses.json', true],
    ['samples/a.json', true],
    ['scope.json', true],
    ['run.json', true],
    ['reports/run.json', false],
    ['VERIFY.md', false],
    ['recordings/a', false],
  ])('%s is evidence: %s', (path, expected) => {
    expect(isEvidence(path)).toBe(expected);
  });
});
