import { z } from 'zod';
import { networkAcl } from '../../facts/aws/vpcs.js';
import { PortSet } from '../../core/net/port-set.js';
import { type ItemParser } from '../reading/item-parser.js';
import { block, isUnderstood, nameOf, tagList } from './item-parser.js';
import { hasPorts, isIcmp } from './protocols.js';

const entry = z.object({
  RuleNumber: z.int(),
  // Without defaults: an entry that does not say which way, or what it does, is none that lets nothing in.
  Egress: z.boolean(),
  RuleAction: z.enum(['allow', 'deny']),
  Protocol: z.string(),
  PortRange: z.object({ From: z.int(), To: z.int() }).optional(),
  IcmpTypeCode: z.object({ Type: z.int(), Code: z.int() }).optional(),
  CidrBlock: block.optional(),
  Ipv6CidrBlock: block.optional(),
});
type WireEntry = z.infer<typeof entry>;

const wireEntry = entry
  .refine(
    ({ CidrBlock, Ipv6CidrBlock }) => (CidrBlock === undefined) !== (Ipv6CidrBlock === undefined),
    'an entry has one block, of IPv4 or of IPv6',
  )
  .refine(
    (wire) => isUnderstood(() => PortSet.of(wire.Protocol, ...numbers(wire))),
    'expected a protocol and ports that it has',
  )
  // Taken for all ports, an entry that denies some of them would hide what the entries after it let in.
  .refine(
    (wire) => wire.RuleAction === 'allow' || !isNarrow(wire.Protocol) || numbers(wire).length > 0,
    'expected the ports, or the ICMP type and code, that the entry denies',
  );

const wireAcl = z.object({
  NetworkAclId: z.string(),
  VpcId: z.string(),
  IsDefault: z.boolean().default(false),
  OwnerId: z.string().optional(),
  // Without defaults: an ACL that does not say what it filters, or where, is none that filters nothing.
  Associations: z.array(z.object({ SubnetId: z.string() })),
  Entries: z.array(wireEntry),
  Tags: tagList,
});

export const networkAcls: ItemParser<'aws.ec2.network-acl'> = {
  kind: 'aws.ec2.network-acl',
  member: 'NetworkAcls',
  parse(item) {
    const wire = wireAcl.parse(item);
    return {
      id: wire.NetworkAclId,
      name: nameOf(wire.Tags),
      data: networkAcl.parse({
        id: wire.NetworkAclId,
        vpcId: wire.VpcId,
        isDefault: wire.IsDefault,
        ownerId: wire.OwnerId,
        subnetIds: wire.Associations.map(({ SubnetId }) => SubnetId),
        entries: wire.Entries.map((own) => ({
          ruleNumber: own.RuleNumber,
          isEgress: own.Egress,
          action: own.RuleAction,
          protocol: own.Protocol,
          ports: ports(own),
          v4: own.CidrBlock,
          v6: own.Ipv6CidrBlock,
        })),
        tags: wire.Tags,
      }),
    };
  },
};

function isNarrow(protocol: string): boolean {
  return isIcmp(protocol) || hasPorts(protocol);
}

/** First and last port, or type and code, -1 for any; empty where none are named. Of another protocol EC2 heeds neither. */
function numbers({ Protocol, PortRange, IcmpTypeCode }: WireEntry): [] | [number, number] {
  if (isIcmp(Protocol)) return IcmpTypeCode === undefined ? [] : [IcmpTypeCode.Type, IcmpTypeCode.Code];
  if (!hasPorts(Protocol) || PortRange === undefined) return [];
  return [PortRange.From, PortRange.To];
}

/** As a security group's rule has them: `22`, `8000-8080`; of ICMP `type`, or `type-code`; null for all. */
function ports(wire: WireEntry): string | null {
  const [from, to] = numbers(wire);
  if (from === undefined || to === undefined) return null;
  if (isIcmp(wire.Protocol)) {
    if (to !== -1) return `${from}-${to}`;
    return from === -1 ? null : `${from}`;
  }
  return to === from ? `${from}` : `${from}-${to}`;
}
