import type { FactView } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';
import { type FarSide, knownFarSide, unresolved } from './far-side.js';
import type { Route, Table } from './routes.js';
import { shortList } from './short-list.js';

export interface VpnViews {
  readonly vpnConnections: FactView<'aws.ec2.vpn-connection'>;
}

/**
 * What lies behind a virtual private gateway: what it propagates into the same table, since the far side announces or
 * was given exactly that, and the static routes of its VPN connections. What a far side announces by BGP and the table
 * does not take over is in no answer of EC2, and neither is anything behind Direct Connect.
 * https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNRoutingTypes.html
 */
export function vpnFarSide(id: string, table: Table, asked: AddressSet, { vpnConnections }: VpnViews): FarSide {
  const propagated = AddressSet.ofCidrs(
    table.data.routes
      .filter((route) => route.target === id && route.state === 'active' && isPropagated(route))
      .flatMap(({ v4, v6 }) => v4 ?? v6 ?? []),
  );
  if (propagated.covers(asked)) return knownFarSide(propagated, `what ${id} propagates`, []);
  const found = vpnConnections.where('vpnGatewayId', id);
  const connections = (found.state === 'found' ? found.value : []).filter(({ data }) => !/^delet/u.test(data.state));
  const fixed = connections.filter(({ data }) => data.isStatic);
  const ranges = AddressSet.ofCidrs(fixed.flatMap(({ data }) => data.routes)).union(propagated);
  const evidence = connections.flatMap((connection) => connection.evidence);
  const known = knownFarSide(ranges, `the VPN connections of ${id}`, evidence);
  if (connections.length > 0 && fixed.length === connections.length) return known;
  const announcing = connections.filter(({ data }) => !data.isStatic).map((connection) => connection.id);
  const text =
    announcing.length > 0
      ? `what lies behind ${id} is announced by BGP over ${shortList(announcing)} and shown nowhere`
      : `${id} has no VPN connection, and what lies behind it, as over Direct Connect, is not read`;
  return { ...known, possible: asked.union(ranges), gaps: found.state === 'unknown' ? found.gaps : [unresolved(text)] };
}

/** Announced by the far side, or a static route of its connection, and so never wider than it says itself. */
export function isPropagated({ origin }: Pick<Route, 'origin'>): boolean {
  return origin === 'EnableVgwRoutePropagation';
}
