import { type Given, need } from '../../core/check.js';
import type { Fact } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';
import { PortSet } from '../../core/net/port-set.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import { defineDerivation, derived, nothing } from '../derivation.js';
import { type Admission, admission } from './admission.js';
import { type Door, doorsOf } from './doors.js';
import { listenerPorts, listenersTo } from './listeners.js';

/** The ways by which the internet reaches the targets of a target group. Its id is the target group's. */
interface InternetEntry {
  readonly ways: readonly Way[];
}

export interface Way extends Seen {
  /** `internet`, `igw-1`, `rtb-2`, `subnet-3`, `web sg-4 tcp/443`. */
  readonly hops: readonly string[];
  readonly evidence: readonly EvidenceRef[];
}

/** Whom the targets see. */
interface Seen {
  readonly internet: readonly string[];
  readonly groupIds: readonly string[];
  readonly cidrs: readonly string[];
  /** Why it cannot be said that the way is open, in words; empty if it can. */
  readonly doubts: readonly string[];
}

declare module '../../core/fact.js' {
  interface FactKinds {
    'aws.ec2.internet-entry': InternetEntry;
  }
}

type LoadBalancer = Fact<'aws.elbv2.load-balancer'>;
type Listener = Fact<'aws.elbv2.listener'>;
type TargetGroup = Fact<'aws.elbv2.target-group'>;

const needs = {
  targets: need('aws.elbv2.target-group', { as: 'subject' }),
  targetGroups: need('aws.elbv2.target-group'),
  loadBalancers: need('aws.elbv2.load-balancer'),
  listeners: need('aws.elbv2.listener'),
  groups: need('aws.ec2.security-group'),
  lists: need('aws.ec2.prefix-list'),
  subnets: need('aws.ec2.subnet'),
  routing: need('aws.ec2.subnet-routing'),
} as const;
type Views = Given<typeof needs>;

export const internetEntry = defineDerivation({
  kind: 'aws.ec2.internet-entry',
  needs,
  run(views) {
    const gaps: Gap[] = [];
    const ways = views.targets.data.loadBalancerIds.flatMap((id) => {
      const balancer = views.loadBalancers.get(id);
      if (balancer.state === 'absent') gaps.push(missing(id, 'load balancers', views.targets.id));
      if (balancer.state !== 'found') return [];
      return [
        ...directWays(balancer.value, views.targets, views, gaps),
        ...waysThroughNetworkBalancer(balancer.value, views.targets, views, gaps),
      ];
    });
    if (ways.length === 0) return nothing(gaps);
    return derived(
      { ways },
      ways.flatMap(({ evidence }) => evidence),
      gaps,
    );
  },
});

/** Internet → this load balancer → the target group, one way a listener that the internet reaches. */
function directWays(balancer: LoadBalancer, target: TargetGroup, views: Views, gaps: Gap[]): Way[] {
  if (!balancer.data.isInternetFacing) return [];
  if (balancer.data.subnetIds.length === 0) gaps.push(unnamed(balancer.id, 'subnet'));
  return doorsOf(balancer, views.routing, gaps).flatMap((door) => {
    const { byDefault, byRule } = listenersTo(balancer, target, views.listeners);
    const open = byDefault.flatMap((listener) => waysBy(door, balancer, listener, target, views, gaps));
    return open.length > 0 ? open : byRule.flatMap((listener) => waysBy(door, balancer, listener, target, views, gaps));
  });
}

function waysBy(
  door: Door,
  balancer: LoadBalancer,
  listener: Listener,
  target: TargetGroup,
  views: Views,
  gaps: Gap[],
): Way[] {
  const callers = { internet: door.addresses, groupIds: [], cidrs: [] };
  const admitted = admittedBy(balancer, callers, listenerPorts(listener), views, gaps);
  if (admitted.ports.isEmpty()) return [];
  const hops = [...door.hops, balancerHop(balancer, admitted)];
  const evidence = [...door.evidence, ...balancer.evidence, ...listener.evidence, ...admitted.evidence];
  return seenByTargets(balancer, target, door, views, gaps).map((seen) => ({ hops, ...seen, evidence }));
}

/** Internet → network load balancer → this application load balancer, as a target of type `alb` → the target group. */
function waysThroughNetworkBalancer(balancer: LoadBalancer, target: TargetGroup, views: Views, gaps: Gap[]): Way[] {
  if (balancer.data.type !== 'application') return [];
  return views.targetGroups.all().flatMap((front): Way[] => {
    if (!isTarget(front, balancer)) return [];
    const port = front.data.targets.find(({ id }) => id === balancer.id)?.port ?? front.data.port;
    const { byDefault, byRule } = listenersTo(balancer, target, views.listeners);
    const listeners = [...byDefault, ...byRule].filter(({ data }) => port === null || data.port === port);
    if (listeners.length === 0) return [];
    const ways = front.data.loadBalancerIds.flatMap((id) => {
      const network = views.loadBalancers.get(id);
      if (network.state === 'absent') gaps.push(missing(id, 'load balancers', front.id));
      return network.state === 'found' ? directWays(network.value, front, views, gaps) : [];
    });
    return listeners.flatMap((listener) =>
      ways.flatMap((way): Way[] => {
        const callers = { ...way, internet: AddressSet.ofCidrs(way.internet) };
        const admitted = admittedBy(balancer, callers, listenerPorts(listener), views, gaps);
        if (admitted.ports.isEmpty()) return [];
        const on = [...front.evidence, ...balancer.evidence, ...listener.evidence, ...admitted.evidence];
        const hops = [...way.hops, balancerHop(balancer, admitted)];
        const through = { addresses: callers.internet, doubts: way.doubts };
        return seenByTargets(balancer, target, through, views, gaps).map((seen) => ({
          hops,
          ...seen,
          evidence: [...way.evidence, ...on],
        }));
      }),
    );
  });
}

function isTarget({ data }: TargetGroup, balancer: LoadBalancer): boolean {
  return data.targetType === 'alb' && data.targets.some(({ id }) => id === balancer.id);
}

/** A network load balancer without groups filters nothing; every other load balancer has groups. */
function admittedBy(
  { id, data }: LoadBalancer,
  callers: { internet: AddressSet; groupIds: readonly string[]; cidrs: readonly string[] },
  ports: PortSet,
  { groups, lists }: Views,
  gaps: Gap[],
): Admission {
  if (data.groupIds.length > 0) {
    const admitted = admission(data.groupIds, callers, ports, groups, lists);
    gaps.push(...admitted.gaps);
    return admitted;
  }
  if (data.type === 'network') return { ports, groupIds: [], evidence: [], gaps: [] };
  gaps.push(unnamed(id, 'security group'));
  return { ports: PortSet.empty, groupIds: [], evidence: [], gaps: [] };
}

/**
 * Whom the targets' groups have to admit. An application load balancer calls from its own addresses; a rule that names
 * its groups admits it. A network load balancer may pass the client's address on or not, by a target group's attribute
 * that is not read yet. Its default is not to for IP targets over TCP and TLS, where both are counted; to do so for
 * instances, where the load balancer's own addresses are a doubt. Over UDP it cannot be switched off
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html).
 */
function seenByTargets(
  balancer: LoadBalancer,
  target: TargetGroup,
  { addresses, doubts }: Pick<Door, 'addresses' | 'doubts'>,
  views: Views,
  gaps: Gap[],
): Seen[] {
  const { groupIds, type } = balancer.data;
  const { targetType, protocol } = target.data;
  if (type === 'application') return [{ internet: [], groupIds, cidrs: nodes(balancer, views, gaps), doubts }];
  const internet = addresses.toCidrs();
  const client: Seen = { internet, groupIds, cidrs: [], doubts };
  if (targetType === 'alb' || !/^(?:TCP|TLS)$/u.test(protocol ?? 'TCP')) return [client];
  const cidrs = nodes(balancer, views, gaps);
  if (targetType === 'ip') return [{ ...client, cidrs }];
  const unread = `whether ${balancer.data.loadBalancerName || balancer.id} hides the client's address from ${target.id} is not read`;
  return [client, { internet: [], groupIds: [], cidrs, doubts: [...doubts, unread] }];
}

/** Where the load balancer calls from: its nodes are somewhere in its subnets, and speak IPv6 only where it does. */
function nodes({ data }: LoadBalancer, { subnets, targets }: Views, gaps: Gap[]): string[] {
  return data.subnetIds.flatMap((id) => {
    const subnet = subnets.get(id);
    if (subnet.state === 'absent') gaps.push(missing(id, 'subnets', targets.id));
    if (subnet.state !== 'found') return [];
    const { v4, v6 } = subnet.value.data;
    return data.ipAddressType.startsWith('dualstack') ? [...v4, ...v6] : v4;
  });
}

function balancerHop({ id, data }: LoadBalancer, { ports, groupIds }: Admission): string {
  const name = data.loadBalancerName === '' ? id : data.loadBalancerName;
  return [name, ...groupIds, ports.toString()].join(' ');
}

function missing(id: string, among: string, of: string): Gap {
  return { reason: 'unresolved', reads: [], text: `${id}, on the way to ${of}, is not among the ${among}` };
}

function unnamed(id: string, what: string): Gap {
  return { reason: 'unresolved', reads: [], text: `the answer names no ${what} of ${id}` };
}
