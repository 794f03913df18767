import { need } from '../../core/check.js';
import type { Fact, FactKinds, FactView } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import { defineDerivation, derived, nothing } from '../derivation.js';
import { listOf } from './ingress.js';

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
}

declare module '../../core/fact.js' {
  interface FactKinds {
    'aws.ec2.subnet-routing': SubnetRouting;
  }
}

type Table = Fact<'aws.ec2.route-table'>;
type Route = FactKinds['aws.ec2.route-table']['routes'][number];

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
    if (choice === 'none') return nothing([noTable(subnet)]);
    const { table, isExplicit } = choice;
    const toInternet = gatewayRoutes(table, subnet.data.vpcId, gateways);
    const empty = { routeTableId: table.id, isExplicit, v4: [], v6: [], gatewayIds: [], destinations: [] };
    // With no route to a gateway there is nothing that other routes could take out, and no list to be resolved.
    if (toInternet.routes.size === 0) return derived(empty, table.evidence);
    const { addresses, evidence, gaps } = destinationsOf(table, toInternet.routes, lists);
    const cidrs = addresses.toCidrs();
    const data = {
      ...empty,
      v4: cidrs.filter((cidr) => !cidr.includes(':')),
      v6: cidrs.filter((cidr) => cidr.includes(':')),
      gatewayIds: [...new Set([...toInternet.routes].flatMap(({ target }) => target ?? []))],
      destinations: [...toInternet.routes].map(destination),
    };
    return derived(data, [...table.evidence, ...toInternet.evidence, ...evidence], gaps);
  },
});

/** The table that applies: the associated one, or else the main table of the subnet's own VPC. Null: cannot be said. */
function tableOf(
  subnet: Fact<'aws.ec2.subnet'>,
  tables: FactView<'aws.ec2.route-table'>,
): { table: Table; isExplicit: boolean } | 'none' | null {
  const associated = tables.where('subnetIds', subnet.id);
  switch (associated.state) {
    case 'unknown':
      return null;
    case 'found':
      return first(associated.value, true);
    case 'absent': {
      const ofVpc = tables.where('vpcId', subnet.data.vpcId);
      return ofVpc.state === 'found'
        ? first(
            ofVpc.value.filter(({ data }) => data.isMain),
            false,
          )
        : 'none';
    }
  }
}

function first([table]: readonly Table[], isExplicit: boolean): { table: Table; isExplicit: boolean } | 'none' {
  return table === undefined ? 'none' : { table, isExplicit };
}

function noTable(subnet: Fact<'aws.ec2.subnet'>): Gap {
  const text = `${subnet.id} has no route table of its own, and ${subnet.data.vpcId} has no main one among those read`;
  return { reason: 'unresolved', reads: [], text };
}

/** The active routes to an internet gateway that is attached to this very VPC: another one leads nowhere. */
function gatewayRoutes(
  table: Table,
  vpcId: string,
  gateways: FactView<'aws.ec2.internet-gateway'>,
): { routes: ReadonlySet<Route>; evidence: EvidenceRef[] } {
  const routes = new Set<Route>();
  const evidence: EvidenceRef[] = [];
  for (const route of table.data.routes) {
    if (route.state === 'blackhole' || route.target?.startsWith('igw-') !== true) continue;
    const gateway = gateways.get(route.target);
    if (gateway.state !== 'found' || !gateway.value.data.vpcIds.includes(vpcId)) continue;
    routes.add(route);
    evidence.push(...gateway.value.evidence);
  }
  return { routes, evidence };
}

interface Destination {
  readonly addresses: AddressSet;
  readonly length: number;
  readonly rank: number;
  readonly isInternet: boolean;
}

/**
 * What goes to the gateways. The longest prefix wins; at equal length a local route, then a static one, then a prefix
 * list's, then a propagated one (https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html).
 * A blackhole counts as no route at all: it leads nowhere, and it protects nothing, since it goes when its cause does.
 */
function destinationsOf(
  table: Table,
  toInternet: ReadonlySet<Route>,
  lists: FactView<'aws.ec2.prefix-list'>,
): { addresses: AddressSet; evidence: EvidenceRef[]; gaps: Gap[] } {
  const evidence: EvidenceRef[] = [];
  const gaps: Gap[] = [];
  const destinations = table.data.routes
    .filter(({ state }) => state === 'active')
    .flatMap((route): Destination[] => {
      const isInternet = toInternet.has(route);
      const literal = route.v4 ?? route.v6;
      if (literal !== null) return [{ ...block(literal), rank: rankOf(route), isInternet }];
      if (route.list === null) return [];
      const list = listOf(lists, route.list, `a destination of ${table.id}`);
      evidence.push(...list.evidence);
      gaps.push(...list.gaps);
      return list.cidrs.map((cidr) => ({ ...block(cidr), rank: rankOf(route), isInternet }));
    })
    .sort((a, b) => b.length - a.length || a.rank - b.rank || Number(b.isInternet) - Number(a.isInternet));
  return { addresses: longestPrefixFirst(destinations), evidence, gaps };
}

/** The families do not meet, so that lengths need to be compared only within one. */
function longestPrefixFirst(destinations: readonly Destination[]): AddressSet {
  let settled = AddressSet.empty;
  let internet = AddressSet.empty;
  for (const { addresses, isInternet } of destinations) {
    if (isInternet) internet = internet.union(addresses.subtract(settled));
    settled = settled.union(addresses);
  }
  return internet;
}

function block(cidr: string): Pick<Destination, 'addresses' | 'length'> {
  return { addresses: AddressSet.parseCidr(cidr), length: Number(cidr.slice(cidr.indexOf('/') + 1)) };
}

function rankOf({ target, list, origin }: Route): number {
  if (target === 'local') return 0;
  if (origin === 'EnableVgwRoutePropagation') return 3;
  return list === null ? 1 : 2;
}

function destination({ v4, v6, list }: Route): string {
  return v4 ?? v6 ?? list ?? 'nothing';
}
