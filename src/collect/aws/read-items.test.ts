import { describe, expect, it } from 'vitest';
import { account, collect, here, page, region, source } from '../../../test/helpers/aws-account.js';
import { collectingSink, type FakeAnswer } from '../../../test/helpers/aws-reads.js';
import type { FactKind } from '../../core/fact.js';
import type { Json } from '../../core/json.js';
import { collectAws } from './collect.js';

const saying = (text: string): unknown => expect.stringContaining(text);
const matching = (text: RegExp): unknown => expect.stringMatching(text);

describe('a read that does not end well', () => {
  const cases: [string, FakeAnswer['outcome'], string][] = [
    ['denied', 'denied', 'denied'],
    ['throttled', 'throttled', 'throttled'],
    ['failed', 'failed', 'failed'],
    ['cut short', 'no-end', 'incomplete'],
  ];

  const listings: [string, FactKind][] = [
    ['ec2:DescribeVpcs', 'aws.ec2.vpc'],
    ['ec2:DescribeSubnets', 'aws.ec2.subnet'],
    ['ec2:DescribeRouteTables', 'aws.ec2.route-table'],
    ['ec2:DescribeInternetGateways', 'aws.ec2.internet-gateway'],
    ['ec2:DescribeEgressOnlyInternetGateways', 'aws.ec2.egress-only-internet-gateway'],
    ['ec2:DescribeNatGateways', 'aws.ec2.nat-gateway'],
    ['ec2:DescribeSecurityGroups', 'aws.ec2.security-group'],
    ['ec2:DescribeManagedPrefixLists', 'aws.ec2.prefix-list'],
    ['ec2:DescribeNetworkInterfaces', 'aws.ec2.network-interface'],
    ['ec2:DescribeAddresses', 'aws.ec2.address'],
    ['ec2:DescribeNetworkAcls', 'aws.ec2.network-acl'],
    ['ec2:DescribeFlowLogs', 'aws.ec2.flow-log'],
    ['ec2:DescribeInstances', 'aws.ec2.instance'],
    ['ec2:DescribeLaunchTemplates', 'aws.ec2.launch-template'],
    ['ec2:DescribeVpcPeeringConnections', 'aws.ec2.vpc-peering-connection'],
    ['ec2:DescribeTransitGateways', 'aws.ec2.transit-gateway'],
    ['ec2:DescribeTransitGatewayAttachments', 'aws.ec2.transit-gateway-attachment'],
    ['ec2:DescribeTransitGatewayRouteTables', 'aws.ec2.transit-gateway-route-table'],
    ['ec2:DescribeVpnGateways', 'aws.ec2.vpn-gateway'],
    ['ec2:DescribeVpnConnections', 'aws.ec2.vpn-connection'],
    ['ec2:DescribeVpcEndpoints', 'aws.ec2.vpc-endpoint'],
    ['elasticloadbalancing:DescribeLoadBalancers', 'aws.elbv2.load-balancer'],
    ['elasticloadbalancing:DescribeTargetGroups', 'aws.elbv2.target-group'],
    ['elasticloadbalancing:DescribeSSLPolicies', 'aws.elbv2.ssl-policy'],
    ['acm:ListCertificates', 'aws.acm.certificate'],
  ];

  // What is asked about each thing of a listing is as incomplete as the listing.
  const below: Readonly<Record<string, readonly string[]>> = {
    'aws.elbv2.load-balancer': ['aws.elbv2.listener', 'aws.elbv2.listener-rules', 'aws.wafv2.association'],
    'aws.elbv2.target-group': ['aws.wafv2.association'],
  };

  it.each(listings)('%s: is a gap of %s and what hangs on it alone', async (operation, kind) => {
    for (const [how, outcome, reason] of cases) {
      const { sink } = await collect({ [operation]: { outcome: outcome ?? 'failed' } });
      const gapped = [...sink.coverage].flatMap(([place, { gap }]) => (gap === null ? [] : [[place, gap.reason]]));
      const expected = [kind, ...(below[kind] ?? [])].map((each) => [`${each} ${here}`, reason]);
      expect(gapped.sort(), how).toEqual(expected.sort());
    }
  });

  it('keeps the facts of the pages that came', async () => {
    const pages = [1, 2].map((n) => ({
      SecurityGroups: [{ GroupId: `sg-${n}`, IpPermissions: [], IpPermissionsEgress: [] }],
    }));
    const { sink } = await collect({ 'ec2:DescribeSecurityGroups': { pages, outcome: 'denied' } });
    expect(sink.of('aws.ec2.security-group').map(({ id }) => id)).toEqual(['sg-1', 'sg-2']);
    expect(sink.coverage.get(`aws.ec2.security-group ${here}`)).toMatchObject({
      delivered: true,
      gap: { reason: 'denied', text: saying('after 2 pages') },
    });
  });
});

describe('an answer of no documented shape', () => {
  it('is a gap that names the place, beside the facts that could be read', async () => {
    const { sink } = await collect({
      'ec2:DescribeSecurityGroups': page(
        'SecurityGroups',
        { GroupId: 'sg-1', IpPermissions: [], IpPermissionsEgress: [] },
        { GroupId: 'sg-2', IpPermissions: [{ IpProtocol: 'tcp', FromPort: '22' }], IpPermissionsEgress: [] },
        'sg-3',
        { GroupId: 'sg-4', IpPermissions: [], IpPermissionsEgress: [] },
      ),
    });
    expect(sink.of('aws.ec2.security-group').map(({ id }) => id)).toEqual(['sg-1', 'sg-4']);
    expect(sink.coverage.get(`aws.ec2.security-group ${here}`)?.gap).toMatchObject({
      reason: 'unsupported',
      text: matching(
        /page 0, is not of the documented shape at \/SecurityGroups\/1\/IpPermissions\/0\/FromPort: .*\/SecurityGroups\/2: /,
      ),
    });
  });

  it('may list a thing again, and is a gap only where the two differ', async () => {
    const again = (isDefault: boolean) => ({
      pages: [{ Vpcs: [{ VpcId: 'vpc-1', IsDefault: false }] }, { Vpcs: [{ VpcId: 'vpc-1', IsDefault: isDefault }] }],
    });
    const same = await collect({ 'ec2:DescribeVpcs': again(false) });
    expect(same.sink.of('aws.ec2.vpc')).toHaveLength(1);
    expect(same.sink.coverage.get(`aws.ec2.vpc ${here}`)?.gap).toBeNull();
    const changed = await collect({ 'ec2:DescribeVpcs': again(true) });
    expect(changed.sink.of('aws.ec2.vpc')).toHaveLength(1);
    expect(changed.sink.gaps.get(`aws.ec2.vpc ${here} vpc-1`)).toMatchObject({
      reason: 'unresolved',
      text: saying('vpc-1 was listed twice with different content'),
    });
    expect(changed.sink.coverage.get(`aws.ec2.vpc ${here}`)?.gap).toMatchObject({
      reason: 'unsupported',
      text: saying('page 1, is not of the documented shape at /Vpcs/0: vpc-1 is listed twice'),
    });
  });

  it.each([[{}], [{ Vpcs: {} }], ['text'], [null]])('is a gap where the list is missing: %j', async (response) => {
    const { sink } = await collect({ 'ec2:DescribeVpcs': { pages: [response] } });
    expect(sink.coverage.get(`aws.ec2.vpc ${here}`)?.gap).toMatchObject({
      reason: 'unsupported',
      text: saying('/Vpcs: expected a list'),
    });
  });

  it('is a mistake of ours where it is not the answer that is wrong', async () => {
    const sink = collectingSink();
    const broken = {
      ...sink,
      fact: () => {
        throw new RangeError('disk');
      },
    };
    await expect(
      collectAws({ account, regions: [region], homeRegion: region, transport: source({}), sink: broken }),
    ).rejects.toThrow('disk');
  });
});

describe('an answer that lists groups of items', () => {
  const instance = (n: number) => ({ InstanceId: `i-${n}`, State: { Name: 'running' }, SecurityGroups: [] });
  const listed = (...reservations: Json[]) =>
    collect({ 'ec2:DescribeInstances': page('Reservations', ...reservations) });

  it('gives the items of each, by their place in it', async () => {
    const { sink } = await listed({ Instances: [instance(1), instance(2)] }, { Instances: [instance(3)] });
    expect(sink.of('aws.ec2.instance').map(({ id, evidence }) => [id, evidence[0]?.pointer])).toEqual([
      ['i-1', '/Reservations/0/Instances/0'],
      ['i-2', '/Reservations/0/Instances/1'],
      ['i-3', '/Reservations/1/Instances/0'],
    ]);
    expect(sink.coverage.get(`aws.ec2.instance ${here}`)?.gap).toBeNull();
  });

  it('is a gap where one of them lists none, or an item is of no documented shape', async () => {
    const { sink } = await listed({ ReservationId: 'r-1' }, 'r-2', { Instances: [{ InstanceId: 'i-1' }, instance(2)] });
    expect(sink.of('aws.ec2.instance').map(({ id }) => id)).toEqual(['i-2']);
    expect(sink.coverage.get(`aws.ec2.instance ${here}`)?.gap?.text).toMatch(
      /\/Reservations\/0\/Instances: expected a list; .*\/Reservations\/1\/Instances: expected a list; .*\/Reservations\/2\/Instances\/0\/State: /,
    );
  });
});
