import type { Fact, FactView } from '../../core/fact.js';
import { PortSet } from '../../core/net/port-set.js';
import type { EvidenceRef } from '../../core/read.js';
import { listenerPorts } from './listeners.js';

type Interface = Fact<'aws.ec2.network-interface'>;
type LoadBalancer = Fact<'aws.elbv2.load-balancer'>;

/** What a load balancer answers on at an interface of its own. */
export interface BalancerInterface {
  /** Null where the load balancer is not among those of the account. */
  readonly balancer: LoadBalancer | null;
  /** The ports of its listeners; null: not known, so that only groups limit them. */
  readonly ports: PortSet | null;
  readonly evidence: readonly EvidenceRef[];
}

/**
 * The load balancer whose interface this is, by the description that Elastic Load Balancing gives it; null for any other
 * interface. Anybody may write such a description, so that it counts only where a service made the interface.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
 */
export function balancerInterface(
  { data }: Interface,
  loadBalancers: FactView<'aws.elbv2.load-balancer'>,
  listeners: FactView<'aws.elbv2.listener'>,
): BalancerInterface | null {
  const [, path, name] = /^ELB ((?:app|net|gwy)\/([^/]+)\/.+)$/u.exec(data.description) ?? [];
  const isBalancers = /load_balancer$/u.test(data.interfaceType);
  if (!isBalancers && (path === undefined || !data.isRequesterManaged)) return null;
  const named = name === undefined ? null : loadBalancers.where('loadBalancerName', name);
  if (named?.state === 'unknown') return { balancer: null, ports: PortSet.empty, evidence: [] };
  const balancer =
    named?.state === 'found' ? named.value.find(({ id }) => id.endsWith(`loadbalancer/${path ?? ''}`)) : undefined;
  if (balancer === undefined) return { balancer: null, ports: null, evidence: [] };
  const own = listeners.where('loadBalancerId', balancer.id);
  const all = own.state === 'found' ? own.value : [];
  return {
    balancer,
    ports: PortSet.unionAll(all.map(listenerPorts)),
    evidence: [...balancer.evidence, ...all.flatMap(({ evidence }) => evidence)],
  };
}
