import { admin, all, data, type Expected, exposed, type Planted, routed } from './plant.js';

// What moto cannot represent, in the shape that each answer is documented in, for canned.py. Ids tell what a thing is.

const account = '123456789012';
const otherAccount = '444455556666';
const vpcId = 'vpc-1';
const region = 'eu-west-1';
const isPrivate = [{ Key: 'tier', Value: 'private' }];

interface Route {
  readonly DestinationCidrBlock?: string;
  readonly DestinationIpv6CidrBlock?: string;
  readonly DestinationPrefixListId?: string;
  readonly GatewayId?: string;
  readonly NatGatewayId?: string;
  readonly State?: 'blackhole';
  readonly Origin?: 'EnableVgwRoutePropagation';
}

const toInternet: Route = { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' };
const propagated = (block: string): Route => ({
  DestinationCidrBlock: block,
  GatewayId: 'vgw-1',
  Origin: 'EnableVgwRoutePropagation',
});
const blackhole = (block: string): Route => ({ DestinationCidrBlock: block, NatGatewayId: 'nat-1', State: 'blackhole' });

const subnets: readonly { id: string; name: string; expected: Expected; routes: readonly Route[] }[] = [
  { id: 'subnet-01', name: 'a blackhole protects nothing', expected: 'fail', routes: [toInternet, blackhole('0.0.0.0/1'), blackhole('128.0.0.0/1')] },
  { id: 'subnet-02', name: 'a default route that is a blackhole leads nowhere', expected: 'pass', routes: [{ ...toInternet, State: 'blackhole' }] },
  { id: 'subnet-03', name: 'a static route beats a propagated one of the same length', expected: 'fail', routes: [propagated('0.0.0.0/0'), toInternet] },
  { id: 'subnet-04', name: 'a propagated default route leads to the VPN', expected: 'pass', routes: [propagated('0.0.0.0/0')] },
  { id: 'subnet-05', name: 'propagated routes that leave nothing of the default route', expected: 'pass', routes: [toInternet, propagated('0.0.0.0/1'), propagated('128.0.0.0/1')] },
  { id: 'subnet-06', name: "another account's prefix list that holds two halves", expected: 'fail', routes: [{ DestinationPrefixListId: 'pl-halves', GatewayId: 'igw-1' }] },
  { id: 'subnet-07', name: "another account's prefix list of partners", expected: 'pass', routes: [{ DestinationPrefixListId: 'pl-partners', GatewayId: 'igw-1' }] },
  { id: 'subnet-08', name: 'a prefix list that does not exist', expected: 'unknown', routes: [{ DestinationPrefixListId: 'pl-gone', GatewayId: 'igw-1' }] },
  { id: 'subnet-09', name: "another account's prefix list that may not be read", expected: 'unknown', routes: [{ DestinationPrefixListId: 'pl-denied', GatewayId: 'igw-1' }] },
  { id: 'subnet-10', name: 'a VPN gateway for everything, beside a blackhole to the internet', expected: 'pass', routes: [propagated('0.0.0.0/1'), propagated('128.0.0.0/1'), { ...toInternet, State: 'blackhole' }] },
];

const from = (list: string) => ({ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, PrefixListIds: [{ PrefixListId: list }] });
const groups: readonly { id: string; name: string; of: readonly string[]; verdicts: readonly Expected[]; built: string; permissions: readonly object[] }[] = [
  { id: 'sg-01', name: "another account's prefix list that holds two halves", of: [admin], verdicts: ['fail', 'pass', 'pass'], built: 'tcp/22 from pl-halves', permissions: [from('pl-halves')] },
  { id: 'sg-02', name: "another account's prefix list of partners", of: [admin], verdicts: ['pass', 'pass', 'pass'], built: 'tcp/22 from pl-partners', permissions: [from('pl-partners')] },
  { id: 'sg-03', name: "another account's prefix list that may not be read", of: [admin, all], verdicts: ['unknown', 'pass', 'unknown'], built: 'tcp/22 from pl-denied', permissions: [from('pl-denied')] },
  { id: 'sg-04', name: 'the protocol as EC2 keeps it, by number', of: [data], verdicts: ['pass', 'fail', 'pass'], built: '6/5432 from 0.0.0.0/0', permissions: [{ IpProtocol: '6', FromPort: 5432, ToPort: 5432, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] },
  {
    id: 'sg-05',
    name: "another account's group, over a peering",
    of: [admin, data, all],
    verdicts: ['pass', 'pass', 'pass'],
    built: `-1 from sg-99 of ${otherAccount}`,
    permissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-99', UserId: otherAccount, VpcPeeringConnectionId: 'pcx-1', PeeringStatus: 'active' }] }],
  },
  { id: 'sg-06', name: 'open', of: [], verdicts: ['pass', 'fail', 'pass'], built: '', permissions: [{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, IpRanges: [{ CidrIp: '0.0.0.0/0' }], Ipv6Ranges: [{ CidrIpv6: '::/0' }] }] },
  { id: 'sg-07', name: 'balancer', of: [], verdicts: ['pass', 'pass', 'pass'], built: '', permissions: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] },
  { id: 'sg-08', name: 'behind', of: [], verdicts: ['pass', 'pass', 'pass'], built: '', permissions: [{ IpProtocol: 'tcp', FromPort: 9200, ToPort: 9200, UserIdGroupPairs: [{ GroupId: 'sg-07', UserId: account }] }] },
];

const interfaces: readonly { id: string; name: string; expected: Expected; built: string; wire: object }[] = [
  { id: 'eni-01', name: 'a delegated IPv6 prefix and no address of its own', expected: 'fail', built: 'open subnet, prefix 2600:1f18:1::/80, group open', wire: { SubnetId: 'subnet-98', Groups: [{ GroupId: 'sg-06' }], Ipv6Prefixes: [{ Ipv6Prefix: '2600:1f18:1::/80' }] } },
  { id: 'eni-02', name: 'a delegated IPv6 prefix in a subnet without a route', expected: 'pass', built: 'subnet-04, prefix 2600:1f18:2::/80, group open', wire: { SubnetId: 'subnet-04', Groups: [{ GroupId: 'sg-06' }], Ipv6Prefixes: [{ Ipv6Prefix: '2600:1f18:2::/80' }] } },
  { id: 'eni-03', name: 'a container behind a load balancer, its address of a delegated prefix', expected: 'fail', built: 'subnet-04, prefix 10.0.4.16/28, application load balancer 443 → 10.0.4.17:9200', wire: { SubnetId: 'subnet-04', Groups: [{ GroupId: 'sg-08' }], Ipv4Prefixes: [{ Ipv4Prefix: '10.0.4.16/28' }] } },
  { id: 'eni-04', name: 'a delegated prefix that holds no target', expected: 'pass', built: 'subnet-04, prefix 10.0.4.32/28', wire: { SubnetId: 'subnet-04', Groups: [{ GroupId: 'sg-08' }], Ipv4Prefixes: [{ Ipv4Prefix: '10.0.4.32/28' }] } },
  { id: 'eni-05', name: 'the interface of a network load balancer takes no connection of its own', expected: 'pass', built: 'open subnet, public IPv4, group open', wire: { SubnetId: 'subnet-98', InterfaceType: 'network_load_balancer', RequesterManaged: true, Groups: [{ GroupId: 'sg-06' }], Association: { PublicIp: '192.0.2.5' } } },
  { id: 'eni-06', name: 'a public address of a secondary private one', expected: 'fail', built: 'open subnet, group open', wire: { SubnetId: 'subnet-98', Groups: [{ GroupId: 'sg-06' }], PrivateIpAddresses: [{ PrivateIpAddress: '10.0.98.6', Primary: true }, { PrivateIpAddress: '10.0.98.7', Association: { PublicIp: '192.0.2.7' } }] } },
];

const arn = (what: string) => `arn:aws:elasticloadbalancing:${region}:${account}:${what}`;
const balancer = arn('loadbalancer/app/web/1');
const targetGroup = arn('targetgroup/web/2');
const shared = (id: string) => ({ PrefixListId: id, PrefixListName: id, OwnerId: otherAccount, State: 'create-complete' });
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
  'ec2.DescribeVpcs': { Vpcs: [{ VpcId: vpcId, CidrBlock: '10.0.0.0/16' }] },
  'ec2.DescribeSubnets': {
    Subnets: [
      ...subnets.map(({ id }) => ({ SubnetId: id, VpcId: vpcId, CidrBlock: `10.0.${Number(id.slice(-2))}.0/24`, Tags: isPrivate })),
      { SubnetId: 'subnet-98', VpcId: vpcId, CidrBlock: '10.0.98.0/24', Tags: [{ Key: 'tier', Value: 'public' }] },
    ],
  },
  'ec2.DescribeRouteTables': {
    RouteTables: [
      { RouteTableId: 'rtb-main', VpcId: vpcId, Associations: [{ Main: true, AssociationState: { State: 'associated' } }] },
      ...subnets.map(({ id, routes }) => table(id.replace('subnet', 'rtb'), id, routes)),
      table('rtb-98', 'subnet-98', [toInternet, { DestinationIpv6CidrBlock: '::/0', GatewayId: 'igw-1' }]),
    ],
  },
  'ec2.DescribeInternetGateways': { InternetGateways: [{ InternetGatewayId: 'igw-1', Attachments: [{ State: 'available', VpcId: vpcId }] }] },
  'ec2.DescribeManagedPrefixLists': { PrefixLists: ['pl-halves', 'pl-partners', 'pl-denied'].map(shared) },
  'ec2.GetManagedPrefixListEntries': [
    { input: { PrefixListId: 'pl-halves' }, output: { Entries: [{ Cidr: '0.0.0.0/1' }, { Cidr: '128.0.0.0/1' }] } },
    { input: { PrefixListId: 'pl-partners' }, output: { Entries: [{ Cidr: '192.0.2.0/24' }] } },
    { input: { PrefixListId: 'pl-denied' }, error: { code: 'UnauthorizedOperation', status: 403, message: 'not shared' } },
    { error: { code: 'InvalidPrefixListID.NotFound', status: 400 } },
  ],
  'ec2.DescribeSecurityGroups': {
    SecurityGroups: groups.map(({ id, permissions }) => ({ GroupId: id, GroupName: id, Description: '', OwnerId: account, VpcId: vpcId, IpPermissions: permissions })),
  },
  'ec2.DescribeNetworkInterfaces': {
    NetworkInterfaces: interfaces.map(({ id, wire }) => ({ NetworkInterfaceId: id, VpcId: vpcId, ...wire })),
  },
  'elbv2.DescribeLoadBalancers': {
    LoadBalancers: [{ LoadBalancerArn: balancer, LoadBalancerName: 'web', Type: 'application', Scheme: 'internet-facing', VpcId: vpcId, SecurityGroups: ['sg-07'], AvailabilityZones: [{ SubnetId: 'subnet-98' }], IpAddressType: 'ipv4' }],
  },
  'elbv2.DescribeListeners': {
    Listeners: [{ ListenerArn: arn('listener/app/web/1/3'), LoadBalancerArn: balancer, Protocol: 'HTTPS', Port: 443, DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroup }] }],
  },
  'elbv2.DescribeTargetGroups': {
    TargetGroups: [{ TargetGroupArn: targetGroup, TargetGroupName: 'web', Protocol: 'HTTP', Port: 9200, VpcId: vpcId, TargetType: 'ip', LoadBalancerArns: [balancer] }],
  },
  'elbv2.DescribeTargetHealth': { TargetHealthDescriptions: [{ Target: { Id: '10.0.4.17', Port: 9200 } }] },
};

/** Every verdict of the network controls that an audit of these answers comes to. */
export const wirePlanted: readonly Planted[] = [
  ...groups.flatMap(({ id, name, of, verdicts, built }) =>
    [admin, data, all].map((control, at): Planted => ({
      ...plant('aws.ec2.security-group', id, verdicts[at] ?? 'pass'),
      control,
      name: of.includes(control) ? name : null,
      built,
    })),
  ),
  ...subnets.map(({ id, name, expected, routes }): Planted => ({
    ...plant('aws.ec2.subnet', id, expected),
    control: routed,
    name,
    built: routes.map(routeText).join('; '),
  })),
  { ...plant('aws.ec2.subnet', 'subnet-98', 'not-applicable'), control: routed },
  ...interfaces.map(({ id, name, expected, built }): Planted => ({
    ...plant('aws.ec2.network-interface', id, expected),
    control: exposed,
    name,
    built,
  })),
];

function plant(kind: string, id: string, expected: Expected): Planted {
  return { control: '', name: null, built: '', expected, region, kind, id, restsOn: [] };
}

function routeText({ DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId, GatewayId, NatGatewayId, State, Origin }: Route): string {
  const to = DestinationCidrBlock ?? DestinationIpv6CidrBlock ?? DestinationPrefixListId ?? '';
  const marks = [State, Origin === undefined ? undefined : 'propagated'].filter((mark) => mark !== undefined);
  return [`${to} to ${GatewayId ?? NatGatewayId ?? ''}`, ...marks].join(', ');
}
