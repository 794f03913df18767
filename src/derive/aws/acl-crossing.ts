import { AddressSet } from '../../core/net/address-set.js';
import { PortSet } from '../../core/net/port-set.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import {
  type AclEntry,
  type AclPassage,
  aclOf,
  type Direction,
  letThrough,
  type NetworkAcl,
  type NetworkAcls,
} from './network-acl.js';

/** Packets that the network ACLs let come to an interface or a load balancer, and whose answers they let go back. */
export interface Arrival {
  readonly ports: PortSet;
  readonly addresses: AddressSet;
  /** `subnet-3 acl-4`, after what leads there; none where no subnet is entered. */
  readonly hops: readonly string[];
  readonly evidence: readonly EvidenceRef[];
}

/** Addresses in a subnet, from which packets leave or to which they go. */
export interface Place {
  readonly subnetId: string;
  readonly addresses: AddressSet;
}

/** What comes into a subnet from outside its VPC: the source's address and the port meet the subnet's ACL. */
export function entering(
  subnetId: string,
  sources: AddressSet,
  asked: PortSet,
  acls: NetworkAcls,
  gaps: Gap[],
): Arrival[] {
  const acl = aclOf(subnetId, acls, gaps);
  if (acl === null) return [];
  return arrivals(conversations(acl, 'inbound', asked), sources, [`${subnetId} ${acl.id}`], []);
}

/** What comes where no ACL is met, or none is weighed. */
export function unhindered(addresses: AddressSet, ports: PortSet, hops: readonly string[] = []): Arrival[] {
  return addresses.isEmpty() ? [] : [{ ports, addresses, hops, evidence: [] }];
}

/** What a load balancer's nodes send on, by the address that the far side sees. */
export interface Onward {
  /** Clients whose own address arrives. */
  readonly clients: readonly Arrival[];
  /** Nodes that call by their own. */
  readonly nodes: readonly Arrival[];
}

/**
 * What comes from a load balancer's node, or through it from its clients, to one of the places. Within a subnet no ACL
 * is met. From one subnet to another the target's address meets the first one's ACL, and the caller's, which is the
 * node's or the client's, meets the second one's.
 */
export function sentOn(
  nodes: readonly Place[],
  clients: AddressSet,
  targets: readonly Place[],
  asked: PortSet,
  acls: NetworkAcls,
  gaps: Gap[],
): Onward {
  const legs = nodes.flatMap((node) => targets.map((target) => leg(node, clients, target, asked, acls, gaps)));
  return { clients: legs.flatMap((one) => one.clients), nodes: legs.flatMap((one) => one.nodes) };
}

function leg(node: Place, clients: AddressSet, target: Place, asked: PortSet, acls: NetworkAcls, gaps: Gap[]): Onward {
  if (node.subnetId === target.subnetId) {
    return { clients: unhindered(clients, asked), nodes: unhindered(node.addresses, asked) };
  }
  const near = aclOf(node.subnetId, acls, gaps);
  const far = aclOf(target.subnetId, acls, gaps);
  if (near === null || far === null) return { clients: [], nodes: [] };
  const hops = [`${target.subnetId} ${far.id}`];
  const legs = conversations(near, 'outbound', asked).map(({ ports, addresses, entries }) => {
    const reached = addresses.intersect(target.addresses);
    const callers = inFamiliesOf(reached);
    const inward = conversations(far, 'inbound', ports);
    const before = evidenceOf(entries, reached);
    return {
      clients: arrivals(inward, clients.intersect(callers), hops, before),
      nodes: arrivals(inward, node.addresses.intersect(callers), hops, before),
    };
  });
  return { clients: legs.flatMap((one) => one.clients), nodes: legs.flatMap((one) => one.nodes) };
}

/**
 * The far addresses that can talk over the asked TCP and UDP ports: the ACL lets the packets pass in this direction and,
 * for TCP, answers to or from some port in the other. Which port that is, is the caller's own choice (ADR 21).
 *
 * @param isWeighed leaves entries of this direction out of account where it says no
 */
export function conversations(
  acl: NetworkAcl,
  direction: Direction,
  asked: PortSet,
  isWeighed?: (entry: AclEntry) => boolean,
): AclPassage[] {
  const there = letThrough(acl, direction, asked.subtract(tcp), isWeighed);
  const answered = letThrough(acl, direction, asked.intersect(tcp), isWeighed);
  if (answered.length === 0) return there;
  const back = letThrough(acl, direction === 'inbound' ? 'outbound' : 'inbound', tcp);
  const reachable = AddressSet.unionAll(back.map(({ addresses }) => addresses));
  const entries = [...new Set(back.flatMap((one) => one.entries))];
  return [
    ...answered.map((one) => ({
      ...one,
      addresses: one.addresses.intersect(reachable),
      entries: [...one.entries, ...entries],
    })),
    ...there,
  ];
}

const tcp = PortSet.of('tcp');

function arrivals(
  passed: readonly AclPassage[],
  sources: AddressSet,
  hops: readonly string[],
  before: readonly EvidenceRef[],
): Arrival[] {
  return passed.flatMap(({ ports, addresses, entries }): Arrival[] => {
    const through = addresses.intersect(sources);
    if (through.isEmpty()) return [];
    return [{ ports, addresses: through, hops, evidence: [...before, ...evidenceOf(entries, through)] }];
  });
}

/** Of the entries that let packets pass, those that let any of these addresses pass. */
function evidenceOf(entries: readonly AclEntry[], addresses: AddressSet): EvidenceRef[] {
  return entries.filter((entry) => entry.addresses.overlaps(addresses)).flatMap(({ evidence }) => evidence);
}

const everyV4 = AddressSet.parseCidr('0.0.0.0/0');
const everyV6 = AddressSet.parseCidr('::/0');

/** All addresses of the families that the set has one of: packets to an IPv4 address come from an IPv4 address. */
function inFamiliesOf(addresses: AddressSet): AddressSet {
  return AddressSet.unionAll([everyV4, everyV6].filter((family) => family.overlaps(addresses)));
}
