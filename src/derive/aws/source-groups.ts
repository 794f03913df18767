import type { Fact } from '../../core/fact.js';
import type { PortSet } from '../../core/net/port-set.js';
import type { EvidenceRef } from '../../core/read.js';
import { portsOf, ruleEvidence } from './ingress.js';

type Group = Fact<'aws.ec2.security-group'>;

/** Another group that a group admits, with all ports on which it does, the rules taken together. */
export interface SourceGroup {
  readonly id: string;
  /** The account that it belongs to if that is not the admitting group's. */
  readonly account: string | null;
  readonly ports: PortSet;
  readonly evidence: readonly EvidenceRef[];
}

/** The groups that the ingress rules name as a source, in their order; the group itself is left out. */
export function sourceGroupsOf(group: Group): SourceGroup[] {
  const found = new Map<string, SourceGroup>();
  for (const [index, rule] of group.data.ingress.entries()) {
    const ports = portsOf(rule);
    for (const { id, account } of rule.groups) {
      if (id === group.id) continue;
      const known = found.get(id);
      found.set(id, {
        id,
        account,
        ports: known === undefined ? ports : known.ports.union(ports),
        evidence: [...(known?.evidence ?? []), ...ruleEvidence(group, index)],
      });
    }
  }
  return [...found.values()];
}
