import { AddressSet } from './address-set.js';
import { type PortPiece, PortSet } from './port-set.js';

/** One rule of an ordered list: it settles the packets that no rule before it has settled. */
export interface OrderedRule {
  readonly action: 'allow' | 'deny';
  readonly addresses: AddressSet;
  readonly ports: PortSet;
}

/** Ports, the addresses that the list lets through on each of them, and the ascending indices of the rules that do it. */
export interface Passage {
  readonly ports: PortSet;
  readonly addresses: AddressSet;
  readonly rules: readonly number[];
}

/**
 * What an ordered list lets through of the asked ports: one passage for all ports that the same rules cover, with all its
 * addresses, in the order of their first ports. The first rule that matches decides, and what none matches is refused;
 * ports on which nobody passes are left out. An allow rule of whose addresses earlier rules leave nothing is not named.
 *
 * Costs two set operations for each passage and each rule that covers it.
 */
export function passages(rules: readonly OrderedRule[], asked: PortSet): Passage[] {
  const pieces = PortSet.partition(rules.map(({ ports }) => ports.intersect(asked)));
  return alike(pieces).flatMap(({ ports, members }): Passage[] => {
    const { addresses, allowing } = firstMatches(rules, members);
    return addresses.isEmpty() ? [] : [{ ports, addresses, rules: allowing }];
  });
}

/** The pieces with the same members as one each. */
function alike(pieces: readonly PortPiece[]): PortPiece[] {
  const groups = new Map<string, { members: readonly number[]; ports: PortSet[] }>();
  for (const { ports, members } of pieces) {
    const key = members.join();
    const group = groups.get(key) ?? { members, ports: [] };
    group.ports.push(ports);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ members, ports }) => ({ members, ports: PortSet.unionAll(ports) }));
}

function firstMatches(
  rules: readonly OrderedRule[],
  members: readonly number[],
): { addresses: AddressSet; allowing: number[] } {
  const allowed: AddressSet[] = [];
  const allowing: number[] = [];
  let settled = AddressSet.empty;
  for (const member of members) {
    for (const { action, addresses } of rules.slice(member, member + 1)) {
      const left = addresses.subtract(settled);
      if (action === 'allow' && !left.isEmpty()) {
        allowed.push(left);
        allowing.push(member);
      }
      settled = settled.union(addresses);
    }
  }
  return { addresses: AddressSet.unionAll(allowed), allowing };
}
