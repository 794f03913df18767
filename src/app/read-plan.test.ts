import { describe, expect, it } from 'vitest';
import { trials } from '../collect/aws/doctor-trials.js';
import { awsOperations } from '../collect/aws/operations.js';
import { type LastRun, readPlan } from './read-plan.js';
import { readPlanText } from './read-plan-text.js';

const last: LastRun = {
  packId: '20261126T115000000Z-prepay',
  declaredAt: '2026-11-26T11:50:00.000Z',
  reads: [
    { source: 'run', operation: 'run:Time', attempts: 1 },
    { source: 'aws', operation: 'ec2:DescribeVpcs', attempts: 3 },
    { source: 'aws', operation: 'elasticloadbalancing:DescribeListeners', attempts: 1 },
    { source: 'aws', operation: 'elasticloadbalancing:DescribeListeners', attempts: 2 },
  ],
};

describe('what an audit would read', () => {
  const plan = readPlan(['eu-central-1', 'eu-west-1'], null);
  const of = (name: string) => plan.operations.find(({ operation }) => operation === name);

  it('is every operation of the registry, once', () => {
    expect(plan.operations.map(({ operation }) => operation).sort()).toEqual(
      awsOperations.map(({ name }) => name).sort(),
    );
  });

  it('is once an account, once a region, or once for each thing that another operation lists', () => {
    expect(of('sts:GetCallerIdentity')).toMatchObject({ once: 'account', of: null, reads: 1 });
    expect(of('ec2:DescribeVpcs')).toMatchObject({ once: 'region', of: null, reads: 2 });
    expect(of('elasticloadbalancing:DescribeListeners')).toMatchObject({
      once: 'item',
      of: 'elasticloadbalancing:DescribeLoadBalancers',
      reads: null,
    });
    for (const [name, { about, per }] of Object.entries(trials))
      expect(of(name)?.of ?? null).toBe(per ?? about?.listing ?? null);
  });

  it('is counted as far as it is known', () => {
    const { onceAnAccount, onceARegion, fewestCalls, expression } = plan.total;
    expect(fewestCalls).toBe(onceAnAccount + 2 * onceARegion);
    expect(expression).toMatch(new RegExp(`^${onceAnAccount} \\+ ${onceARegion} × 2 \\+ `));
    expect(expression).toContain('× items of elasticloadbalancing:DescribeLoadBalancers');
    expect(readPlan('all', null).total).toMatchObject({ fewestCalls: null, lastCalls: null });
    expect(readPlan('all', null).total.expression).toContain(`${onceARegion} × regions`);
  });

  it('has the figures of the last run beside it', () => {
    const known = readPlan('all', last);
    const find = (name: string) => known.operations.find(({ operation }) => operation === name)?.last;
    expect(find('ec2:DescribeVpcs')).toEqual({ reads: 1, calls: 3 });
    expect(find('elasticloadbalancing:DescribeListeners')).toEqual({ reads: 2, calls: 3 });
    expect(find('ec2:DescribeSubnets')).toBeNull();
    expect(known.total.lastCalls).toBe(6);
    expect(known.pack).toEqual({ packId: last.packId, declaredAt: last.declaredAt });
  });
});

describe('the plan on a terminal', () => {
  it('says where, each operation and how often, and the sum', () => {
    const text = readPlanText(readPlan(['eu-west-1'], null));
    expect(text).toContain('Would read AWS in eu-west-1. No call was made.');
    expect(text).toMatch(/^sts:GetCallerIdentity +once$/m);
    expect(text).toMatch(/^ec2:DescribeVpcs +once a region$/m);
    expect(text).toMatch(
      /^elasticloadbalancing:DescribeListeners +for each of elasticloadbalancing:DescribeLoadBalancers$/m,
    );
    expect(text).toMatch(/^Calls: \d+ at least\.$/m);
    expect(text).toContain('With a pack in --out');
  });

  it('says of all regions and of the last run what is known', () => {
    const text = readPlanText(readPlan('all', last));
    expect(text).toContain('every region that is enabled for the account');
    expect(text).not.toContain('at least');
    expect(text).toMatch(/^ec2:DescribeVpcs +once a region +1 read, 3 calls$/m);
    expect(text).toMatch(/2 reads, 3 calls$/m);
    expect(text).toContain('made 6 calls in its own regions.');
  });
});
