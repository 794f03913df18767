import { describe, expect, it } from 'vitest';
import { denied, definitionOf, ireland, subnet, vpc, vpcCheck, whole } from '../../test/helpers/engine.js';
import { type Check, type CheckResult, defineCheck, fail, need, notApplicable, pass, unknown } from '../core/check.js';
import { PrepayError } from '../core/errors.js';
import type { Gap } from '../core/read.js';
import { FactBase } from '../facts/fact-base.js';
import { judge } from './judge.js';

const hidden: Gap = { reason: 'hidden', reads: ['h'], text: 'its tags are hidden' };
const manual: CheckResult = { outcome: 'manual', observed: 'ask', evidence: [] };

function baseOf(subnetGap: Gap | null = null, own: Gap | null = null): FactBase {
  const base = new FactBase();
  base.fact(vpc('vpc-1'));
  base.fact(subnet('subnet-1', 'vpc-1'));
  base.covered('aws.ec2.vpc', ireland, whole);
  base.covered('aws.ec2.subnet', ireland, { ...whole, gap: subnetGap });
  if (own !== null) base.gap('aws.ec2.vpc', ireland, 'vpc-1', own);
  return base;
}

function verdict(check: Check, base: FactBase, values: Record<string, number> = {}) {
  return judge({ definition: definitionOf('c'), check, values }, vpc('vpc-1'), base).finding;
}

/** Looks through the subnets and then gives the result. */
function looking(result: CheckResult, options: Parameters<typeof need>[1] = {}): Check {
  return defineCheck({
    needs: { vpc: need('aws.ec2.vpc', { as: 'subject' }), subnets: need('aws.ec2.subnet', options) },
    run: ({ subnets }) => {
      subnets.all();
      return result;
    },
  });
}

describe('without a gap', () => {
  it.each([
    [pass('good'), null],
    [fail('bad'), null],
    [manual, null],
    [notApplicable('no-use', 'idle'), 'no-use'],
    [unknown('open', [{ reason: 'unresolved', reads: [], text: 'x' }]), 'unresolved'],
  ] as const)('%#: a verdict stands as the check gave it', (result, reason) => {
    expect(verdict(looking(result), baseOf())).toMatchObject({
      outcome: result.outcome,
      reason,
      observed: result.observed,
    });
  });

  it('the finding carries control, resource, statement, parameters and sorted evidence', () => {
    const check = vpcCheck(({ vpc: subject, params }) =>
      fail(
        `${subject.id} ${params.integer('days')}`,
        [
          { read: 'z', page: 1, pointer: '' },
          { read: 'a', page: 0, pointer: '/x' },
          { read: 'a', page: 0, pointer: '/x' },
        ],
        { location: { path: 'prepay.yaml', line: 3 } },
      ),
    );
    expect(verdict(check, baseOf(), { days: 30 })).toMatchObject({
      control: 'c',
      resource: { kind: 'aws.ec2.vpc', id: 'vpc-1', name: null, scope: ireland },
      severity: 'medium',
      gateSeverity: 'medium',
      expected: 'c holds.',
      observed: 'vpc-1 30',
      parameters: { days: 30 },
      location: { path: 'prepay.yaml', line: 3 },
      owner: null,
      exception: null,
      evidence: [
        { read: 'a', page: 0, pointer: '/x' },
        { read: 'k', page: 0, pointer: '/Vpcs/vpc-1' },
        { read: 'z', page: 1, pointer: '' },
      ],
    });
  });
});

describe('with a gap that the verdict met', () => {
  it.each([pass('good'), notApplicable('no-use', 'idle'), manual])(
    '%#: it is unknown, and names the read',
    (result) => {
      expect(verdict(looking(result), baseOf(denied))).toMatchObject({
        outcome: 'unknown',
        reason: 'denied',
        observed: 'not decided: ec2:DescribeVpcs was denied',
        evidence: [
          { read: 'k', page: 0, pointer: '/Vpcs/vpc-1' },
          { read: 'r', page: 0, pointer: '' },
        ],
      });
    },
  );

  it('a fail stands', () => {
    expect(verdict(looking(fail('bad')), baseOf(denied))).toMatchObject({ outcome: 'fail', observed: 'bad' });
  });

  it('an unknown keeps the reason that the check gave', () => {
    const result = unknown('open', [{ reason: 'stale', reads: [], text: 'old' }]);
    expect(verdict(looking(result), baseOf(denied))).toMatchObject({ outcome: 'unknown', reason: 'stale' });
  });

  it.each([pass('good'), fail('bad')])(
    '%#: one that needs the whole population is unknown, fail included',
    (result) => {
      const check = looking(result, { completeness: 'population' });
      expect(verdict(check, baseOf(denied))).toMatchObject({ outcome: 'unknown', reason: 'denied' });
      expect(verdict(check, baseOf())).toMatchObject({ outcome: result.outcome });
    },
  );

  it('a gap in the subject itself counts like any other', () => {
    expect(
      verdict(
        vpcCheck(() => pass('good')),
        baseOf(null, hidden),
      ),
    ).toMatchObject({ outcome: 'unknown', reason: 'hidden' });
    expect(
      verdict(
        vpcCheck(() => fail('bad')),
        baseOf(null, hidden),
      ),
    ).toMatchObject({ outcome: 'fail' });
  });
});

describe('with a gap that the verdict did not meet', () => {
  it('a pass stands', () => {
    const check = defineCheck({
      needs: { vpc: need('aws.ec2.vpc', { as: 'subject' }), subnets: need('aws.ec2.subnet') },
      run: ({ subnets }) => (subnets.get('subnet-1').state === 'found' ? pass('good') : fail('bad')),
    });
    expect(verdict(check, baseOf(denied))).toMatchObject({ outcome: 'pass' });
  });
});

describe('severity', () => {
  const raising = { raises: 'critical' } as const;

  it.each([
    ['low', 'medium'],
    ['medium', 'medium'],
    ['high', 'high'],
    ['critical', 'critical'],
  ] as const)('raised to %s is %s', (raisedTo, severity) => {
    const check = looking(fail('bad', [], { raisedTo }), raising);
    expect(verdict(check, baseOf())).toMatchObject({ severity, gateSeverity: severity });
  });

  it.each([pass('good'), fail('bad')])('%#: counts as raised for the gate where a gap was met', (result) => {
    expect(verdict(looking(result, raising), baseOf(denied))).toMatchObject({
      severity: 'medium',
      gateSeverity: 'critical',
    });
    expect(verdict(looking(result, raising), baseOf())).toMatchObject({ gateSeverity: 'medium' });
    expect(verdict(looking(result), baseOf(denied))).toMatchObject({ gateSeverity: 'medium' });
  });

  it('counts as raised for the gate where the check itself cannot say', () => {
    expect(verdict(looking(unknown('open', []), raising), baseOf())).toMatchObject({ gateSeverity: 'critical' });
  });
});

describe('a mistake in a check', () => {
  const caught = (run: () => unknown): PrepayError | null => {
    try {
      run();
      return null;
    } catch (error) {
      return error instanceof PrepayError ? error : null;
    }
  };

  it('that throws is an internal error naming control, resource and scope', () => {
    const check = vpcCheck(() => {
      throw new RangeError('no CIDR');
    });
    const error = caught(() => verdict(check, baseOf()));
    expect(error).toMatchObject({
      code: 'PREPAY_INTERNAL',
      message: 'c on vpc-1 in 111122223333/eu-west-1 threw RangeError: no CIDR',
    });
  });

  it('that is an error of ours already goes through as it is', () => {
    const own = new PrepayError('PREPAY_NUMBER_TOO_LARGE', 'a', 'b');
    expect(
      caught(() =>
        verdict(
          vpcCheck(() => {
            throw own;
          }),
          baseOf(),
        ),
      ),
    ).toBe(own);
  });

  it.each([
    [{}, 'declare no more than medium'],
    [{ raises: 'high' }, 'declare no more than high'],
  ] as const)('%#: that raises past what its needs declare is refused', (options, message) => {
    const check = looking(fail('bad', [], { raisedTo: 'critical' }), options);
    expect(caught(() => verdict(check, baseOf()))?.message).toContain(message);
  });
});
