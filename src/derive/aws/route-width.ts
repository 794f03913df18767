import type { FactView } from '../../core/fact.js';
import type { AddressSet } from '../../core/net/address-set.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import { type FarSide, rangesText, unknownFarSide, unresolved } from './far-side.js';
import { peeringFarSide, type PeeringViews } from './peering-far-side.js';
import { destinationAddresses, destinationOf, type Route, routeEvidence, type Table } from './routes.js';
import { transitFarSide, type TransitViews } from './transit-far-side.js';
import { vpnFarSide, type VpnViews } from './vpn-far-side.js';

interface RouteViews extends PeeringViews, TransitViews, VpnViews {
  readonly lists: FactView<'aws.ec2.prefix-list'>;
}

/** How a route compares with what lies behind its target. */
export interface RouteWidth {
  readonly outcome: 'covered' | 'wider' | 'not-read';
  /** What is to be said of it; null: nothing beyond the outcome. */
  readonly text: string | null;
  readonly gaps: readonly Gap[];
  readonly evidence: readonly EvidenceRef[];
}

/**
 * The width of each route of the table that leads to another network, in the table's order. Blackholes carry nothing.
 * Gateways to the internet, addresses of the VPC's own, appliances and endpoints have no far side of this kind.
 */
export function routeWidths(table: Table, views: RouteViews): RouteWidth[] {
  return table.data.routes.filter(isOnward).map((route) => widthOf(table, route, views));
}

function isOnward({ target, state }: Route): boolean {
  return state !== 'blackhole' && (target === null || !/^(?:local$|(?:igw|eigw|cagw|nat|vpce|eni|i)-)/u.test(target));
}

function widthOf(table: Table, route: Route, views: RouteViews): RouteWidth {
  const { addresses: asked, gaps, evidence } = destinationAddresses(route, table.id, views.lists);
  const name = `${destinationOf(route)} to ${route.target ?? 'a target that is not named'}`;
  const own = [...routeEvidence(table, route), ...evidence];
  const far = farSideOf(table, route, asked, views);
  const excess = asked.subtract(far.possible);
  if (!excess.isEmpty()) {
    const text = `${name} is wider than ${far.name} by ${rangesText(excess)}${defaultText(excess, far)}`;
    return { outcome: 'wider', text, gaps: [], evidence: [...own, ...far.evidence] };
  }
  const isCovered = gaps.length === 0 && far.ranges.covers(asked);
  if (!isCovered) return { outcome: 'not-read', text: name, gaps: [...gaps, ...far.gaps], evidence: own };
  const text = far.note === null ? null : `${name}: ${far.note}`;
  return { outcome: 'covered', text, gaps: [], evidence: [...own, ...far.evidence] };
}

function defaultText(excess: AddressSet, { byDefault }: FarSide): string {
  const taken = excess.intersect(byDefault);
  if (taken.isEmpty()) return '';
  return taken.equals(excess)
    ? ", which the transit gateway's table carries by its default route only"
    : `, of which the transit gateway's table carries ${rangesText(taken)} by its default route only`;
}

function farSideOf(table: Table, route: Route, asked: AddressSet, views: RouteViews): FarSide {
  const { target } = route;
  const { vpcId } = table.data;
  const text = `what ${destinationOf(route)} of ${table.id} leads to`;
  if (target === null) return unknownFarSide('what it leads to', asked, [unresolved(`${text} is not named`)]);
  if (target.startsWith('pcx-')) return peeringFarSide(target, vpcId, asked, views);
  if (target.startsWith('tgw-')) return transitFarSide(target, vpcId, asked, views);
  if (target.startsWith('vgw-')) return vpnFarSide(target, table, asked, views);
  return unknownFarSide(target, asked, [
    { reason: 'unsupported', reads: [], text: `${text}, ${target}, is not read by this version` },
  ]);
}
