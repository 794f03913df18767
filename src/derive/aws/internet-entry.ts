import { type Given, need } from '../../core/check.js';
import type { Fact } from '../../core/fact.js';
import { PortSet } from '../../core/net/port-set.js';
import type { Gap } from '../../core/read.js';
import { defineDerivation, type Derived, derived, nothing } from '../derivation.js';
import type { Place } from './acl-crossing.js';
import { type Admission, admission, type Callers, unfiltered } from './admission.js';
import { callersAt, type Door, doorsOf } from './doors.js';
import { listenerPorts, listenersTo } from './listeners.js';
import type { WeighedAcls } from './network-acl.js';
import { callersBy, placeOf, type Seen, type Way } from './way.js';

/** The ways by which the internet reaches the targets of a target group. Its id is the target group's. */
export interface InternetEntry {
  readonly ways: readonly Way[];
}

declare module '../../core/fact.js' {
  interface FactKinds {
    'aws.ec2.internet-entry': InternetEntry;
  }
}

type LoadBalancer = Fact<'aws.elbv2.load-balancer'>;
type Listener = Fact<'aws.elbv2.listener'>;
type TargetGroup = Fact<'aws.elbv2.target-group'>;

export const entryNeeds = {
  targets: need('aws.elbv2.target-group', { as: 'subject' }),
  targetGroups: need('aws.elbv2.target-group'),
  loadBalancers: need('aws.elbv2.load-balancer'),
  listeners: need('aws.elbv2.listener'),
  groups: need('aws.ec2.security-group'),
  lists: need('aws.ec2.prefix-list'),
  subnets: need('aws.ec2.subnet'),
  routing: need('aws.ec2.subnet-routing'),
} as const;
type Views = Given<typeof entryNeeds> & { readonly acls: WeighedAcls };

export const internetEntry = defineDerivation({
  kind: 'aws.ec2.internet-entry',
  needs: { ...entryNeeds, acls: need('aws.ec2.network-acl') },
  run: entryOf,
});

export function entryOf(views: Views): Derived<InternetEntry> {
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
}

/** Internet → this load balancer → the target group, one way a listener that the internet reaches. */
function directWays(balancer: LoadBalancer, target: TargetGroup, views: Views, gaps: Gap[]): Way[] {
  if (!balancer.data.isInternetFacing) return [];
  if (balancer.data.subnetIds.length === 0) gaps.push(unnamed(balancer.id, 'subnet'));
  return doorsOf(balancer, views.routing, gaps).flatMap((doors) => {
    const { byDefault, byRule } = listenersTo(balancer, target, views.listeners);
    const open = byDefault.flatMap((listener) => waysBy(doors, balancer, listener, target, views, gaps));
    // Where no ACL is weighed, one may yet close what is open by default.
    return open.length > 0 && views.acls !== null
      ? open
      : [...open, ...byRule.flatMap((listener) => waysBy(doors, balancer, listener, target, views, gaps))];
  });
}

function waysBy(
  doors: readonly Door[],
  balancer: LoadBalancer,
  listener: Listener,
  target: TargetGroup,
  views: Views,
  gaps: Gap[],
): Way[] {
  const admitted = admittedBy(balancer, callersAt(doors, views.acls, gaps), listenerPorts(listener), views, gaps);
  if (admitted.ports.isEmpty()) return [];
  const hops = [...admitted.hops, balancerHop(balancer, admitted)];
  const evidence = [...balancer.evidence, ...listener.evidence, ...admitted.evidence];
  const through = { internet: admitted.internet, doubts: [...new Set(doors.flatMap(({ doubts }) => doubts))] };
  return seenByTargets(balancer, target, through, views, gaps).map((seen) => ({ hops, ...seen, evidence }));
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
        const callers = callersBy(way, () => placesOf(balancer, views, gaps), views.acls, gaps);
        const admitted = admittedBy(balancer, callers, listenerPorts(listener), views, gaps);
        if (admitted.ports.isEmpty()) return [];
        const on = [...front.evidence, ...balancer.evidence, ...listener.evidence, ...admitted.evidence];
        const hops = [...way.hops, ...admitted.hops, balancerHop(balancer, admitted)];
        const through = { internet: admitted.internet, doubts: way.doubts };
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
  callers: Callers,
  ports: PortSet,
  { groups, lists }: Views,
  gaps: Gap[],
): Admission {
  if (data.groupIds.length > 0) {
    const admitted = admission(data.groupIds, callers, ports, groups, lists);
    gaps.push(...admitted.gaps);
    return admitted;
  }
  if (data.type !== 'network') gaps.push(unnamed(id, 'security group'));
  return unfiltered(callers, data.type === 'network' ? ports : PortSet.empty);
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
  { internet, doubts }: Pick<Admission, 'internet'> & Pick<Door, 'doubts'>,
  views: Views,
  gaps: Gap[],
): Seen[] {
  const { groupIds, type } = balancer.data;
  const { targetType, protocol } = target.data;
  if (type === 'application') return [{ internet: [], groupIds, nodes: nodes(balancer, views, gaps), doubts }];
  const silent = balancer.data.subnetIds.map((subnetId) => ({ subnetId, cidrs: [] }));
  const client: Seen = { internet: internet.toCidrs(), groupIds, nodes: silent, doubts };
  if (targetType === 'alb' || !/^(?:TCP|TLS)$/u.test(protocol ?? 'TCP')) return [client];
  const calling = nodes(balancer, views, gaps);
  if (targetType === 'ip') return [{ ...client, nodes: calling }];
  const unread = `whether ${balancer.data.loadBalancerName || balancer.id} hides the client's address from ${target.id} is not read`;
  return [client, { internet: [], groupIds: [], nodes: calling, doubts: [...doubts, unread] }];
}

/** Where the load balancer calls from: its nodes are somewhere in its subnets, and speak IPv6 only where it does. */
function nodes({ data }: LoadBalancer, { subnets, targets }: Views, gaps: Gap[]): Seen['nodes'] {
  return data.subnetIds.flatMap((id) => {
    const subnet = subnets.get(id);
    if (subnet.state === 'absent') gaps.push(missing(id, 'subnets', targets.id));
    if (subnet.state !== 'found') return [];
    const { v4, v6 } = subnet.value.data;
    return [{ subnetId: id, cidrs: data.ipAddressType.startsWith('dualstack') ? [...v4, ...v6] : v4 }];
  });
}

function placesOf(balancer: LoadBalancer, views: Views, gaps: Gap[]): Place[] {
  return nodes(balancer, views, gaps).map(placeOf);
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
