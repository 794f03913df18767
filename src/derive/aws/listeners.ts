import type { Fact, FactView } from '../../core/fact.js';
import { PortSet } from '../../core/net/port-set.js';

type LoadBalancer = Fact<'aws.elbv2.load-balancer'>;
type Listener = Fact<'aws.elbv2.listener'>;
type TargetGroup = Fact<'aws.elbv2.target-group'>;

/** The listeners of a load balancer that forward to a target group, and those that may. */
interface Forwarding {
  /** By their default action. */
  readonly byDefault: readonly Listener[];
  /** Rules are not read: any other listener may have one that does. */
  readonly byRule: readonly Listener[];
}

export function listenersTo(
  balancer: LoadBalancer,
  target: TargetGroup,
  listeners: FactView<'aws.elbv2.listener'>,
): Forwarding {
  const all = listeners.where('loadBalancerId', balancer.id);
  if (all.state !== 'found') return { byDefault: [], byRule: [] };
  const isDefault = ({ data }: Listener): boolean => data.targetGroupIds.includes(target.id);
  return { byDefault: all.value.filter(isDefault), byRule: all.value.filter((one) => !isDefault(one)) };
}

/** What a listener answers on. One that names no port and is no gateway load balancer's may answer on any. */
export function listenerPorts({ data: { protocol, port } }: Listener): PortSet {
  return transportPorts(protocol, port);
}

/** The port in the transport protocols under a listener's or target group's protocol: HTTPS/443 → tcp/443. Null: any port. */
export function transportPorts(protocol: string, port: number | null): PortSet {
  const of = (transport: 'tcp' | 'udp'): PortSet => PortSet.of(transport, port ?? undefined);
  switch (protocol) {
    case 'UDP':
    case 'QUIC':
      return of('udp');
    case 'TCP_UDP':
    case 'TCP_QUIC':
      return of('tcp').union(of('udp'));
    case 'GENEVE': // a gateway load balancer's, which takes packets, not connections
      return PortSet.empty;
    default:
      return of('tcp');
  }
}
