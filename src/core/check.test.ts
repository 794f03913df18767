import { describe, expect, it } from 'vitest';
import { defineCheck, fail, highestRaise, need, notApplicable, pass, subjectOf, unknown } from './check.js';
import type { EvidenceRef, Gap } from './read.js';

const reference: EvidenceRef = { read: 'a', page: 0, pointer: '/x' };

describe('need', () => {
  it("looks at the subject's own scope, item by item, and raises nothing, unless told otherwise", () => {
    expect(need('aws.ec2.vpc')).toEqual({
      kind: 'aws.ec2.vpc',
      subject: false,
      within: 'scope',
      completeness: 'items',
      raises: null,
    });
    expect(need('aws.ec2.vpc', { as: 'subject', within: 'all', completeness: 'population', raises: 'high' })).toEqual({
      kind: 'aws.ec2.vpc',
      subject: true,
      within: 'all',
      completeness: 'population',
      raises: 'high',
    });
  });
});

describe('subjectOf', () => {
  const subject = need('aws.ec2.vpc', { as: 'subject' });

  it('is the one need that is judged', () => {
    expect(subjectOf({ other: need('aws.ec2.subnet'), vpc: subject })).toEqual({ name: 'vpc', need: subject });
  });

  it.each([
    [{ vpc: need('aws.ec2.vpc') }, 'got none'],
    [{ a: subject, b: subject }, 'got several'],
  ])('%#: refuses needs with another number of them', (needs, message) => {
    expect(() => subjectOf(needs)).toThrow(message);
  });
});

describe('highestRaise', () => {
  it('is the highest that any need declares', () => {
    const plain = need('aws.ec2.vpc');
    const raising = (raises: 'medium' | 'critical') => need('aws.ec2.subnet', { raises });
    expect(highestRaise({ plain })).toBeNull();
    expect(highestRaise({ a: raising('medium'), plain, b: raising('critical') })).toBe('critical');
  });
});

describe('results', () => {
  const gap = (text: string): Gap => ({ reason: 'denied', reads: [text], text });

  it('carry what the check said and nothing else', () => {
    expect([pass('a'), fail('b', [reference]), notApplicable('no-use', 'c')]).toEqual([
      { outcome: 'pass', observed: 'a', evidence: [] },
      { outcome: 'fail', observed: 'b', evidence: [reference], raisedTo: null, location: null },
      { outcome: 'not-applicable', reason: 'no-use', observed: 'c', evidence: [] },
    ]);
    expect(fail('b', [], { raisedTo: 'high', location: { path: 'x', line: 1 } })).toMatchObject({
      raisedTo: 'high',
      location: { path: 'x', line: 1 },
    });
  });

  it('that are unknown take their reason and reads from the gaps', () => {
    expect(unknown('it', [gap('x'), gap('y'), gap('x')], [reference])).toEqual({
      outcome: 'unknown',
      reason: 'denied',
      observed: 'it: x; y',
      evidence: [reference],
      reads: ['x', 'y'],
    });
    expect(unknown('it', [])).toMatchObject({ reason: 'unresolved', observed: 'it', reads: [] });
  });
});

describe('defineCheck', () => {
  it('gives the check back as it is', () => {
    const check = { needs: { vpc: need('aws.ec2.vpc', { as: 'subject' }) }, run: () => pass('') };
    expect(defineCheck(check)).toBe(check);
  });
});
