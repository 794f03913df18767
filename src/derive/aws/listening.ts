import type { Fact, FactView } from '../../core/fact.js';
import { PortSet } from '../../core/net/port-set.js';
import type { EvidenceRef } from '../../core/read.js';
import { everyPort } from './admission.js';
import { balancerInterface } from './balancer-interface.js';
import { endpointService } from './endpoint-ports.js';
import { transportPorts } from './listeners.js';
import { registrations } from './registrations.js';
import { serviceAt, type ServicePorts } from './service-ports.js';
import { shortList } from './short-list.js';

type Interface = Fact<'aws.ec2.network-interface'>;

interface ListeningViews {
  readonly loadBalancers: FactView<'aws.elbv2.load-balancer'>;
  readonly listeners: FactView<'aws.elbv2.listener'>;
  readonly endpoints: FactView<'aws.ec2.vpc-endpoint'>;
}

/** What answers at an interface, as far as AWS alone can say. */
interface Listening {
  readonly eni: Interface;
  /** Whose it is: `load balancer web`, `i-1`, `Amazon RDS at eni-2`. */
  readonly owner: string;
  /** Ports on which something listens. */
  readonly known: PortSet;
  /** Ports on which something may listen, those included; on any other nothing can. */
  readonly possible: PortSet;
  /** Whether it is attached to nothing, so that nobody can answer. */
  readonly isDetached: boolean;
  readonly evidence: readonly EvidenceRef[];
}

export function listeningAt(eni: Interface, views: ListeningViews): Listening {
  const { id, data, evidence } = eni;
  if (data.instanceId !== null) return anything(eni, data.instanceId);
  const balancer = balancerInterface(eni, views.loadBalancers, views.listeners);
  if (balancer !== null) {
    // Of a load balancer that the account is not shown, nothing is known.
    if (balancer.balancer === null || balancer.ports === null) return anything(eni, `a load balancer at ${id}`);
    const owner = `load balancer ${balancer.balancer.data.loadBalancerName}`;
    const { ports } = balancer;
    const all = [...evidence, ...balancer.evidence];
    return { eni, owner, known: ports, possible: ports, isDetached: false, evidence: all };
  }
  if (data.interfaceType === 'vpc_endpoint') return endpointAt(eni, views);
  const service = serviceAt(eni);
  if (service !== null) return ofService(eni, service, `${service.service} at ${id}`, []);
  if (data.status === 'available') return nothingAt(eni);
  return anything(eni, data.description === '' ? id : `${id} (${data.description})`);
}

function endpointAt(eni: Interface, { endpoints }: ListeningViews): Listening {
  const found = endpoints.where('networkInterfaceIds', eni.id);
  const [endpoint] = found.state === 'found' ? found.value : [];
  if (endpoint === undefined) return anything(eni, `an endpoint at ${eni.id}`);
  const { data, evidence } = endpoint;
  const owner = `${endpoint.id} (${data.serviceName})`;
  const service = data.type === 'Interface' ? endpointService(data.serviceName) : null;
  return service === null ? anything(eni, owner) : ofService(eni, service, owner, evidence);
}

function ofService(
  eni: Interface,
  { always, possible }: ServicePorts,
  owner: string,
  evidence: readonly EvidenceRef[],
): Listening {
  return { eni, owner, known: always, possible, isDetached: false, evidence: [...eni.evidence, ...evidence] };
}

function anything(eni: Interface, owner: string): Listening {
  return { eni, owner, known: PortSet.empty, possible: everyPort, isDetached: false, evidence: eni.evidence };
}

function nothingAt(eni: Interface): Listening {
  const owner = `${eni.id}, attached to nothing,`;
  const none = PortSet.empty;
  return { eni, owner, known: none, possible: none, isDetached: true, evidence: eni.evidence };
}

/** In words: `load balancer web listens on tcp/443`, `Amazon RDS at eni-2 can listen on tcp/1150-65535 only`. */
export function listeningText({ owner, known, possible }: Listening): string {
  if (possible.isEmpty()) return `${owner} never listens`;
  return possible.equals(known)
    ? `${owner} listens on ${portsText(known)}`
    : `${owner} can listen on ${portsText(possible)} only`;
}

/** As a person reads them: the first few ranges. */
export function portsText(ports: PortSet): string {
  return shortList(ports.toString().split(', '));
}

/** The ports at which target groups expect the interface to answer, with the group's name: `tcp/8080 (web)`. */
export function registeredPorts(
  eni: Interface,
  targetGroups: readonly Fact<'aws.elbv2.target-group'>[],
  interfaces: FactView<'aws.ec2.network-interface'>,
): { readonly text: string; readonly ports: PortSet }[] {
  return registrations(eni, targetGroups, interfaces).map(({ group, target }) => {
    const ports = transportPorts(group.data.protocol ?? 'TCP', target.port ?? group.data.port);
    return { text: `${ports.toString()} (${group.data.targetGroupName})`, ports };
  });
}
