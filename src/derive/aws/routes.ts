import type { Fact, FactKinds, FactView } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import { listOf } from './ingress.js';

export type Table = Fact<'aws.ec2.route-table'>;
export type Route = FactKinds['aws.ec2.route-table']['routes'][number];

/** A route's destination as written: a block or the id of a prefix list. */
export function destinationOf({ v4, v6, list }: Pick<Route, 'v4' | 'v6' | 'list'>): string {
  return v4 ?? v6 ?? list ?? 'nothing';
}

/** Routes are in the order of the API's answer, so that a route's index is its place in it. */
export function routeEvidence(table: Table, route: Route): EvidenceRef[] {
  const index = table.data.routes.indexOf(route);
  return table.evidence.map((reference) => ({ ...reference, pointer: `${reference.pointer}/Routes/${index}` }));
}

interface Destination {
  readonly addresses: AddressSet;
  readonly evidence: readonly EvidenceRef[];
  readonly gaps: readonly Gap[];
}

/** The addresses of a route's destination, those of its prefix list included; `owner` is the table that has the route. */
export function destinationAddresses(
  { v4, v6, list }: Pick<Route, 'v4' | 'v6' | 'list'>,
  owner: string,
  lists: FactView<'aws.ec2.prefix-list'>,
): Destination {
  if (list !== null) return listOf(lists, list, `a destination of ${owner}`);
  const literal = [v4, v6].filter((cidr) => cidr !== null);
  return { addresses: AddressSet.ofCidrs(literal), evidence: [], gaps: [] };
}
