import { type Given, need } from '../../core/check.js';
import type { Fact } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';
import { PortSet } from '../../core/net/port-set.js';
import { isInternet } from '../../core/net/special-purpose.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import { defineDerivation, derived, nothing } from '../derivation.js';
import { type Admission, admission } from './admission.js';
import type { SubnetRouting } from './subnet-routing.js';

/** The ways by which the internet reaches the targets of a target group. Its id is the target group's. */
interface InternetEntry {
  readonly ways: readonly Way[];
}

export interface Way {
  /** `internet`, `igw-1`, `rtb-2`, `subnet-3`, `web sg-4 tcp/443`. */
  readonly hops: readonly string[];
  /** Whom the targets see. */
  readonly internet: readonly string[];
  readonly groupIds: readonly string[];
  readonly cidrs: readonly string[];
  readonly evidence: readonly EvidenceRef[];
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
  const { data } = balancer;
  if (!data.isInternetFacing) return [];
  const doors = data.subnetIds.flatMap((id) => doorOf(id, data.ipAddressType, views));
  const [door] = doors;
  if (door === undefined) return [];
  const internet = AddressSet.unionAll(doors.map(({ addresses }) => addresses));
  return listenersTo(balancer, target, views).flatMap((listener): Way[] => {
    const ports = listenerPorts(listener);
    const admitted = admittedBy(balancer, { internet, groupIds: [], cidrs: [] }, ports, views);
    gaps.push(...admitted.gaps);
    if (admitted.ports.isEmpty()) return [];
    const hop = balancerHop(balancer, admitted);
    const evidence = [...door.evidence, ...balancer.evidence, ...listener.evidence, ...admitted.evidence];
    return [{ hops: [...door.hops, hop], ...seenByTargets(balancer, target, internet, views), evidence }];
  });
}

/** Internet → network load balancer → this application load balancer, as a target of type `alb` → the target group. */
function waysThroughNetworkBalancer(balancer: LoadBalancer, target: TargetGroup, views: Views, gaps: Gap[]): Way[] {
  if (balancer.data.type !== 'application') return [];
  return views.targetGroups.all().flatMap((front): Way[] => {
    const port = front.data.targets.find(({ id }) => id === balancer.id)?.port ?? front.data.port;
    if (!isTarget(front, balancer) || port === null) return [];
    const listeners = listenersTo(balancer, target, views).filter(({ data }) => data.port === port);
    const ways = front.data.loadBalancerIds.flatMap((id) => {
      const network = views.loadBalancers.get(id);
      return network.state === 'found' ? directWays(network.value, front, views, gaps) : [];
    });
    return listeners.flatMap((listener) =>
      ways.flatMap((way): Way[] => {
        const internet = AddressSet.ofCidrs(way.internet);
        const admitted = admittedBy(balancer, { ...way, internet }, PortSet.of('tcp', port), views);
        gaps.push(...admitted.gaps);
        if (admitted.ports.isEmpty()) return [];
        const evidence = [
          ...way.evidence,
          ...front.evidence,
          ...balancer.evidence,
          ...listener.evidence,
          ...admitted.evidence,
        ];
        const hops = [...way.hops, balancerHop(balancer, admitted)];
        return [{ hops, ...seenByTargets(balancer, target, internet, views), evidence }];
      }),
    );
  });
}

function isTarget({ data }: TargetGroup, balancer: LoadBalancer): boolean {
  return data.targetType === 'alb' && data.targets.some(({ id }) => id === balancer.id);
}

interface Door {
  readonly hops: readonly string[];
  readonly addresses: AddressSet;
  readonly evidence: readonly EvidenceRef[];
}

/** A subnet of the load balancer from which the internet is routed, in the families that the load balancer speaks. */
function doorOf(subnetId: string, ipAddressType: string, { routing }: Views): Door[] {
  const route = routing.get(subnetId);
  if (route.state !== 'found') return [];
  const { data, evidence } = route.value;
  const addresses = AddressSet.ofCidrs([...data.v4, ...(ipAddressType.startsWith('dualstack') ? data.v6 : [])]);
  return isInternet(addresses) ? [{ hops: internetHops(subnetId, data), addresses, evidence }] : [];
}

/** The way from the internet into a subnet; a network ACL will stand beside the subnet. */
export function internetHops(subnetId: string, { gatewayIds, routeTableId }: SubnetRouting): string[] {
  return ['internet', gatewayIds.join(', '), routeTableId, subnetId];
}

/** A network load balancer without groups filters nothing; every other load balancer has groups. */
function admittedBy(
  { id, data }: LoadBalancer,
  callers: { internet: AddressSet; groupIds: readonly string[]; cidrs: readonly string[] },
  ports: PortSet,
  { groups, lists }: Views,
): Admission {
  if (data.groupIds.length > 0) return admission(data.groupIds, callers, ports, groups, lists);
  if (data.type === 'network') return { ports, groupIds: [], evidence: [], gaps: [] };
  const gap: Gap = { reason: 'unresolved', reads: [], text: `the answer names no security group of ${id}` };
  return { ports: PortSet.empty, groupIds: [], evidence: [], gaps: [gap] };
}

/** The listeners that forward to the target group by default; where none does, a rule does, and it may be of any of them. */
function listenersTo(balancer: LoadBalancer, target: TargetGroup, { listeners }: Views): readonly Listener[] {
  const all = listeners.where('loadBalancerId', balancer.id);
  if (all.state !== 'found') return [];
  const byDefault = all.value.filter(({ data }) => data.targetGroupIds.includes(target.id));
  return byDefault.length > 0 ? byDefault : all.value;
}

function listenerPorts({ data: { protocol, port } }: Listener): PortSet {
  return port === null ? PortSet.empty : transportPorts(protocol, port);
}

/** The port in the transport protocols under a listener's or target group's protocol: HTTPS/443 → tcp/443. */
export function transportPorts(protocol: string, port: number): PortSet {
  switch (protocol) {
    case 'UDP':
    case 'QUIC':
      return PortSet.of('udp', port);
    case 'TCP_UDP':
    case 'TCP_QUIC':
      return PortSet.unionAll([PortSet.of('tcp', port), PortSet.of('udp', port)]);
    case 'GENEVE': // a gateway load balancer's, which takes packets, not connections
      return PortSet.empty;
    default:
      return PortSet.of('tcp', port);
  }
}

/**
 * Whom the targets' groups have to admit. An application load balancer calls from its own addresses. A network load
 * balancer passes the client's address on, except to IP targets over TCP or TLS, as its attribute's defaults have it
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html); a rule that
 * names its groups admits its traffic either way.
 */
function seenByTargets(
  { data }: LoadBalancer,
  target: TargetGroup,
  internet: AddressSet,
  { subnets }: Views,
): Pick<Way, 'internet' | 'groupIds' | 'cidrs'> {
  const { targetType, protocol } = target.data;
  const hidesClient = data.type === 'application' || (targetType === 'ip' && /^(?:TCP|TLS)$/u.test(protocol ?? 'TCP'));
  if (!hidesClient) return { internet: internet.toCidrs(), groupIds: data.groupIds, cidrs: [] };
  const cidrs = data.subnetIds.flatMap((id) => {
    const subnet = subnets.get(id);
    return subnet.state === 'found' ? [...subnet.value.data.v4, ...subnet.value.data.v6] : [];
  });
  return { internet: [], groupIds: data.groupIds, cidrs };
}

function balancerHop({ id, data }: LoadBalancer, { ports, groupIds }: Admission): string {
  const name = data.loadBalancerName === '' ? id : data.loadBalancerName;
  return [name, ...groupIds, ports.toString()].join(' ');
}
