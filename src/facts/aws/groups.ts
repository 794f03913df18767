import { z } from 'zod';
import { cidrs, ids, ownerId, tags } from './members.js';

/** One entry of IpPermissions: every source of it shares the protocol and the ports. */
export const rule = z.strictObject({
  /** `tcp`, `udp`, `icmp`, `icmpv6`, `-1` (all), or an IANA protocol number as text. */
  protocol: z.coerce.string(),
  /** `22`, `8000-8080`; for ICMP `type` or `type-code`, -1 meaning any; null: all ports. */
  ports: z.coerce.string().nullable().default(null),
  v4: cidrs,
  v6: cidrs,
  lists: ids,
  groups: z
    .array(
      z.strictObject({
        id: z.string(),
        /** The other account, if EC2 names one that is not this. */
        account: z.string().nullable().default(null),
        vpcId: z.string().nullable().default(null),
        peering: z.string().nullable().default(null),
      }),
    )
    .default([]),
  /** Descriptions by source (`0.0.0.0/0`, `pl-1`, `sg-2`), for those that have one. */
  descriptions: z.record(z.string(), z.string()).default({}),
});

/** A group with its rules; `referencedGroupIds` are all others that its rules name, as a source or a destination. */
export const securityGroup = z
  .strictObject({
    id: z.string(),
    groupName: z.string().default(''),
    description: z.string().default(''),
    /** The account that owns it; null where EC2 names none. */
    ownerId,
    vpcId: z.string().nullable().default(null),
    ingress: z.array(rule).default([]),
    egress: z.array(rule).default([]),
    tags,
  })
  .transform(withReferences);

interface Rules {
  readonly id: string;
  readonly ingress: readonly z.infer<typeof rule>[];
  readonly egress: readonly z.infer<typeof rule>[];
}

/** The group with the ids of all others that its rules name. */
export function withReferences<G extends Rules>(group: G): G & { referencedGroupIds: string[] } {
  return { ...group, referencedGroupIds: groupsNamedBy(group) };
}

function groupsNamedBy(group: Rules): string[] {
  if (group.ingress.every(namesNoGroup) && group.egress.every(namesNoGroup)) return [];
  const named = new Set([...group.ingress, ...group.egress].flatMap(({ groups }) => groups.map(({ id }) => id)));
  named.delete(group.id);
  return [...named];
}

function namesNoGroup({ groups }: z.infer<typeof rule>): boolean {
  return groups.length === 0;
}

export const prefixList = z.strictObject({
  id: z.string(),
  listName: z.string().default(''),
  ownerId,
  v4: cidrs,
  v6: cidrs,
  tags,
});
