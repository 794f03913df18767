import { describe, expect, it } from 'vitest';
import { trials } from '../collect/aws/doctor-trials.js';
import { awsOperations } from '../collect/aws/operations.js';
import { gatesOperations } from '../collect/gates/operations.js';
import { sonarqubeOperations } from '../collect/gates/sonarqube-operations.js';
import { githubOperations } from '../collect/github/operations.js';
import { type LastRun, type PlannedScope, readPlan } from './read-plan.js';
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

describe('the plan of other sources', () => {
  const others: PlannedScope = {
    sources: ['github', 'gates'],
    organizations: ['prepay'],
    gatesDir: 'artefacts',
    hasSonarqube: true,
  };
  const withOthers: LastRun = {
    ...last,
    reads: [...last.reads, { source: 'github', operation: 'GET /user', attempts: 2 }],
  };

  it('is every operation of theirs, and none of AWS', () => {
    const plan = readPlan('all', null, others);
    expect(plan.operations.map(({ operation }) => operation).sort()).toEqual(
      [...githubOperations.keys(), ...gatesOperations.keys(), ...sonarqubeOperations.keys()].sort(),
    );
    expect(plan.total).toMatchObject({ onceAnAccount: 0, fewestCalls: null, expression: '0' });
    const files = readPlan('all', null, { ...others, hasSonarqube: false });
    expect(files.total.expressions.gates).toBe('1 + 2 × files');
  });

  it('is once an organization, a repository or a file, or once for each thing that is listed', () => {
    const { operations, total } = readPlan('all', withOthers, others);
    const of = (name: string) => operations.find(({ operation }) => operation === name);
    expect(of('GET /user')).toMatchObject({ once: 'account', reads: 1, last: { reads: 1, calls: 2 } });
    expect(of('GET /orgs/{org}/hooks')).toMatchObject({ once: 'organization', reads: null });
    expect(of('GET /orgs/{org}/actions/permissions/selected-actions')).toMatchObject({ once: 'organization' });
    expect(of('GET /repos/{owner}/{repo}/keys')).toMatchObject({ once: 'repository', of: null });
    expect(of('GET /repos/{owner}/{repo}/commits')).toMatchObject({ once: 'repository', of: null });
    expect(of('GET /repos/{owner}/{repo}/environments/{environment_name}/secrets')).toMatchObject({
      once: 'item',
      of: 'GET /repos/{owner}/{repo}/environments',
    });
    expect(of('file:Read')).toMatchObject({ once: 'file' });
    expect(of('sonarqube:Issues')).toMatchObject({ once: 'account' });
    expect(total.expressions.github).toMatch(/^2 \+ \d+ × 1 \+ \d+ × repositories \+ /);
    expect(total.lastCallsOf).toEqual({ github: 2, gates: 0 });
  });

  it('is said in words, source by source', () => {
    const text = readPlanText(readPlan('all', withOthers, others));
    expect(text).toContain('Would read GitHub in prepay; the artefacts in artefacts. No call was made.');
    expect(text).toMatch(/^GET \/orgs\/\{org\}\/hooks +once an organization$/m);
    expect(text).toMatch(/^GET \/repos\/\{owner\}\/\{repo\}\/keys +once a repository$/m);
    expect(text).toMatch(/^file:Read +for each file$/m);
    expect(text).toMatch(/^Reads of gates: 7 \+ 2 × files\.$/m);
    expect(text).toContain('made 2 calls to github.');
  });

  it('stands behind that of AWS, and names no organization of a demo', () => {
    const plan = readPlan(['eu-west-1'], null, { ...others, sources: ['aws', 'github', 'gates'], organizations: [] });
    expect(plan.operations[0]?.source).toBe('aws');
    expect(plan.operations.at(-1)?.source).toBe('gates');
    expect(plan.total.expressions.github).toContain('× organizations');
    const text = readPlanText(plan);
    expect(text).toContain('Would read AWS in eu-west-1; GitHub; the artefacts in artefacts.');
    expect(text).toMatch(/^Reads of aws: /m);
  });
});
