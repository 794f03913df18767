import { admin, all, data, type Expected } from './plant.js';

// The edge cases that moto cannot represent: blackholes, propagated routes, other accounts' lists and groups, delegated prefixes.

export const account = '123456789012';
export const otherAccount = '444455556666';
export const region = 'eu-west-1';

export interface Route {
  readonly DestinationCidrBlock?: string;
  readonly DestinationIpv6CidrBlock?: string;
  readonly DestinationPrefixListId?: string;
  readonly GatewayId?: string;
  readonly NatGatewayId?: string;
  readonly State?: 'blackhole';
  readonly Origin?: 'EnableVgwRoutePropagation';
}

export const toInternet: Route = { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' };
const propagated = (block: string): Route => ({
  DestinationCidrBlock: block,
  GatewayId: 'vgw-1',
  Origin: 'EnableVgwRoutePropagation',
});
const blackhole = (block: string): Route => ({
  DestinationCidrBlock: block,
  NatGatewayId: 'nat-1',
  State: 'blackhole',
});

export const subnets: readonly { id: string; name: string; expected: Expected; routes: readonly Route[] }[] = [
  {
    id: 'subnet-01',
    name: 'a blackhole protects nothing',
    expected: 'fail',
    routes: [toInternet, blackhole('0.0.0.0/1'), blackhole('128.0.0.0/1')],
  },
  {
    id: 'subnet-02',
    name: 'a default route that is a blackhole leads nowhere',
    expected: 'pass',
    routes: [{ ...toInternet, State: 'blackhole' }],
  },
  {
    id: 'subnet-03',
    name: 'a static route beats a propagated one of the same length',
    expected: 'fail',
    routes: [propagated('0.0.0.0/0'), toInternet],
  },
  {
    id: 'subnet-04',
    name: 'a propagated default route leads to the VPN',
    expected: 'pass',
    routes: [propagated('0.0.0.0/0')],
  },
  {
    id: 'subnet-05',
    name: 'propagated routes that leave nothing of the default route',
    expected: 'pass',
    routes: [toInternet, propagated('0.0.0.0/1'), propagated('128.0.0.0/1')],
  },
  {
    id: 'subnet-06',
    name: "another account's prefix list that holds two halves",
    expected: 'fail',
    routes: [{ DestinationPrefixListId: 'pl-halves', GatewayId: 'igw-1' }],
  },
  {
    id: 'subnet-07',
    name: "another account's prefix list of partners",
    expected: 'pass',
    routes: [{ DestinationPrefixListId: 'pl-partners', GatewayId: 'igw-1' }],
  },
  {
    id: 'subnet-08',
    name: 'a prefix list that does not exist',
    expected: 'unknown',
    routes: [{ DestinationPrefixListId: 'pl-gone', GatewayId: 'igw-1' }],
  },
  {
    id: 'subnet-09',
    name: "another account's prefix list that may not be read",
    expected: 'unknown',
    routes: [{ DestinationPrefixListId: 'pl-denied', GatewayId: 'igw-1' }],
  },
  {
    id: 'subnet-10',
    name: 'a VPN gateway for everything, beside a blackhole to the internet',
    expected: 'pass',
    routes: [propagated('0.0.0.0/1'), propagated('128.0.0.0/1'), { ...toInternet, State: 'blackhole' }],
  },
];

const from = (list: string) => ({
  IpProtocol: 'tcp',
  FromPort: 22,
  ToPort: 22,
  PrefixListIds: [{ PrefixListId: list }],
});
export const groups: readonly {
  id: string;
  name: string;
  of: readonly string[];
  verdicts: readonly Expected[];
  built: string;
  permissions: readonly object[];
}[] = [
  {
    id: 'sg-01',
    name: "another account's prefix list that holds two halves",
    of: [admin],
    verdicts: ['fail', 'pass', 'pass'],
    built: 'tcp/22 from pl-halves',
    permissions: [from('pl-halves')],
  },
  {
    id: 'sg-02',
    name: "another account's prefix list of partners",
    of: [admin],
    verdicts: ['pass', 'pass', 'pass'],
    built: 'tcp/22 from pl-partners',
    permissions: [from('pl-partners')],
  },
  {
    id: 'sg-03',
    name: "another account's prefix list that may not be read",
    of: [admin, all],
    verdicts: ['unknown', 'pass', 'pass'],
    built: 'tcp/22 from pl-denied',
    permissions: [from('pl-denied')],
  },
  {
    id: 'sg-04',
    name: 'the protocol as EC2 keeps it, by number',
    of: [data],
    verdicts: ['pass', 'fail', 'pass'],
    built: '6/5432 from 0.0.0.0/0',
    permissions: [{ IpProtocol: '6', FromPort: 5432, ToPort: 5432, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
  },
  {
    id: 'sg-05',
    name: "another account's group, over a peering",
    of: [admin, data, all],
    verdicts: ['pass', 'pass', 'pass'],
    built: `-1 from sg-99 of ${otherAccount}`,
    permissions: [
      {
        IpProtocol: '-1',
        UserIdGroupPairs: [
          { GroupId: 'sg-99', UserId: otherAccount, VpcPeeringConnectionId: 'pcx-1', PeeringStatus: 'active' },
        ],
      },
    ],
  },
  {
    id: 'sg-06',
    name: 'open',
    of: [],
    verdicts: ['pass', 'fail', 'pass'],
    built: '',
    permissions: [
      {
        IpProtocol: 'tcp',
        FromPort: 5432,
        ToPort: 5432,
        IpRanges: [{ CidrIp: '0.0.0.0/0' }],
        Ipv6Ranges: [{ CidrIpv6: '::/0' }],
      },
    ],
  },
  {
    id: 'sg-07',
    name: 'balancer',
    of: [],
    verdicts: ['pass', 'pass', 'pass'],
    built: '',
    permissions: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
  },
  {
    id: 'sg-08',
    name: 'behind',
    of: [],
    verdicts: ['pass', 'pass', 'pass'],
    built: '',
    permissions: [
      { IpProtocol: 'tcp', FromPort: 9200, ToPort: 9200, UserIdGroupPairs: [{ GroupId: 'sg-07', UserId: account }] },
    ],
  },
];

interface InterfaceCase {
  readonly id: string;
  readonly name: string;
  readonly expected: Expected;
  readonly built: string;
  readonly wire: object;
}

function balancerInterface(id: string, name: string, expected: Expected, marks: object): InterfaceCase {
  const wire = {
    SubnetId: 'subnet-98',
    Groups: [{ GroupId: 'sg-06' }],
    Association: { PublicIp: `192.0.2.${id.slice(-1)}` },
    ...marks,
  };
  const told = Object.entries(marks).map(([key, value]) => `${key} ${String(value)}`);
  return { id, name, expected, built: ['open subnet, public IPv4, group open on tcp/5432', ...told].join(', '), wire };
}

export const interfaces: readonly InterfaceCase[] = [
  {
    id: 'eni-01',
    name: 'a delegated IPv6 prefix and no address of its own',
    expected: 'fail',
    built: 'open subnet, prefix 2600:1f18:1::/80, group open',
    wire: { SubnetId: 'subnet-98', Groups: [{ GroupId: 'sg-06' }], Ipv6Prefixes: [{ Ipv6Prefix: '2600:1f18:1::/80' }] },
  },
  {
    id: 'eni-02',
    name: 'a delegated IPv6 prefix in a subnet without a route',
    expected: 'pass',
    built: 'subnet-04, prefix 2600:1f18:2::/80, group open',
    wire: { SubnetId: 'subnet-04', Groups: [{ GroupId: 'sg-06' }], Ipv6Prefixes: [{ Ipv6Prefix: '2600:1f18:2::/80' }] },
  },
  {
    id: 'eni-03',
    name: 'a container behind a load balancer, its address of a delegated prefix',
    expected: 'fail',
    built: 'subnet-04, prefix 10.0.4.16/28, application load balancer 443 → 10.0.4.17:9200',
    wire: { SubnetId: 'subnet-04', Groups: [{ GroupId: 'sg-08' }], Ipv4Prefixes: [{ Ipv4Prefix: '10.0.4.16/28' }] },
  },
  {
    id: 'eni-04',
    name: 'a delegated prefix that holds no target',
    expected: 'pass',
    built: 'subnet-04, prefix 10.0.4.32/28',
    wire: { SubnetId: 'subnet-04', Groups: [{ GroupId: 'sg-08' }], Ipv4Prefixes: [{ Ipv4Prefix: '10.0.4.32/28' }] },
  },
  balancerInterface('eni-05', "a load balancer's interface answers on its listeners alone", 'pass', {
    Description: 'ELB app/web/1',
    RequesterManaged: true,
  }),
  balancerInterface('eni-07', "a description as of a load balancer's interface, which anybody may write", 'fail', {
    Description: 'ELB app/web/1',
  }),
  balancerInterface('eni-08', 'the interface of a load balancer that is not to be seen', 'fail', {
    InterfaceType: 'network_load_balancer',
    RequesterManaged: true,
  }),
  {
    id: 'eni-06',
    name: 'a public address of a secondary private one',
    expected: 'fail',
    built: 'open subnet, group open',
    wire: {
      SubnetId: 'subnet-98',
      Groups: [{ GroupId: 'sg-06' }],
      PrivateIpAddresses: [
        { PrivateIpAddress: '10.0.98.6', Primary: true },
        { PrivateIpAddress: '10.0.98.7', Association: { PublicIp: '192.0.2.7' } },
      ],
    },
  },
];
