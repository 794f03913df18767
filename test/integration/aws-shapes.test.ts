import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Account, collectAccount, recording } from './peers/aws/account.js';
import { type Canned, startCanned } from './peers/aws/canned.js';

// What moto cannot represent, in the documented shape of each answer, over the real wire protocols.
const account = '111122223333';
const arn = (what: string) => `arn:aws:elasticloadbalancing:eu-west-1:${account}:${what}`;
const answers = {
  'sts.GetCallerIdentity': {
    Account: account,
    UserId: 'AROAEXAMPLE:ci',
    Arn: `arn:aws-us-gov:sts::${account}:assumed-role/auditor/ci`,
  },
  'ec2.DescribeRegions': { Regions: [{ RegionName: 'eu-west-1', OptInStatus: 'opt-in-not-required' }] },
  'ec2.DescribeSecurityGroups': {
    SecurityGroups: [
      {
        GroupId: 'sg-1',
        GroupName: 'edge',
        Description: '<script>',
        OwnerId: account,
        VpcId: 'vpc-1',
        IpPermissions: [
          {
            IpProtocol: 'tcp',
            FromPort: 5432,
            ToPort: 5432,
            UserIdGroupPairs: [
              {
                GroupId: 'sg-9',
                UserId: '444455556666',
                VpcId: 'vpc-9',
                VpcPeeringConnectionId: 'pcx-1',
                PeeringStatus: 'active',
              },
              { GroupId: 'sg-2', UserId: account },
            ],
          },
          { IpProtocol: 'icmp', FromPort: 3, ToPort: 4, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
          { IpProtocol: 'icmpv6', FromPort: -1, ToPort: -1, Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
          { IpProtocol: '6', FromPort: 22, ToPort: 22, PrefixListIds: [{ PrefixListId: 'pl-hidden' }] },
          { IpProtocol: '-1', IpRanges: [{ CidrIp: '192.0.2.0/24' }] },
        ],
        IpPermissionsEgress: [],
      },
    ],
  },
  'ec2.GetManagedPrefixListEntries': [
    { input: { PrefixListId: 'pl-hidden', NextToken: 'two' }, output: { Entries: [{ Cidr: '2001:db8::/32' }] } },
    { input: { PrefixListId: 'pl-hidden' }, output: { Entries: [{ Cidr: '198.51.100.0/24' }], NextToken: 'two' } },
  ],
  'ec2.DescribeRouteTables': {
    RouteTables: [
      {
        RouteTableId: 'rtb-1',
        VpcId: 'vpc-1',
        PropagatingVgws: [{ GatewayId: 'vgw-1' }],
        Associations: [
          { Main: true, AssociationState: { State: 'associated' } },
          { SubnetId: 'subnet-1', AssociationState: { State: 'disassociating' } },
          { GatewayId: 'igw-1', AssociationState: { State: 'associated' } },
        ],
        Routes: [
          { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1', State: 'blackhole', Origin: 'CreateRoute' },
          {
            DestinationCidrBlock: '10.9.0.0/16',
            GatewayId: 'vgw-1',
            State: 'active',
            Origin: 'EnableVgwRoutePropagation',
          },
          {
            DestinationIpv6CidrBlock: '::/0',
            EgressOnlyInternetGatewayId: 'eigw-1',
            State: 'active',
            Origin: 'CreateRoute',
          },
        ],
      },
    ],
  },
  'ec2.DescribeEgressOnlyInternetGateways': {
    EgressOnlyInternetGateways: [
      { EgressOnlyInternetGatewayId: 'eigw-1', Attachments: [{ State: 'attached', VpcId: 'vpc-1' }] },
    ],
  },
  'ec2.DescribeNetworkInterfaces': {
    NetworkInterfaces: [
      {
        NetworkInterfaceId: 'eni-1',
        InterfaceType: 'network_load_balancer',
        RequesterManaged: true,
        Groups: [],
        SourceDestCheck: true,
        PrivateIpAddresses: [{ PrivateIpAddress: '10.0.0.1', Association: { PublicIp: '192.0.2.1' } }],
        Ipv6Addresses: [{ Ipv6Address: '2001:db8::1' }],
      },
    ],
  },
  'elbv2.DescribeLoadBalancers': {
    LoadBalancers: [
      {
        LoadBalancerArn: arn('loadbalancer/gwy/inspect/1'),
        LoadBalancerName: 'inspect',
        Type: 'gateway',
        CreatedTime: '2026-01-01T00:00:00Z',
      },
    ],
  },
  'elbv2.DescribeListeners': {
    Listeners: [
      {
        ListenerArn: arn('listener/gwy/inspect/1/2'),
        LoadBalancerArn: arn('loadbalancer/gwy/inspect/1'),
        DefaultActions: [{ Type: 'forward', TargetGroupArn: arn('targetgroup/inspect/3') }],
      },
    ],
  },
};

let server: Canned;
let collected: Account;

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
  server = await startCanned(answers);
  collected = await collectAccount(recording(server.url).transport, { regions: 'all' });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

const data = (kind: string) => collected.sink.facts.filter((fact) => fact.kind === kind).map((fact) => fact.data);

it('leaves no gap', () => {
  // The server holds answers of STS and EC2 alone.
  const isHeld = (at: string) => /^aws\.(?:ec2\.|account|region)/.test(at);
  expect([...collected.sink.coverage].filter(([at, { gap }]) => gap !== null && isHeld(at))).toEqual([]);
  expect([...collected.sink.gaps.keys()].filter(isHeld)).toEqual([]);
  expect(collected.identity?.partition).toBe('aws-us-gov');
});

it('reads rules of other accounts, ICMP, protocols by number and all protocols', () => {
  expect(data('aws.ec2.security-group')).toMatchObject([
    {
      description: '<script>',
      ingress: [
        {
          ports: '5432',
          groups: [
            { id: 'sg-9', account: '444455556666', vpcId: 'vpc-9', peering: 'pcx-1' },
            { id: 'sg-2', account: null, vpcId: null, peering: null },
          ],
        },
        { protocol: 'icmp', ports: '3-4', v4: ['0.0.0.0/0'] },
        { protocol: 'icmpv6', ports: null, v6: ['::/0'] },
        { protocol: '6', ports: '22', lists: ['pl-hidden'] },
        { protocol: '-1', ports: null },
      ],
    },
  ]);
});

it('reads the entries, over pages, of a list that the listing does not show', () => {
  expect(data('aws.ec2.prefix-list')).toMatchObject([
    { id: 'pl-hidden', v4: ['198.51.100.0/24'], v6: ['2001:db8::/32'], ownerId: null },
  ]);
});

it('reads blackholes, propagated routes, egress-only gateways and edge associations', () => {
  expect(data('aws.ec2.route-table')).toMatchObject([
    {
      isMain: true,
      subnetIds: [],
      gatewayIds: ['igw-1'],
      routes: [
        { v4: '0.0.0.0/0', target: 'nat-1', state: 'blackhole' },
        { v4: '10.9.0.0/16', target: 'vgw-1', origin: 'EnableVgwRoutePropagation' },
        { v6: '::/0', target: 'eigw-1', state: 'active' },
      ],
    },
  ]);
  expect(data('aws.ec2.egress-only-internet-gateway')).toMatchObject([{ vpcIds: ['vpc-1'] }]);
});

it('reads interfaces of load balancers and a load balancer without a scheme', () => {
  expect(data('aws.ec2.network-interface')).toMatchObject([
    { interfaceType: 'network_load_balancer', publicV4: ['192.0.2.1'], v6: ['2001:db8::1'], isRequesterManaged: true },
  ]);
  expect(data('aws.elbv2.load-balancer')).toMatchObject([{ type: 'gateway', isInternetFacing: false }]);
  expect(data('aws.elbv2.listener')).toMatchObject([{ protocol: 'GENEVE', port: null }]);
});
