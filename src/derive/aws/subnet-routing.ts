import { need } from '../../core/check.js';
import type { Fact, FactView } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import { defineDerivation, derived, nothing } from '../derivation.js';
import { listOf } from './ingress.js';
import { destinationOf, type Route, routeEvidence, type Table } from './routes.js';
import { tableOf } from './subnet-table.js';

/** Where a subnet's traffic goes, as far as the internet is concerned. Its id is the subnet's. */
export interface SubnetRouting {
  readonly routeTableId: string;
  /** Whether the table is associated with the subnet itself, rather than being its VPC's main one. */
  readonly isExplicit: boolean;
  /** Destinations that go to an internet gateway attached to the subnet's VPC, more specific routes elsewhere taken out. */
  readonly v4: readonly string[];
  readonly v6: readonly string[];
  /** The gateways that they go to, in the order of the routes. */
  readonly gatewayIds: readonly string[];
  /** The routes that lead there, as written: `0.0.0.0/0`, `pl-1`. */
  readonly destinations: readonly string[];
  readonly appliances: readonly Appliance[];
  /** Whether VPC Block Public Access drops what comes in from an internet gateway. */
  readonly blocksIngress: boolean;
}

/**
 * A firewall endpoint or instance between the subnet and an internet gateway: the gateway's own table sends the subnet's
 * traffic to it, and the subnet's table sends its answers there.
 */
interface Appliance {
  readonly gatewayId: string;
  /** The gateway's table. */
  readonly routeTableId: string;
  /** `vpce-…`, `eni-…`, `i-…`. */
  readonly target: string;
  readonly v4: readonly string[];
  readonly v6: readonly string[];
}

declare module '../../core/fact.js' {
  interface FactKinds {
    'aws.ec2.subnet-routing': SubnetRouting;
  }
}

export const subnetRouting = defineDerivation({
  kind: 'aws.ec2.subnet-routing',
  needs: {
    subnet: need('aws.ec2.subnet', { as: 'subject' }),
    tables: need('aws.ec2.route-table'),
    gateways: need('aws.ec2.internet-gateway'),
    lists: need('aws.ec2.prefix-list'),
  },
  run({ subnet, tables, gateways, lists }) {
    const choice = tableOf(subnet, tables);
    if (choice === null) return nothing();
    if ('gap' in choice) return nothing([choice.gap]);
    const { table, isExplicit } = choice;
    const toInternet = gatewayRoutes(table, subnet.data.vpcId, gateways);
    const reached = destinationsOf(table, toInternet.routes, lists);
    const behind = appliancesOf(table, subnet, tables, lists);
    const data = {
      routeTableId: table.id,
      isExplicit,
      ...byFamily(reached.addresses),
      gatewayIds: [...new Set([...toInternet.routes].flatMap(({ target }) => target ?? []))],
      destinations: [...toInternet.routes].map(destinationOf),
      appliances: behind.appliances,
      // The subnet's own mode: its VPC's may be another where the subnet is an exclusion. Answers are let in by both modes
      // (https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html).
      blocksIngress: subnet.data.blockPublicAccess !== 'off',
    };
    return derived(
      data,
      [...table.evidence, ...toInternet.evidence, ...reached.evidence, ...behind.evidence],
      [...toInternet.gaps, ...reached.gaps, ...behind.gaps],
    );
  },
});

/**
 * The active routes to an internet gateway that is attached to this very VPC: another one leads nowhere. A carrier
 * gateway leads to a mobile network, which is no more trusted, and has no attachment to ask for.
 */
function gatewayRoutes(
  table: Table,
  vpcId: string,
  gateways: FactView<'aws.ec2.internet-gateway'>,
): { routes: ReadonlySet<Route>; evidence: EvidenceRef[]; gaps: Gap[] } {
  const routes = new Set<Route>();
  const evidence: EvidenceRef[] = [];
  const gaps: Gap[] = [];
  for (const route of table.data.routes) {
    const { state, target } = route;
    if (state === 'blackhole' || target === null || !/^(?:igw|cagw)-/u.test(target)) continue;
    if (target.startsWith('igw-')) {
      const gateway = gateways.get(target);
      if (gateway.state === 'absent') gaps.push(unseenGateway(table, target));
      if (gateway.state !== 'found' || !gateway.value.data.vpcIds.includes(vpcId)) continue;
      evidence.push(...gateway.value.evidence);
    }
    routes.add(route);
    evidence.push(...routeEvidence(table, route));
  }
  return { routes, evidence, gaps };
}

/** A route to a deleted gateway is a blackhole: an active one leads to a gateway that another account's VPC may have. */
function unseenGateway(table: Table, target: string): Gap {
  const text = `${target}, to which ${table.id} has an active route, is not among the internet gateways`;
  return { reason: 'unresolved', reads: [], text };
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html */
function appliancesOf(
  table: Table,
  { data: { vpcId, v4, v6 } }: Fact<'aws.ec2.subnet'>,
  tables: FactView<'aws.ec2.route-table'>,
  lists: FactView<'aws.ec2.prefix-list'>,
): { appliances: Appliance[]; evidence: EvidenceRef[]; gaps: Gap[] } {
  const found: { appliances: Appliance[]; evidence: EvidenceRef[]; gaps: Gap[] } = {
    appliances: [],
    evidence: [],
    gaps: [],
  };
  const onward = table.data.routes.filter(isToAppliance);
  const ofVpc = onward.length === 0 ? null : tables.where('vpcId', vpcId);
  if (ofVpc?.state !== 'found') return found;
  const own = AddressSet.ofCidrs([...v4, ...v6]);
  for (const edge of ofVpc.value) {
    for (const gatewayId of edge.data.gatewayIds.filter((id) => id.startsWith('igw-'))) {
      for (const inward of edge.data.routes.filter(isToAppliance)) {
        const back = onward.filter(({ target }) => target === inward.target);
        const to = inward.v4 ?? inward.v6;
        if (to === null || inward.target === null || back.length === 0 || !own.overlaps(AddressSet.parseCidr(to)))
          continue;
        const { addresses, evidence, gaps } = destinationsOf(table, new Set(back), lists);
        found.appliances.push({ gatewayId, routeTableId: edge.id, target: inward.target, ...byFamily(addresses) });
        found.evidence.push(
          ...evidence,
          ...routeEvidence(edge, inward),
          ...back.flatMap((one) => routeEvidence(table, one)),
        );
        found.gaps.push(...gaps);
      }
    }
  }
  return found;
}

function isToAppliance({ state, target, list }: Route): boolean {
  return state === 'active' && list === null && target !== null && /^(?:vpce|eni|i)-/u.test(target);
}

function byFamily(addresses: AddressSet): { v4: string[]; v6: string[] } {
  const cidrs = addresses.toCidrs();
  return { v4: cidrs.filter((cidr) => !cidr.includes(':')), v6: cidrs.filter((cidr) => cidr.includes(':')) };
}

interface Destination {
  readonly addresses: AddressSet;
  readonly length: number;
  readonly rank: number;
  readonly isChosen: boolean;
}

/**
 * What the chosen routes carry. The longest prefix wins; at equal length a local route, then a static one, then a prefix
 * list's, then a propagated one (https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html).
 * A blackhole counts as no route at all: it leads nowhere, and it protects nothing, since it goes when its cause does.
 * A filtered route, one that a route server holds back, may carry traffic when it is chosen, and protects nothing.
 */
function destinationsOf(
  table: Table,
  chosen: ReadonlySet<Route>,
  lists: FactView<'aws.ec2.prefix-list'>,
): { addresses: AddressSet; evidence: EvidenceRef[]; gaps: Gap[] } {
  const evidence: EvidenceRef[] = [];
  const gaps: Gap[] = [];
  // With no route chosen there is nothing that other routes could take out, and no list to be resolved.
  if (chosen.size === 0) return { addresses: AddressSet.empty, evidence, gaps };
  const destinations = table.data.routes
    .filter((route) => route.state === 'active' || chosen.has(route))
    .flatMap((route): Destination[] => {
      const isChosen = chosen.has(route);
      const literal = route.v4 ?? route.v6;
      if (literal !== null) return [{ ...block(literal), rank: rankOf(route), isChosen }];
      if (route.list === null) return [];
      const list = listOf(lists, route.list, `a destination of ${table.id}`);
      evidence.push(...list.evidence);
      gaps.push(...list.gaps);
      return list.cidrs.map((cidr) => ({ ...block(cidr), rank: rankOf(route), isChosen }));
    })
    .sort((a, b) => b.length - a.length || a.rank - b.rank || Number(b.isChosen) - Number(a.isChosen));
  return { addresses: longestPrefixFirst(destinations), evidence, gaps };
}

/** The families do not meet, so that lengths need to be compared only within one. */
function longestPrefixFirst(destinations: readonly Destination[]): AddressSet {
  let settled = AddressSet.empty;
  let carried = AddressSet.empty;
  for (const { addresses, isChosen } of destinations) {
    if (isChosen) carried = carried.union(addresses.subtract(settled));
    settled = settled.union(addresses);
  }
  return carried;
}

function block(cidr: string): Pick<Destination, 'addresses' | 'length'> {
  return { addresses: AddressSet.parseCidr(cidr), length: Number(cidr.slice(cidr.indexOf('/') + 1)) };
}

function rankOf({ target, list, origin }: Route): number {
  if (target === 'local') return 0;
  if (origin === 'EnableVgwRoutePropagation') return 3;
  return list === null ? 1 : 2;
}
