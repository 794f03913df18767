import { AddressSet } from '../../core/net/address-set.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import { type Place, sentOn, unhindered } from './acl-crossing.js';
import type { Callers } from './admission.js';
import type { WeighedAcls } from './network-acl.js';

/** A way by which the internet reaches the targets of a target group, through its load balancer. */
export interface Way extends Seen {
  /** `internet`, `igw-1`, `rtb-2`, `subnet-3 acl-4`, `web sg-4 tcp/443`. */
  readonly hops: readonly string[];
  readonly evidence: readonly EvidenceRef[];
}

/** Whom the targets see. */
export interface Seen {
  /** The clients whose own addresses arrive; empty where the load balancer hides them. */
  readonly internet: readonly string[];
  readonly groupIds: readonly string[];
  /** The subnets that it sends from; with the ranges there, if it calls by addresses of its own. */
  readonly nodes: readonly { readonly subnetId: string; readonly cidrs: readonly string[] }[];
  /** Why it cannot be said that the way is open, in words; empty if it can. */
  readonly doubts: readonly string[];
}

export function placeOf({ subnetId, cidrs }: Seen['nodes'][number]): Place {
  return { subnetId, addresses: AddressSet.ofCidrs(cidrs) };
}

/** Those who come by this way to one of the places, which are looked up only when ACLs are. */
export function callersBy(way: Way, targets: () => readonly Place[], acls: WeighedAcls, gaps: Gap[]): Callers {
  const internet = AddressSet.ofCidrs(way.internet);
  const from = way.nodes.map(placeOf);
  const nodes = AddressSet.unionAll(from.map(({ addresses }) => addresses));
  return {
    internet,
    groupIds: way.groupIds,
    nodes,
    arriving: (ports) =>
      acls === null
        ? { clients: unhindered(internet, ports), nodes: unhindered(nodes, ports) }
        : sentOn(from, internet, targets(), ports, acls, gaps),
  };
}
