import { AddressSet } from './address-set.js';
import { PortSet } from './port-set.js';

/** What one allow rule lets through. */
export interface ReachRule {
  readonly ports: PortSet;
  readonly sources: AddressSet;
}

/** Ports, who may reach them, and the ascending indices of the rules that allow it. */
export interface Reach {
  readonly ports: PortSet;
  readonly sources: AddressSet;
  readonly rules: readonly number[];
}

/**
 * The allowed ports, cut at the rules' boundaries and ascending, each piece with all who may reach it.
 *
 * The sources are the union over the rules that cover the piece, so that two halves of the address space show as the
 * whole. A rule without sources allows nothing and does not appear. Costs one union a piece.
 */
export function sourcesByPort(rules: readonly ReachRule[]): Reach[] {
  const sourcesOf = rules.map(({ sources }) => sources);
  const allowed = rules.map(({ ports, sources }) => (sources.isEmpty() ? PortSet.empty : ports));
  return PortSet.partition(allowed).map(({ ports, members }) => ({
    ports,
    sources: AddressSet.unionAll(members.flatMap((member) => sourcesOf.slice(member, member + 1))),
    rules: members,
  }));
}

/**
 * All ports whose sources, taken together over the rules, satisfy the predicate; with the union of the sources of these
 * ports, and all rules that contribute to them. Empty in all three when there is no such port.
 *
 * @param predicate must be monotone: where it holds for a set of sources it holds for every superset (`isInternet` is;
 *   "is exactly 10.0.0.0/8" is not). When all sources together fail it, no port is looked at.
 */
export function portsOpenTo(rules: readonly ReachRule[], predicate: (sources: AddressSet) => boolean): Reach {
  const everybody = AddressSet.unionAll(rules.map(({ sources }) => sources));
  const open = predicate(everybody) ? sourcesByPort(rules).filter(({ sources }) => predicate(sources)) : [];
  const contributing = [...new Set(open.flatMap((reach) => reach.rules))].sort((a, b) => a - b);
  return {
    ports: PortSet.unionAll(open.map(({ ports }) => ports)),
    sources: AddressSet.unionAll(open.map(({ sources }) => sources)),
    rules: contributing,
  };
}
