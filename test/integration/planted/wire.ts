import { admin, all, data, type Expected, exposed, type Planted, routed } from './plant.js';
import { account, groups, interfaces, otherAccount, region, type Route, subnets, toInternet } from './wire-cases.js';

// The cases of wire-cases.ts in the shape that each answer is documented in, for canned.py.

const vpcId = 'vpc-1';
const isPrivate = [{ Key: 'tier', Value: 'private' }];
const arn = (what: string) => `arn:aws:elasticloadbalancing:${region}:${account}:${what}`;
const balancer = arn('loadbalancer/app/web/1');
const targetGroup = arn('targetgroup/web/2');
const shared = (id: string) => ({
  PrefixListId: id,
  PrefixListName: id,
  OwnerId: otherAccount,
  State: 'create-complete',
});
const table = (id: string, SubnetId: string, routes: readonly Route[]) => ({
  RouteTableId: id,
  VpcId: vpcId,
  PropagatingVgws: [{ GatewayId: 'vgw-1' }],
  Associations: [{ SubnetId, AssociationState: { State: 'associated' } }],
  Routes: routes.map((route) => ({ State: 'active', Origin: 'CreateRoute', ...route })),
});

/** prepay.yaml for an audit of these answers. */
export const wireConfiguration = `version: 1
scope:
  aws:
    - account: "${account}"
      regions: [${region}]
`;

/** What canned.py answers. */
export const wireAnswers: Readonly<Record<string, unknown>> = {
  'ec2.DescribeRegions': { Regions: [{ RegionName: region, OptInStatus: 'opt-in-not-required' }] },
  'ec2.DescribeVpcs': { Vpcs: [{ VpcId: vpcId, CidrBlock: '10.0.0.0/16', IsDefault: false }] },
  'ec2.DescribeSubnets': {
    Subnets: [
      ...subnets.map(({ id }) => ({
        SubnetId: id,
        VpcId: vpcId,
        CidrBlock: `10.0.${Number(id.slice(-2))}.0/24`,
        Tags: isPrivate,
      })),
      { SubnetId: 'subnet-98', VpcId: vpcId, CidrBlock: '10.0.98.0/24', Tags: [{ Key: 'tier', Value: 'public' }] },
    ],
  },
  'ec2.DescribeRouteTables': {
    RouteTables: [
      {
        RouteTableId: 'rtb-main',
        VpcId: vpcId,
        Associations: [{ Main: true, AssociationState: { State: 'associated' } }],
        Routes: [],
      },
      ...subnets.map(({ id, routes }) => table(id.replace('subnet', 'rtb'), id, routes)),
      table('rtb-98', 'subnet-98', [toInternet, { DestinationIpv6CidrBlock: '::/0', GatewayId: 'igw-1' }]),
    ],
  },
  'ec2.DescribeNetworkAcls': {
    NetworkAcls: [
      {
        NetworkAclId: 'acl-open',
        VpcId: vpcId,
        IsDefault: true,
        Associations: [...subnets.map(({ id }) => id), 'subnet-98'].map((SubnetId) => ({ SubnetId })),
        Entries: [true, false].flatMap((Egress) => [
          { RuleNumber: 100, Protocol: '-1', RuleAction: 'allow', Egress, CidrBlock: '0.0.0.0/0' },
          { RuleNumber: 101, Protocol: '-1', RuleAction: 'allow', Egress, Ipv6CidrBlock: '::/0' },
        ]),
      },
    ],
  },
  'ec2.DescribeInternetGateways': {
    InternetGateways: [{ InternetGatewayId: 'igw-1', Attachments: [{ State: 'available', VpcId: vpcId }] }],
  },
  'ec2.DescribeManagedPrefixLists': { PrefixLists: ['pl-halves', 'pl-partners', 'pl-denied'].map(shared) },
  'ec2.GetManagedPrefixListEntries': [
    { input: { PrefixListId: 'pl-halves' }, output: { Entries: [{ Cidr: '0.0.0.0/1' }, { Cidr: '128.0.0.0/1' }] } },
    { input: { PrefixListId: 'pl-partners' }, output: { Entries: [{ Cidr: '192.0.2.0/24' }] } },
    {
      input: { PrefixListId: 'pl-denied' },
      error: { code: 'UnauthorizedOperation', status: 403, message: 'not shared' },
    },
    { error: { code: 'InvalidPrefixListID.NotFound', status: 400 } },
  ],
  'ec2.DescribeSecurityGroups': {
    SecurityGroups: groups.map(({ id, permissions }) => ({
      GroupId: id,
      GroupName: id,
      Description: '',
      OwnerId: account,
      VpcId: vpcId,
      IpPermissions: permissions,
      IpPermissionsEgress: [],
    })),
  },
  'ec2.DescribeNetworkInterfaces': {
    NetworkInterfaces: interfaces.map(({ id, wire }) => ({
      NetworkInterfaceId: id,
      VpcId: vpcId,
      SourceDestCheck: true,
      ...wire,
    })),
  },
  'elbv2.DescribeLoadBalancers': {
    LoadBalancers: [
      {
        LoadBalancerArn: balancer,
        LoadBalancerName: 'web',
        Type: 'application',
        Scheme: 'internet-facing',
        VpcId: vpcId,
        SecurityGroups: ['sg-07'],
        AvailabilityZones: [{ SubnetId: 'subnet-98' }],
        IpAddressType: 'ipv4',
      },
    ],
  },
  'elbv2.DescribeListeners': {
    Listeners: [
      {
        ListenerArn: arn('listener/app/web/1/3'),
        LoadBalancerArn: balancer,
        Protocol: 'HTTPS',
        Port: 443,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroup }],
      },
    ],
  },
  'elbv2.DescribeTargetGroups': {
    TargetGroups: [
      {
        TargetGroupArn: targetGroup,
        TargetGroupName: 'web',
        Protocol: 'HTTP',
        Port: 9200,
        VpcId: vpcId,
        TargetType: 'ip',
        LoadBalancerArns: [balancer],
      },
    ],
  },
  'elbv2.DescribeTargetHealth': { TargetHealthDescriptions: [{ Target: { Id: '10.0.4.17', Port: 9200 } }] },
};

/** Every verdict of the network controls that an audit of these answers comes to. */
export const wirePlanted: readonly Planted[] = [
  ...groups.flatMap(({ id, name, of, verdicts, built }) =>
    [admin, data, all].map(
      (control, at): Planted => ({
        ...plant('aws.ec2.security-group', id, verdicts[at] ?? 'pass'),
        control,
        name: of.includes(control) ? name : null,
        built,
      }),
    ),
  ),
  ...subnets.map(
    ({ id, name, expected, routes }): Planted => ({
      ...plant('aws.ec2.subnet', id, expected),
      control: routed,
      name,
      built: routes.map(routeText).join('; '),
    }),
  ),
  { ...plant('aws.ec2.subnet', 'subnet-98', 'not-applicable'), control: routed },
  ...interfaces.map(
    ({ id, name, expected, built }): Planted => ({
      ...plant('aws.ec2.network-interface', id, expected),
      control: exposed,
      name,
      built,
    }),
  ),
];

function plant(kind: string, id: string, expected: Expected): Planted {
  return { control: '', name: null, built: '', expected, region, kind, id, restsOn: [] };
}

function routeText({
  DestinationCidrBlock,
  DestinationIpv6CidrBlock,
  DestinationPrefixListId,
  GatewayId,
  NatGatewayId,
  State,
  Origin,
}: Route): string {
  const to = DestinationCidrBlock ?? DestinationIpv6CidrBlock ?? DestinationPrefixListId ?? '';
  const marks = [State, Origin === undefined ? undefined : 'propagated'].filter((mark) => mark !== undefined);
  return [`${to} to ${GatewayId ?? NatGatewayId ?? ''}`, ...marks].join(', ');
}
