import { describe, expect, it } from 'vitest';
import { type Answers, source } from '../../../test/helpers/aws-account.js';
import type { EndLine, ReadErrorClass } from '../../core/read.js';
import { readErrorClasses } from '../../core/read.js';
import { type AwsExamination, examineAws, missingActions, missingPolicy } from './doctor.js';
import { nothingToAsk, type Probe, probeOf } from './doctor-probe.js';
import { awsOperations } from './operations.js';

const account = '111122223333';
const region = 'eu-west-1';

async function examine(
  answers: Answers,
  options: { readonly account?: string; readonly regions?: readonly string[] | 'all' } = {},
): Promise<AwsExamination & { readonly requests: ReturnType<typeof source>['requests'] }> {
  const transport = source(answers);
  const examined = await examineAws({
    transport,
    account: options.account ?? null,
    regions: options.regions ?? [region],
    homeRegion: region,
  });
  return { ...examined, requests: transport.requests };
}

function probe(probes: readonly Probe[], operation: string, where: string | null = region): Probe | undefined {
  return probes.find((one) => one.operation === operation && one.region === where);
}

const denied = { outcome: 'denied' } as const;

describe('examineAws', () => {
  it('tries every operation of the registry in every region, and each once', async () => {
    const { probes, regions } = await examine({}, { regions: 'all' });
    expect(regions).toEqual(['eu-south-1', 'eu-west-1']);
    const places = [
      'sts:GetCallerIdentity',
      'ec2:DescribeRegions',
      'cloudfront:ListDistributions',
      'shield:GetSubscriptionState',
      'shield:ListProtections',
    ].map((operation) => `${operation} null`);
    const regional = awsOperations.map(({ name }) => name).filter((name) => !places.includes(`${name} null`));
    for (const name of regional) places.push(...regions.map((where) => `${name} ${where}`));
    expect(probes.map(({ operation, region: where }) => `${operation} ${where ?? 'null'}`).sort()).toEqual(
      places.sort(),
    );
  });

  it('asks about a thing that the listing showed, and says where there is none', async () => {
    const arn = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/a/1';
    const { probes, requests } = await examine({
      'elasticloadbalancing:DescribeLoadBalancers': { pages: [{ LoadBalancers: [{ LoadBalancerArn: arn }] }] },
    });
    const asked = requests.find(({ operation }) => operation === 'elasticloadbalancing:DescribeListeners');
    expect(asked?.input).toEqual({ LoadBalancerArn: arn });
    expect(probe(probes, 'elasticloadbalancing:DescribeListeners')?.result).toBe('readable');
    expect(probe(probes, 'elasticloadbalancing:DescribeTargetHealth')).toMatchObject({
      result: 'not-tried',
      why: nothingToAsk,
    });
  });

  it('asks about an id of a listing of bare ids', async () => {
    const { probes, requests } = await examine({ 'guardduty:ListDetectors': { pages: [{ DetectorIds: ['d-1', 2] }] } });
    const asked = requests.find(({ operation }) => operation === 'guardduty:GetDetector');
    expect(asked?.input).toEqual({ DetectorId: 'd-1' });
    expect(probe(probes, 'guardduty:GetDetector')?.result).toBe('readable');
  });

  it('asks as an audit does, for what AWS services manage as well', async () => {
    const { requests } = await examine({
      'ec2:DescribeLaunchTemplates': { pages: [{ LaunchTemplates: [{ LaunchTemplateId: 'lt-1' }] }] },
    });
    const inputOf = (name: string) => requests.find(({ operation }) => operation === name)?.input;
    expect(inputOf('ec2:DescribeNetworkInterfaces')).toEqual({ IncludeManagedResources: true });
    expect(inputOf('ec2:DescribeLaunchTemplateVersions')).toEqual({
      IncludeManagedResources: true,
      LaunchTemplateId: 'lt-1',
    });
  });

  it('looks past pages that are empty, and past things that are deleted, but no further', async () => {
    const tables = [
      { TransitGatewayRouteTableId: 'tgw-rtb-1', State: 'deleted' },
      { TransitGatewayRouteTableId: 'tgw-rtb-2', State: 'available' },
      { TransitGatewayRouteTableId: 'tgw-rtb-3', State: 'available' },
    ];
    const { requests } = await examine({
      'ec2:DescribeTransitGatewayRouteTables': {
        pages: [{ TransitGatewayRouteTables: [] }, { TransitGatewayRouteTables: tables }],
        outcome: 'denied',
      },
    });
    const asked = requests.filter(({ operation }) => operation === 'ec2:SearchTransitGatewayRoutes');
    expect(asked.map(({ input }) => input['TransitGatewayRouteTableId'])).toEqual(['tgw-rtb-2']);
  });

  it('does not try what lies behind a listing that was denied', async () => {
    const { probes } = await examine({ 'ec2:DescribeManagedPrefixLists': denied });
    expect(probe(probes, 'ec2:DescribeManagedPrefixLists')?.result).toBe('denied');
    expect(probe(probes, 'ec2:GetManagedPrefixListEntries')).toMatchObject({
      result: 'not-tried',
      why: 'ec2:DescribeManagedPrefixLists was not readable',
    });
  });

  it('names a region that is not enabled, and tries nothing there', async () => {
    const { disabled, regions, requests } = await examine({}, { regions: ['af-south-1', region] });
    expect({ disabled, regions }).toEqual({ disabled: ['af-south-1'], regions: [region] });
    expect(requests.filter(({ scope }) => scope.region === 'af-south-1')).toEqual([]);
  });

  it('says that there may be more regions where they could not be listed', async () => {
    const { rest, regions } = await examine({ 'ec2:DescribeRegions': denied }, { regions: 'all' });
    expect(regions).toEqual([region]);
    expect(rest).toContain('other regions may be in use');
  });

  it('throws for a region that there is not, as a run does', async () => {
    await expect(examine({}, { regions: ['eu-west-9'] })).rejects.toMatchObject({ code: 'PREPAY_UNKNOWN_REGION' });
  });

  it('asks nothing but the identity of credentials of another account', async () => {
    const { requests, identity } = await examine({}, { account: '444455556666' });
    expect(identity?.account).toBe(account);
    expect(requests.map(({ operation }) => operation)).toEqual(['sts:GetCallerIdentity']);
  });

  it('goes on where STS does not say who it is', async () => {
    const { identity, probes } = await examine({ 'sts:GetCallerIdentity': denied });
    expect(identity).toBeNull();
    expect(probe(probes, 'sts:GetCallerIdentity', null)?.result).toBe('denied');
    expect(probe(probes, 'ec2:DescribeVpcs')?.result).toBe('readable');
  });
});

describe('what is missing', () => {
  it('is listed by action with the regions, and granted by a policy of just that', async () => {
    const vpcs = (only: string) => (request: { readonly scope: { readonly region?: string } }) =>
      request.scope.region === only ? denied : { pages: [{ Vpcs: [] }] };
    const { probes } = await examine(
      { 'ec2:DescribeVpcs': vpcs('eu-south-1'), 'ec2:DescribeSubnets': denied, 'ec2:DescribeRegions': denied },
      { regions: ['eu-west-1', 'eu-south-1'] },
    );
    expect(missingActions(probes)).toEqual([
      { action: 'ec2:DescribeRegions', regions: [] },
      { action: 'ec2:DescribeSubnets', regions: ['eu-south-1', 'eu-west-1'] },
      { action: 'ec2:DescribeVpcs', regions: ['eu-south-1'] },
    ]);
    expect(missingPolicy(probes)?.Statement[0].Action).toEqual([
      'ec2:DescribeRegions',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
    ]);
  });

  it('is nothing where all was readable, or where no policy could grant it', async () => {
    expect(missingPolicy((await examine({})).probes)).toBeNull();
    expect(missingPolicy((await examine({ 'sts:GetCallerIdentity': denied })).probes)).toBeNull();
  });
});

describe('probeOf', () => {
  const end = (errorClass: ReadErrorClass): EndLine => ({
    type: 'end',
    key: 'k',
    source: 'aws',
    scope: { source: 'aws', account, region },
    operation: 'ec2:DescribeVpcs',
    input: {},
    command: '',
    outcome: 'failed',
    pages: 0,
    attempts: 1,
    endedAt: '2026-01-01T00:00:00.000Z',
    error: { class: errorClass, code: 'Code', message: 'words' },
  });

  it('tells every class of error apart from a readable operation, and says why', () => {
    for (const errorClass of readErrorClasses) {
      const { result, why, error } = probeOf(end(errorClass));
      expect(result, errorClass).not.toBe('readable');
      expect(result, errorClass).not.toBe('not-tried');
      expect(why?.length ?? 0, errorClass).toBeGreaterThan(5);
      expect(error?.code).toBe('Code');
    }
  });

  it.each([
    { errorClass: 'access-denied', result: 'denied' },
    { errorClass: 'expired-token', result: 'expired' },
    { errorClass: 'region-disabled', result: 'failed' },
    { errorClass: 'throttled', result: 'failed' },
    { errorClass: 'connection', result: 'failed' },
  ] as const)('calls $errorClass $result', ({ errorClass, result }) => {
    expect(probeOf(end(errorClass)).result).toBe(result);
  });

  it('takes the absence of a thing for an answer', () => {
    expect(probeOf({ ...end('not-found'), outcome: 'absent' }).result).toBe('readable');
  });
});
