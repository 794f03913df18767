import type { Planted } from './plant.js';

// What moto cannot represent: blackholes that were propagated, static routes of a VPN, other accounts' groups and gateways.

export const account = '123456789012';
export const otherAccount = '444455556666';
export const region = 'eu-west-1';
export const vpcBlock = '10.0.0.0/16';
/** The end of the ids of a case: `02` of the second one. */
export const number = (index: number): string => String(index + 1).padStart(2, '0');

type Expected = Planted['expected'];

export interface Route {
  readonly DestinationCidrBlock: string;
  readonly GatewayId?: string;
  readonly TransitGatewayId?: string;
  readonly VpcPeeringConnectionId?: string;
  readonly State?: 'blackhole';
  readonly Origin?: 'EnableVgwRoutePropagation';
}

const to = (block: string, target: Omit<Route, 'DestinationCidrBlock'>): Route => ({
  DestinationCidrBlock: block,
  ...target,
});
/** With static routes, 192.168.0.0/16. */
const staticVpn = { GatewayId: 'vgw-1' };
const bgpVpn = { GatewayId: 'vgw-2' };
const propagated = { ...bgpVpn, Origin: 'EnableVgwRoutePropagation' } as const;
const blackhole = { State: 'blackhole' } as const;

export interface TableCase {
  readonly name: string;
  readonly of: 'no-blackhole-routes' | 'routes-not-too-broad';
  readonly expected: Expected;
  readonly routes: readonly Route[];
}

const table = (of: TableCase['of'], expected: Expected, name: string, ...routes: readonly Route[]): TableCase => ({
  name,
  of,
  expected,
  routes,
});

export const tables: readonly TableCase[] = [
  table('no-blackhole-routes', 'fail', 'a route to a peering that is gone', {
    ...to('10.9.0.0/16', { VpcPeeringConnectionId: 'pcx-9' }),
    ...blackhole,
  }),
  table('no-blackhole-routes', 'fail', 'a propagated route that leads nowhere', {
    ...to('10.8.0.0/16', propagated),
    ...blackhole,
  }),
  table('no-blackhole-routes', 'fail', 'a blackhole whose target is not named any more', {
    ...to('10.7.0.0/16', {}),
    ...blackhole,
  }),
  table('no-blackhole-routes', 'pass', 'a propagated route that leads somewhere', to('10.30.0.0/16', propagated)),
  table('routes-not-too-broad', 'pass', 'a static route of the VPN', to('192.168.0.0/16', staticVpn)),
  table('routes-not-too-broad', 'pass', 'a part of a static route of the VPN', to('192.168.4.0/24', staticVpn)),
  table('routes-not-too-broad', 'fail', 'a supernet of the static route of the VPN', to('192.168.0.0/15', staticVpn)),
  table('routes-not-too-broad', 'fail', 'a range that no static route of the VPN has', to('172.16.0.0/12', staticVpn)),
  table('routes-not-too-broad', 'pass', 'what the far side announces, propagated', to('10.30.0.0/16', propagated)),
  table(
    'routes-not-too-broad',
    'pass',
    'a part of what is propagated beside it',
    to('10.30.0.0/16', propagated),
    to('10.30.7.0/24', bgpVpn),
  ),
  table('routes-not-too-broad', 'unknown', 'a VPN that speaks BGP', to('10.31.0.0/16', bgpVpn)),
  table(
    'routes-not-too-broad',
    'unknown',
    'a gateway without a VPN, as for Direct Connect',
    to('10.32.0.0/16', { GatewayId: 'vgw-3' }),
  ),
  table(
    'routes-not-too-broad',
    'unknown',
    "another account's transit gateway",
    to('10.33.0.0/16', { TransitGatewayId: 'tgw-9' }),
  ),
  table(
    'routes-not-too-broad',
    'unknown',
    'a transit gateway of which no attachment is shown',
    to('10.34.0.0/16', { TransitGatewayId: 'tgw-8' }),
  ),
  table(
    'routes-not-too-broad',
    'pass',
    "the range of another account's VPC",
    to('10.40.0.0/16', { VpcPeeringConnectionId: 'pcx-1' }),
  ),
  table(
    'routes-not-too-broad',
    'fail',
    "a supernet of another account's VPC",
    to('10.40.0.0/15', { VpcPeeringConnectionId: 'pcx-1' }),
  ),
  table(
    'routes-not-too-broad',
    'unknown',
    "another account's VPC whose range is not shown",
    to('10.42.0.0/16', { VpcPeeringConnectionId: 'pcx-2' }),
  ),
];

export interface Entry {
  readonly RuleNumber: number;
  readonly Protocol: '1' | '6' | '58';
  readonly RuleAction: 'allow' | 'deny';
  readonly Egress: boolean;
  readonly CidrBlock?: string;
  readonly Ipv6CidrBlock?: string;
  readonly IcmpTypeCode?: { readonly Type: number; readonly Code: number };
  readonly PortRange?: { readonly From: number; readonly To: number };
}

export interface AclCase {
  readonly name: string;
  readonly expected: Expected;
  readonly entries: readonly Entry[];
}

const icmp = (
  Protocol: '1' | '58',
  Type: number,
  block: Pick<Entry, 'CidrBlock'> | Pick<Entry, 'Ipv6CidrBlock'>,
): Entry => ({
  RuleNumber: 100,
  Protocol,
  RuleAction: 'allow',
  Egress: false,
  IcmpTypeCode: { Type, Code: -1 },
  ...block,
});
const out: Entry = {
  RuleNumber: 100,
  Protocol: '6',
  RuleAction: 'allow',
  Egress: true,
  PortRange: { From: 1024, To: 65535 },
  CidrBlock: '0.0.0.0/0',
};
const ssh: Entry = {
  RuleNumber: 110,
  Protocol: '6',
  RuleAction: 'allow',
  Egress: false,
  PortRange: { From: 22, To: 22 },
  CidrBlock: '0.0.0.0/0',
};

export const acls: readonly AclCase[] = [
  {
    name: 'ICMP of type 22, which is no port',
    expected: 'pass',
    entries: [icmp('1', 22, { CidrBlock: '0.0.0.0/0' }), out],
  },
  {
    name: 'ICMPv6 of type 23, which is no port',
    expected: 'pass',
    entries: [icmp('58', 23, { Ipv6CidrBlock: '::/0' })],
  },
  {
    name: 'SSH, whatever is denied of ICMP',
    expected: 'fail',
    entries: [{ ...icmp('1', 22, { CidrBlock: '0.0.0.0/0' }), RuleAction: 'deny' }, ssh, out],
  },
];

export interface LogCase {
  readonly name: string;
  readonly expected: Expected;
  readonly log: object;
}

export const logs: readonly LogCase[] = [
  { name: 'delivered', expected: 'pass', log: { DeliverLogsStatus: 'SUCCESS' } },
  { name: 'of whose delivery nothing is said', expected: 'unknown', log: {} },
  {
    name: 'not delivered',
    expected: 'fail',
    log: { DeliverLogsStatus: 'FAILED', DeliverLogsErrorMessage: 'Access error' },
  },
];

export interface GroupCase {
  readonly name: string;
  readonly of: 'no-redundant-ports' | 'no-sources-open-to-the-world';
  readonly expected: Expected;
  /** Ports over TCP from the VPC. */
  readonly ports?: readonly number[];
  /** A group that it admits on tcp/8443, and its account. */
  readonly admits?: { readonly GroupId: string; readonly UserId: string };
  /** What marks its interface; absent: it has none. */
  readonly on?: object;
}

const balancer = (name: string) => ({ Description: `ELB app/${name}/1`, RequesterManaged: true, Status: 'in-use' });
const endpoint = { InterfaceType: 'vpc_endpoint', RequesterManaged: true, Status: 'in-use' };

/** In this order: a group's interface is eni-01 for sg-01. */
export const groups: readonly GroupCase[] = [
  {
    name: "the port of a load balancer's listener",
    of: 'no-redundant-ports',
    expected: 'pass',
    ports: [443],
    on: balancer('web'),
  },
  {
    name: 'a port that no listener of the load balancer has',
    of: 'no-redundant-ports',
    expected: 'fail',
    ports: [443, 9000],
    on: balancer('web'),
  },
  {
    name: 'a load balancer that is not to be seen',
    of: 'no-redundant-ports',
    expected: 'unknown',
    ports: [443],
    on: balancer('elsewhere'),
  },
  { name: 'HTTPS to a VPC endpoint', of: 'no-redundant-ports', expected: 'pass', ports: [443], on: endpoint },
  { name: 'SSH to a VPC endpoint', of: 'no-redundant-ports', expected: 'fail', ports: [22], on: endpoint },
  {
    name: "another account's group",
    of: 'no-sources-open-to-the-world',
    expected: 'unknown',
    admits: { GroupId: 'sg-99', UserId: otherAccount },
  },
  {
    name: 'a group that is not shown',
    of: 'no-sources-open-to-the-world',
    expected: 'unknown',
    admits: { GroupId: 'sg-98', UserId: account },
  },
  {
    name: 'a group of its own account that is not open',
    of: 'no-sources-open-to-the-world',
    expected: 'pass',
    admits: { GroupId: 'sg-01', UserId: account },
  },
];
