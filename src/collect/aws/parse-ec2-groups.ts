import { z } from 'zod';
import { PortSet } from '../../core/net/port-set.js';
import { type rule, securityGroup } from '../../facts/aws/groups.js';
import { block, freeText, isUnderstood, type ItemParser, tagList } from './item-parser.js';
import { hasPorts, isIcmp } from './protocols.js';

const wirePair = z.object({
  GroupId: z.string(),
  UserId: z.string().optional(),
  VpcId: z.string().optional(),
  VpcPeeringConnectionId: z.string().optional(),
  Description: freeText.optional(),
});

const permission = z.object({
  IpProtocol: z.string(),
  FromPort: z.int().optional(),
  ToPort: z.int().optional(),
  IpRanges: z.array(z.object({ CidrIp: block, Description: freeText.optional() })).default([]),
  Ipv6Ranges: z.array(z.object({ CidrIpv6: block, Description: freeText.optional() })).default([]),
  PrefixListIds: z.array(z.object({ PrefixListId: z.string(), Description: freeText.optional() })).default([]),
  UserIdGroupPairs: z.array(wirePair).default([]),
});
type WirePermission = z.infer<typeof permission>;

const wirePermission = permission
  .refine((wire) => isUnderstood(() => portSet(wire)), 'expected a protocol and ports that it has')
  // EC2 keeps no rule without one: taken as it stands, it would let nobody in.
  .refine(
    ({ IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs }) =>
      [IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs].some((sources) => sources.length > 0),
    'a rule without a source',
  );

const wireGroup = z.object({
  GroupId: z.string(),
  GroupName: freeText.optional(),
  Description: freeText.optional(),
  VpcId: z.string().optional(),
  OwnerId: z.string().optional(),
  // Without a default: a group that does not say what it lets in, or out, is no group that lets nothing through.
  IpPermissions: z.array(wirePermission),
  IpPermissionsEgress: z.array(wirePermission),
  Tags: tagList,
});

export const securityGroups: ItemParser<'aws.ec2.security-group'> = {
  kind: 'aws.ec2.security-group',
  member: 'SecurityGroups',
  parse(item) {
    const wire = wireGroup.parse(item);
    const rules = (permissions: readonly WirePermission[]) =>
      permissions.map((permission) => parseRule(permission, wire.OwnerId));
    return {
      id: wire.GroupId,
      name: wire.GroupName ?? null,
      data: securityGroup.parse({
        id: wire.GroupId,
        groupName: wire.GroupName,
        description: wire.Description,
        ownerId: wire.OwnerId,
        vpcId: wire.VpcId,
        ingress: rules(wire.IpPermissions),
        egress: rules(wire.IpPermissionsEgress),
        tags: wire.Tags,
      }),
    };
  },
};

function parseRule(wire: WirePermission, ownerId: string | undefined): z.input<typeof rule> {
  return {
    protocol: wire.IpProtocol,
    ports: ports(wire),
    v4: wire.IpRanges.map((range) => range.CidrIp),
    v6: wire.Ipv6Ranges.map((range) => range.CidrIpv6),
    lists: wire.PrefixListIds.map((list) => list.PrefixListId),
    groups: wire.UserIdGroupPairs.map((pair) => ({
      id: pair.GroupId,
      account: pair.UserId === ownerId ? null : pair.UserId,
      vpcId: pair.VpcId,
      peering: pair.VpcPeeringConnectionId,
    })),
    descriptions: descriptions(wire),
  };
}

/** EC2 names ports for TCP and UDP and a type and code for ICMP; any other protocol is open as a whole. */
function ports({ IpProtocol, FromPort, ToPort }: WirePermission): string | null {
  if (FromPort === undefined || FromPort === -1) return null;
  if (isIcmp(IpProtocol)) return ToPort === undefined || ToPort === -1 ? `${FromPort}` : `${FromPort}-${ToPort}`;
  if (!hasPorts(IpProtocol)) return null;
  return ToPort === undefined || ToPort === FromPort ? `${FromPort}` : `${FromPort}-${ToPort}`;
}

function portSet({ IpProtocol, FromPort, ToPort }: WirePermission): PortSet {
  return FromPort === undefined || FromPort === -1 ? PortSet.of(IpProtocol) : PortSet.of(IpProtocol, FromPort, ToPort);
}

function descriptions(wire: WirePermission): Record<string, string> {
  const said: Record<string, string> = {};
  const note = (source: string, text: string | undefined): void => {
    if (text !== undefined) said[source] = text;
  };
  for (const { CidrIp, Description } of wire.IpRanges) note(CidrIp, Description);
  for (const { CidrIpv6, Description } of wire.Ipv6Ranges) note(CidrIpv6, Description);
  for (const { PrefixListId, Description } of wire.PrefixListIds) note(PrefixListId, Description);
  for (const { GroupId, Description } of wire.UserIdGroupPairs) note(GroupId, Description);
  return said;
}
