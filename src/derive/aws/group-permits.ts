import type { Fact, FactView } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';
import type { PortSet } from '../../core/net/port-set.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import { type Direction, listOf, portsOf, ruleEvidence, ruleText } from './ingress.js';
import type { Permit } from './redundant-permits.js';

type Group = Fact<'aws.ec2.security-group'>;
type Lists = FactView<'aws.ec2.prefix-list'>;

/** One source of one rule, or one destination. */
export interface GroupPermit extends Permit {
  /** `tcp/22 from 10.0.0.0/8`. */
  readonly text: string;
  readonly evidence: readonly EvidenceRef[];
}

/** What the rules let through by CIDR block and by group; prefix lists are left out. */
export function literalPermits(group: Group, direction: Direction): GroupPermit[] {
  return group.data[direction].flatMap((rule, index) => {
    const permit = permitIn(group, direction, index, portsOf(rule));
    return [
      ...[...rule.v4, ...rule.v6].map((cidr) => permit(cidr, { addresses: AddressSet.parseCidr(cidr) })),
      ...rule.groups.map(({ id }) => permit(id, { groupId: id })),
    ];
  });
}

/**
 * What the prefix lists in the rules let through. A list is looked up only where another source by address, a list or
 * not, shares a port with it: no other can cover it, or be covered by it.
 */
export function listedPermits(
  group: Group,
  direction: Direction,
  lists: Lists,
): { readonly permits: readonly GroupPermit[]; readonly unresolved: readonly Gap[] } {
  const rules = group.data[direction].map((rule, index) => ({
    rule,
    index,
    ports: portsOf(rule),
    count: rule.v4.length + rule.v6.length + rule.lists.length,
  }));
  const unresolved: Gap[] = [];
  const permits: GroupPermit[] = [];
  for (const { rule, index, ports, count } of rules) {
    if (rule.lists.length === 0) continue;
    const others = rules.filter((other) => other.index !== index && other.count > 0);
    if (count === 1 && others.every((other) => other.ports.intersect(ports).isEmpty())) continue;
    const permit = permitIn(group, direction, index, ports);
    for (const id of rule.lists) {
      const { addresses, gaps, evidence } = listOf(lists, id, `named by a rule of ${group.id} on ${ports.toString()}`);
      unresolved.push(...gaps);
      permits.push(permit(id, { addresses, evidence }));
    }
  }
  return { permits, unresolved };
}

interface Holds {
  readonly addresses?: AddressSet;
  readonly groupId?: string;
  readonly evidence?: readonly EvidenceRef[];
}

function permitIn(group: Group, direction: Direction, index: number, ports: PortSet) {
  const own = ruleEvidence(group, index, direction);
  const portsText = ports.toString();
  return (source: string, { addresses = AddressSet.empty, groupId, evidence = [] }: Holds): GroupPermit => ({
    ports,
    addresses,
    groupId: groupId ?? null,
    text: ruleText(portsText, direction, [source]),
    evidence: [...own, ...evidence],
  });
}
