import { z } from 'zod';
import { PortSet } from '../../core/net/port-set.js';
import { remembering } from '../../core/remembering.js';
import { rule, withReferences } from '../../facts/aws/groups.js';
import { freeText, type ItemParser } from '../reading/item-parser.js';
import { block, isUnderstood, tagList } from './item-parser.js';
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
  IpPermissions: z.array(z.unknown()),
  IpPermissionsEgress: z.array(z.unknown()),
  Tags: tagList,
});

export const securityGroups: ItemParser<'aws.ec2.security-group'> = {
  kind: 'aws.ec2.security-group',
  member: 'SecurityGroups',
  parse(item) {
    const wire = wireGroup.parse(item);
    const rules = (member: 'IpPermissions' | 'IpPermissionsEgress') =>
      wire[member].map((permission, index) => ruleOf(permission, wire.OwnerId, [member, index]));
    return {
      id: wire.GroupId,
      name: wire.GroupName ?? null,
      data: withReferences({
        id: wire.GroupId,
        groupName: wire.GroupName ?? '',
        description: wire.Description ?? '',
        ownerId: wire.OwnerId ?? null,
        vpcId: wire.VpcId ?? null,
        ingress: rules('IpPermissions'),
        egress: rules('IpPermissionsEgress'),
        tags: wire.Tags,
      }),
    };
  },
};

const knownRules = remembering<z.infer<typeof rule>>();

/** The same rule stands in many groups: each is parsed once, and all of them hold the one. Throws a ZodError with the whole path. */
function ruleOf(
  permission: unknown,
  ownerId: string | undefined,
  path: readonly (string | number)[],
): z.infer<typeof rule> {
  return knownRules(`${ownerId ?? ''} ${JSON.stringify(permission)}`, () => {
    const parsed = wirePermission.safeParse(permission);
    if (parsed.success) return rule.parse(parseRule(parsed.data, ownerId));
    throw new z.ZodError(parsed.error.issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })));
  });
}

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
