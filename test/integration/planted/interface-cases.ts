import type { Entry } from '../network/acls.js';
import type { Opening } from './group-cases.js';
import { type Expected, op } from './plant.js';

/** A load balancer in front of the planted interface. */
export interface BalancerCase {
  readonly type: 'application' | 'network';
  readonly isInternal?: boolean;
  /** Rules of its group; absent: no group, as a network load balancer may have none. */
  readonly ingress?: readonly Opening[];
  /** Where it stands; `open` by default. */
  readonly subnet?: 'open' | 'closed';
  /** Absent: no listener. */
  readonly listens?: number;
  /** The port that it forwards to. */
  readonly forwards: number;
  /** Whether a network load balancer stands in front of it, sending to this port of it. */
  readonly behindNetworkPort?: number;
}

export interface InterfaceCase {
  readonly name: string;
  readonly expected: Expected;
  /** `open` has a route to the internet in both families, `closed` to a NAT and an egress-only gateway. */
  readonly subnet: 'open' | 'closed';
  readonly isPublic?: boolean;
  readonly hasIpv6?: boolean;
  /** The rules of each of its groups; `balancer` names the group of the load balancer. */
  readonly groups: readonly (readonly Opening[])[];
  readonly balancer?: BalancerCase;
  /** The entries of an ACL of its own: it stands in a subnet of its own then, routed as `subnet` is. */
  readonly acl?: readonly Entry[];
  readonly restsOn?: readonly string[];
}

const world = ['0.0.0.0/0'];
const database: Opening = { to: 'tcp/5432', v4: world };
/** The load balancer's own subnets. */
const inside = ['10.60.0.0/16'];

function direct(name: string, ...groups: readonly (readonly Opening[])[]): InterfaceCase {
  return { name, expected: 'fail', subnet: 'open', isPublic: true, groups };
}

function behind(name: string, balancer: BalancerCase, ...rules: readonly Opening[]): InterfaceCase {
  return { name, expected: 'fail', subnet: 'closed', groups: [rules], balancer };
}

/** What each verdict on an interface rests on beside the target groups and their targets, of which it may be one. */
const filtered = [op.groups];
const unrouted = [op.tables];

function clean(one: InterfaceCase, restsOn: readonly string[]): InterfaceCase {
  return { ...one, expected: 'pass', restsOn };
}

const networkFront: BalancerCase = { type: 'network', listens: 443, forwards: 5432 };
const webFront: BalancerCase = {
  type: 'application',
  ingress: [{ to: 'tcp/443', v4: world }],
  listens: 443,
  forwards: 9200,
};
const fromBalancer: Opening = { to: 'tcp/9200', groups: ['balancer'] };

const everything = (rule: number, way: 'in' | 'out', block = '0.0.0.0/0'): Entry => ({
  rule,
  does: 'allow',
  way,
  to: '-1',
  block,
});
const denied = (rule: number, to: string, way: 'in' | 'out' = 'in', block = '0.0.0.0/0'): Entry => ({
  rule,
  does: 'deny',
  way,
  to,
  block,
});
const out = everything(100, 'out');

/** The same interface, in a subnet with these entries in its ACL. */
function screened(one: InterfaceCase, ...acl: readonly Entry[]): InterfaceCase {
  return { ...one, acl };
}

const screenedCases: readonly InterfaceCase[] = [
  screened(direct('an ACL whose denial comes too late', [database]), everything(100, 'in'), denied(110, '6/5432'), out),
  screened(
    direct('an ACL that denies half of the internet', [database]),
    denied(90, '6/5432', 'in', '0.0.0.0/1'),
    everything(100, 'in'),
    out,
  ),
  screened(
    direct('an ACL that denies TCP and not UDP', [{ to: 'udp/3389', v4: world }]),
    denied(90, '6/0-65535'),
    everything(100, 'in'),
    out,
  ),
  screened(direct('UDP, to which no ACL lets an answer out', [{ to: 'udp/3389', v4: world }]), everything(100, 'in')),
  screened(
    {
      ...direct('an ACL that lets IPv6 alone pass', [{ to: 'tcp/5432', v6: ['::/0'] }]),
      isPublic: false,
      hasIpv6: true,
    },
    everything(100, 'in', '::/0'),
    everything(100, 'out', '::/0'),
  ),
  clean(
    screened(
      direct('IPv4, where an ACL lets IPv6 alone pass', [database]),
      everything(100, 'in', '::/0'),
      everything(100, 'out', '::/0'),
    ),
    [op.acls],
  ),
  clean(
    screened(direct('an ACL that denies the port first', [database]), denied(90, '6/5432'), everything(100, 'in'), out),
    [op.acls],
  ),
  clean(
    screened(
      direct('an ACL that lets in and no answer to TCP out', [database]),
      everything(100, 'in'),
      denied(90, '6/0-65535', 'out'),
      out,
    ),
    [op.acls],
  ),
  clean(screened(direct('an ACL without entries', [database])), [op.acls]),
  clean(
    screened(
      behind('a load balancer that the ACL of the target keeps out', webFront, fromBalancer),
      denied(90, '6/9200', 'in', '10.60.1.0/24'),
      everything(100, 'in'),
      out,
    ),
    [op.acls],
  ),
];

export const interfaceCases: readonly InterfaceCase[] = [
  direct('a public address, a route, and an open group', [database]),
  direct('an administration port', [{ to: 'tcp/22', v4: world }]),
  direct(
    'two groups whose rules only together are the internet',
    [{ to: 'tcp/22', v4: ['0.0.0.0/5'] }],
    [{ to: 'tcp/20-25', v4: ['8.0.0.0/5', '16.0.0.0/4'] }],
  ),
  direct('two halves of IPv4', [{ to: 'tcp/3389', v4: ['0.0.0.0/1', '128.0.0.0/1'] }]),
  direct('all protocols', [{ to: '-1', v4: world }]),
  direct('a prefix list that holds two halves', [{ to: 'tcp/6379', lists: ['two-halves'] }]),
  { ...direct('an IPv6 address and no other', [{ to: 'tcp/5432', v6: ['::/0'] }]), isPublic: false, hasIpv6: true },
  behind('a network load balancer that forwards tcp/443 to tcp/5432', networkFront, { to: 'tcp/5432', v4: inside }),
  behind('an application load balancer, admitted by its group', webFront, fromBalancer),
  behind('an application load balancer, admitted by the range of its subnets', webFront, {
    to: 'tcp/9200',
    v4: inside,
  }),
  behind(
    'an application load balancer behind a network load balancer',
    { ...webFront, isInternal: true, subnet: 'closed', behindNetworkPort: 443 },
    fromBalancer,
  ),
  clean(direct('a published port alone', [{ to: 'tcp/443', v4: world }]), filtered),
  clean(direct('a group that admits a partner alone', [{ to: 'tcp/5432', v4: ['198.51.100.0/24'] }]), filtered),
  clean(direct('a group that admits a prefix list of partners', [{ to: 'tcp/22', lists: ['partners'] }]), [
    ...filtered,
    op.entries,
  ]),
  clean(
    direct('IPv6 from everywhere to an interface that has no such address', [{ to: 'tcp/22', v6: ['::/0'] }]),
    filtered,
  ),
  clean({ ...direct('no public address', [database]), isPublic: false }, []),
  clean({ ...direct('no route to the internet', [database]), subnet: 'closed' }, unrouted),
  clean(
    {
      ...direct('an IPv6 address behind an egress-only gateway', [{ to: 'tcp/5432', v6: ['::/0'] }]),
      isPublic: false,
      hasIpv6: true,
      subnet: 'closed',
    },
    unrouted,
  ),
  clean(
    behind('an internal network load balancer', { ...networkFront, isInternal: true }, { to: 'tcp/5432', v4: inside }),
    [op.balancers],
  ),
  clean(
    behind('a load balancer without a listener', { type: 'network', forwards: 5432 }, { to: 'tcp/5432', v4: inside }),
    [],
  ),
  clean(behind('a load balancer in subnets without a route', { ...networkFront, subnet: 'closed' }, database), [
    op.balancers,
    op.tables,
  ]),
  clean(
    behind('a group that does not admit the load balancer', webFront, { to: 'tcp/9200', v4: ['10.99.0.0/16'] }),
    filtered,
  ),
  clean(
    behind(
      'a load balancer whose own group admits a partner alone',
      { ...webFront, ingress: [{ to: 'tcp/443', v4: ['198.51.100.0/24'] }] },
      fromBalancer,
    ),
    [op.balancers, op.groups],
  ),
  clean(
    behind(
      'a load balancer that forwards to a published port',
      { ...webFront, forwards: 8080 },
      {
        to: 'tcp/8080',
        groups: ['balancer'],
      },
    ),
    // The target group's own port is none that is watched.
    [],
  ),
  clean(
    behind(
      'an application load balancer that does not listen where the network load balancer sends',
      { ...webFront, isInternal: true, subnet: 'closed', behindNetworkPort: 80 },
      fromBalancer,
    ),
    [op.balancers, op.listeners],
  ),
  ...screenedCases,
];
