import type { Fact, FactView } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';
import { PortSet } from '../../core/net/port-set.js';
import { portsOpenTo } from '../../core/net/reach.js';
import { isInternet, publicInternet } from '../../core/net/special-purpose.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import { type IngressRule, ingressOf } from './ingress.js';

/** Who comes to the door of a set of groups: the internet by its own addresses, or a load balancer by its groups or addresses. */
export interface Callers {
  /** Addresses of the internet that have a way here and back; empty where a load balancer hides them. */
  readonly internet: AddressSet;
  readonly groupIds: readonly string[];
  readonly cidrs: readonly string[];
}

export interface Admission {
  readonly ports: PortSet;
  /** The groups that admit them. */
  readonly groupIds: readonly string[];
  readonly evidence: readonly EvidenceRef[];
  readonly gaps: readonly Gap[];
}

/** Everything that has ports: the only thing that exposure speaks of. */
export const everyPort = PortSet.parse('tcp/all,udp/all');

/** What the groups, whose rules add up, admit of the asked ports from these callers. */
export function admission(
  groupIds: readonly string[],
  callers: Callers,
  asked: PortSet,
  groups: FactView<'aws.ec2.security-group'>,
  lists: FactView<'aws.ec2.prefix-list'>,
): Admission {
  const gaps: Gap[] = [];
  const rules: OwnedRule[] = [];
  for (const id of groupIds) {
    const group = groups.get(id);
    if (group.state === 'absent') gaps.push(missingGroup(id));
    if (group.state !== 'found') continue;
    const ingress = ingressOf(group.value, lists, asked);
    gaps.push(...ingress.unresolved);
    rules.push(...ingress.rules.map((rule) => ({ ...rule, owner: group.value })));
  }
  const admitting = [...fromInternet(rules, callers.internet), ...fromBalancer(rules, callers)];
  return {
    ports: PortSet.unionAll(admitting.map(({ ports }) => ports)),
    groupIds: [...new Set(admitting.map(({ owner }) => owner.id))],
    evidence: admitting.flatMap(({ evidence }) => evidence),
    gaps,
  };
}

interface OwnedRule extends IngressRule {
  readonly owner: Fact<'aws.ec2.security-group'>;
}

/** The rules that together open something to the internet, each cut to what is open. */
function fromInternet(rules: readonly OwnedRule[], internet: AddressSet): OwnedRule[] {
  const reachable = internet.intersect(publicInternet);
  const routed = rules.map((rule) => ({ ports: rule.ports, sources: rule.sources.intersect(reachable) }));
  const reach = portsOpenTo(routed, isInternet);
  return reach.rules
    .flatMap((index) => rules.slice(index, index + 1))
    .map((rule) => ({ ...rule, ports: rule.ports.intersect(reach.ports) }));
}

function fromBalancer(rules: readonly OwnedRule[], { groupIds, cidrs }: Callers): OwnedRule[] {
  const nodes = AddressSet.ofCidrs(cidrs);
  return rules.filter((rule) => rule.groupIds.some((id) => groupIds.includes(id)) || rule.sources.overlaps(nodes));
}

function missingGroup(id: string): Gap {
  return { reason: 'unresolved', reads: [], text: `${id} is not among the security groups` };
}
