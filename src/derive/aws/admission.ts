import type { Fact, FactView } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';
import { PortSet } from '../../core/net/port-set.js';
import { portsOpenTo } from '../../core/net/reach.js';
import { isInternet, publicInternet } from '../../core/net/special-purpose.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import type { Arrival, Onward } from './acl-crossing.js';
import { type IngressRule, ingressOf } from './ingress.js';

/** Who comes to the door of a set of groups: the internet by its own addresses, or a load balancer by its groups or addresses. */
export interface Callers {
  /** Addresses of the internet that have a way here and back; empty where a load balancer hides them. */
  readonly internet: AddressSet;
  readonly groupIds: readonly string[];
  readonly nodes: AddressSet;
  /**
   * What the network ACLs on the way let arrive of them on these ports. Asked for nothing but what the groups admit, so
   * that an ACL that cannot be read taints no more than what depends on it.
   */
  arriving(ports: PortSet): Onward;
}

export interface Admission {
  readonly ports: PortSet;
  /** The groups that admit them. */
  readonly groupIds: readonly string[];
  /** What leads from where the callers start to the groups: `subnet-3 acl-4`. */
  readonly hops: readonly string[];
  /** The addresses of the internet that are admitted by their own. */
  readonly internet: AddressSet;
  readonly evidence: readonly EvidenceRef[];
  readonly gaps: readonly Gap[];
}

/** Everything that has ports: the only thing that exposure speaks of. */
export const everyPort = PortSet.parse('tcp/all,udp/all');

/** What the groups, whose rules add up, and the network ACLs on the way admit of the asked ports from these callers. */
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
    rules.push(...ingress.rules.map((rule) => ownedRule(rule, group.value, callers)));
  }
  return { ...admittedBy(rules, callers, asked), gaps };
}

/** What the network ACLs on the way admit where no group filters. */
export function unfiltered(callers: Callers, asked: PortSet): Admission {
  const open = { ports: asked, sources: everywhere, owner: null, evidence: [] };
  return { ...admittedBy([open], callers, asked), gaps: [] };
}

/** A rule as these callers meet it. */
interface OwnedRule {
  readonly ports: PortSet;
  readonly sources: AddressSet;
  readonly owner: string | null;
  readonly evidence: readonly EvidenceRef[];
}

const everywhere = AddressSet.ofCidrs(['0.0.0.0/0', '::/0']);

/** A rule that names one of the callers' groups admits them whatever their addresses. */
function ownedRule(
  { ports, sources, groupIds, evidence }: IngressRule,
  { id }: Fact<'aws.ec2.security-group'>,
  callers: Callers,
): OwnedRule {
  const isNamed = groupIds.some((each) => callers.groupIds.includes(each));
  return { ports, sources: isNamed ? everywhere : sources, owner: id, evidence };
}

function admittedBy(rules: readonly OwnedRule[], callers: Callers, asked: PortSet): Omit<Admission, 'gaps'> {
  const atMost = portsIn([
    ...fromInternet(rules, wholly(callers.internet, asked)),
    ...meetings(rules, wholly(callers.nodes, asked)),
  ]);
  const arriving = atMost.isEmpty() ? { clients: [], nodes: [] } : callers.arriving(atMost);
  const internet = fromInternet(rules, arriving.clients);
  const admitting = [...internet, ...meetings(rules, arriving.nodes)];
  return {
    ports: portsIn(admitting),
    groupIds: [...new Set(admitting.flatMap(({ rule }) => rule.owner ?? []))],
    hops: hopsOf(internet, admitting),
    internet: AddressSet.unionAll(internet.map(({ addresses }) => addresses)),
    evidence: [...new Set(admitting.flatMap(({ rule, arrival }) => [...rule.evidence, ...arrival.evidence]))],
  };
}

function wholly(addresses: AddressSet, ports: PortSet): Arrival[] {
  return [{ ports, addresses, hops: [], evidence: [] }];
}

/** What one rule lets in of one arrival. */
interface Meeting {
  readonly rule: OwnedRule;
  readonly arrival: Arrival;
  readonly ports: PortSet;
  readonly addresses: AddressSet;
}

/** Each rule with each arrival of which it lets anything in. A node may be anywhere in its subnet: a part of it counts. */
function meetings(rules: readonly OwnedRule[], arrivals: readonly Arrival[]): Meeting[] {
  return rules.flatMap((rule) =>
    arrivals.flatMap((arrival): Meeting[] => {
      const addresses = rule.sources.intersect(arrival.addresses);
      const ports = addresses.isEmpty() ? PortSet.empty : rule.ports.intersect(arrival.ports);
      return ports.isEmpty() ? [] : [{ rule, arrival, ports, addresses }];
    }),
  );
}

/** The rules and arrivals that together open something to the internet, each cut to what is open. */
function fromInternet(rules: readonly OwnedRule[], arrivals: readonly Arrival[]): Meeting[] {
  const met = meetings(
    rules,
    arrivals.map((one) => ({ ...one, addresses: one.addresses.intersect(publicInternet) })),
  );
  const reach = portsOpenTo(
    met.map(({ ports, addresses }) => ({ ports, sources: addresses })),
    isInternet,
  );
  return reach.rules
    .flatMap((index) => met.slice(index, index + 1))
    .map((one) => ({ ...one, ports: one.ports.intersect(reach.ports) }));
}

/**
 * The hops of an arrival that by itself is the internet on all that is open, or a load balancer's; where only several
 * together are, theirs, place by place.
 */
function hopsOf(internet: readonly Meeting[], admitting: readonly Meeting[]): readonly string[] {
  const all = portsIn(admitting);
  const lists = new Map(admitting.map(({ arrival: { hops } }) => [hops.join(' → '), hops]));
  const alone = [...lists].find(([key]) => {
    const own = (one: Meeting): boolean => one.arrival.hops.join(' → ') === key;
    const byNodes = admitting.filter((one) => own(one) && !internet.includes(one));
    return fromReach(internet.filter(own)).union(portsIn(byNodes)).covers(all);
  });
  if (alone !== undefined) return alone[1];
  const longest = Math.max(0, ...[...lists.values()].map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) =>
    [...new Set([...lists.values()].flatMap((hops) => hops.slice(at, at + 1)))].join(', '),
  );
}

/** The ports that these together open to the internet. */
function fromReach(met: readonly Meeting[]): PortSet {
  return portsOpenTo(
    met.map(({ ports, addresses }) => ({ ports, sources: addresses })),
    isInternet,
  ).ports;
}

function portsIn(admitting: readonly Meeting[]): PortSet {
  return PortSet.unionAll(admitting.map(({ ports }) => ports));
}

function missingGroup(id: string): Gap {
  return { reason: 'unresolved', reads: [], text: `${id} is not among the security groups` };
}
