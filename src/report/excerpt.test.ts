import { describe, expect, it } from 'vitest';
import { groupsKey, scope } from '../../test/unit/report/sample.js';
import { sampleInput } from '../../test/unit/report/sample.js';
import type { Finding } from '../core/finding.js';
import type { EndLine } from '../core/read.js';
import { endExcerpt, excerptOf, excerptPlaces, excerptsShown } from './excerpt.js';

const page = { Groups: [{ id: 'sg-1' }, { id: 'sg-2', 'a/b~c': null }], next: null };

describe('excerptOf', () => {
  it.each([
    ['/Groups/1/id', '"sg-2"'],
    ['/Groups/0', '{\n  "id": "sg-1"\n}'],
    ['/Groups/1/a~1b~0c', 'null'],
    ['/next', 'null'],
  ])('is the value at %s as text', (pointer, text) => {
    expect(excerptOf(page, pointer)).toEqual({ text, isCut: false });
  });

  it('is the whole answer for the empty pointer', () => {
    expect(excerptOf(page, '')?.text).toBe(JSON.stringify(page, null, 2));
  });

  it.each([
    '/Groups/2',
    '/Groups/01',
    '/Groups/-',
    '/Groups/length',
    '/gone',
    '/next/x',
    '/constructor',
    '/Groups/0/id/0',
  ])('is nothing where %s names nothing', (pointer) => {
    expect(excerptOf(page, pointer)).toBeNull();
  });

  it('is cut after a whole line, and says so', () => {
    const long = excerptOf(
      Array.from({ length: 400 }, (_, i) => `line ${i}`),
      '',
    );
    expect(long?.isCut).toBe(true);
    expect(long?.text.length).toBeGreaterThan(1900);
    expect(long?.text.length).toBeLessThanOrEqual(2000);
    expect(long?.text).toMatch(/^\[\n(?: {2}"line \d+",\n)+ {2}"line \d+",$/u);
  });

  it('cuts one long line within it, and leaves no half of a character', () => {
    const long = excerptOf('😀'.repeat(3000), '');
    expect(long?.isCut).toBe(true);
    expect(long?.text.length).toBeLessThanOrEqual(2000);
    expect(long?.text).not.toMatch(/\p{Surrogate}/u);
  });
});

describe('endExcerpt', () => {
  it('is how the read ended', () => {
    const line: EndLine = {
      type: 'end',
      key: groupsKey,
      source: 'aws',
      scope,
      operation: 'ec2:DescribeVpcs',
      input: {},
      outcome: 'denied',
      pages: 0,
      attempts: 1,
      error: { class: 'access-denied', code: 'UnauthorizedOperation', message: 'no' },
      endedAt: '2026-11-25T10:15:00.000Z',
      command: 'aws ec2 describe-vpcs',
    };
    expect(JSON.parse(endExcerpt(line).text)).toEqual({
      outcome: 'denied',
      pages: 0,
      attempts: 1,
      error: { class: 'access-denied', code: 'UnauthorizedOperation', message: 'no' },
    });
  });
});

describe('excerptPlaces', () => {
  const [sample] = sampleInput({ findings: 1 }).findings;
  const finding = (own: Pick<Finding, 'outcome' | 'severity'>, ...pointers: readonly string[]): Finding => {
    if (sample === undefined) throw new TypeError('the sample has no finding');
    return { ...sample, ...own, evidence: pointers.map((pointer) => ({ read: groupsKey, page: 0, pointer })) };
  };

  it('has fails by severity first, then unknowns, manual ones, and the rest, each place once', () => {
    const findings = [
      finding({ outcome: 'pass', severity: 'critical' }, '/pass', '/both'),
      finding({ outcome: 'manual', severity: 'critical' }, '/manual'),
      finding({ outcome: 'unknown', severity: 'critical' }, '/unknown'),
      finding({ outcome: 'fail', severity: 'low' }, '/low'),
      finding({ outcome: 'fail', severity: 'critical' }, '/critical', '/both'),
    ];
    expect(excerptPlaces(findings).map(({ pointer }) => pointer)).toEqual([
      '/critical',
      '/both',
      '/low',
      '/unknown',
      '/manual',
      '/pass',
    ]);
  });

  it('stops at the bound', () => {
    const many = Array.from({ length: excerptsShown + 10 }, (_, i) =>
      finding({ outcome: 'fail', severity: 'high' }, `/${i}`),
    );
    expect(excerptPlaces(many)).toHaveLength(excerptsShown);
  });
});
