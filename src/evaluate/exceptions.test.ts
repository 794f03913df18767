import { describe, expect, it } from 'vitest';
import { definitionOf, ireland } from '../../test/helpers/engine.js';
import { defineCheck, need, pass } from '../core/check.js';
import type { Finding } from '../core/finding.js';
import type { Outcome } from '../core/outcome.js';
import type { Scope } from '../core/scope.js';
import { type AcceptedDeviation, isInForce, namedBy, withExceptions } from './exceptions.js';
import { exitOf } from './gate.js';
import { makeFinding } from './make-finding.js';

const check = defineCheck({ needs: { vpc: need('aws.ec2.vpc', { as: 'subject' }) }, run: () => pass('') });

function finding(id: string, outcome: Outcome = 'fail', scope: Scope = ireland, control = 'c'): Finding {
  const definition = { ...definitionOf(control), severity: 'high' as const };
  const verdict = {
    outcome,
    reason: outcome === 'unknown' ? 'denied' : null,
    observed: '',
    evidence: [],
    severity: 'high',
    mayBeRaised: false,
    location: null,
  } as const;
  return makeFinding({ definition, check, values: {} }, { kind: 'aws.ec2.vpc', id, name: null, scope }, verdict);
}

function deviation(id: string, scope: AcceptedDeviation['resource']['scope'] = {}): AcceptedDeviation {
  return { id: 'EX-1', control: 'c', resource: { id, scope }, expiresOn: '2026-11-26' };
}

const idsOf = (findings: readonly Finding[]): (string | null)[] => findings.map(({ exception }) => exception);

describe('isInForce', () => {
  it.each([
    ['2026-11-25T23:59:59.999Z', true],
    ['2026-11-26T23:59:59.999Z', true],
    ['2026-11-27T00:00:00.000Z', false],
  ])('at %s: %s', (instant, expected) => {
    expect(isInForce({ expiresOn: '2026-11-26' }, instant)).toBe(expected);
  });
});

describe('namedBy', () => {
  it('takes the id to the letter, and the control', () => {
    const all = [finding('vpc-1'), finding('vpc-10'), finding('VPC-1'), finding('vpc-1', 'fail', ireland, 'other')];
    expect(namedBy(deviation('vpc-1'), all)).toEqual([all[0]]);
    expect(namedBy(deviation('vpc-*'), all)).toEqual([]);
  });

  it.each([
    ['account', { account: '444455556666' }],
    ['region', { region: 'us-east-1' }],
    ['org', { org: 'other' }],
    ['repo', { repo: 'other' }],
  ] as const)('compares a %s that is given', (member, asked) => {
    const here: Scope = {
      source: 'github',
      account: '111122223333',
      region: 'eu-west-1',
      org: 'prepay',
      repo: 'wallet',
    };
    const all = [finding('x', 'fail', here), finding('x', 'fail', { ...here, ...asked })];
    expect(namedBy(deviation('x', asked), all)).toEqual([all[1]]);
    expect(namedBy(deviation('x', { [member]: here[member] }), all)).toEqual([all[0]]);
  });
});

describe('withExceptions', () => {
  it('marks a fail, and changes no outcome', () => {
    const marked = withExceptions([finding('vpc-1'), finding('vpc-2')], [deviation('vpc-1')]);
    expect(idsOf(marked)).toEqual(['EX-1', null]);
    expect(marked.map(({ outcome }) => outcome)).toEqual(['fail', 'fail']);
  });

  it.each(['pass', 'unknown', 'manual', 'not-applicable'] as const)('marks no %s', (outcome) => {
    expect(idsOf(withExceptions([finding('vpc-1', outcome)], [deviation('vpc-1')]))).toEqual([null]);
  });

  it('accepts nothing where two resources have the id, unless the scope tells them apart', () => {
    const all = [finding('vpc-1'), finding('vpc-1', 'fail', { ...ireland, region: 'us-east-1' })];
    expect(idsOf(withExceptions(all, [deviation('vpc-1')]))).toEqual([null, null]);
    expect(idsOf(withExceptions(all, [deviation('vpc-1', { region: 'us-east-1' })]))).toEqual([null, 'EX-1']);
  });
});

describe('the exit code', () => {
  const options = { failOn: 'high', allowIncomplete: [] } as const;
  const accepted = withExceptions([finding('vpc-1')], [deviation('vpc-1')]);
  const lapsed = withExceptions([finding('vpc-1')], []);

  it.each([
    [0, 'an accepted fail', accepted],
    [1, 'a fail whose exception lapsed', lapsed],
    [1, 'an accepted fail beside another', [...accepted, finding('vpc-2')]],
    [3, 'an accepted fail beside an unknown', [...accepted, finding('vpc-2', 'unknown')]],
    [3, 'an unknown that an exception names', withExceptions([finding('vpc-1', 'unknown')], [deviation('vpc-1')])],
    [1, 'an accepted fail, a fail and an unknown', [...accepted, finding('a'), finding('b', 'unknown')]],
  ] as const)('is %i for %s', (exit, _, findings) => {
    expect(exitOf(findings, options)).toBe(exit);
  });
});
