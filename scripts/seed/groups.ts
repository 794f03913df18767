import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateManagedPrefixListCommand,
  CreateSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { given, type Region, tagged } from './aws.js';

export interface Opening {
  /** `tcp/443`, or `all`. */
  readonly to: string;
  readonly v4?: readonly string[];
  readonly v6?: readonly string[];
  /** Names of groups that stand before this one in the plan. */
  readonly groups?: readonly string[];
  /** Ids of managed prefix lists. */
  readonly lists?: readonly string[];
  /** Null: no description. */
  readonly why: string | null;
}

export interface GroupPlan {
  readonly name: string;
  readonly description: string;
  readonly ingress: readonly Opening[];
  /** Absent: everything goes out, as a new group lets it. */
  readonly egress?: readonly Opening[];
}

/** Name → id of the groups of the plan: all made in their order, then their rules, which may name each other. */
export async function buildGroups(
  region: Region,
  vpcId: string,
  plan: readonly GroupPlan[],
): Promise<Readonly<Record<string, string>>> {
  const { ec2 } = region;
  const ids: Record<string, string> = {};
  for (const { name, description } of plan) {
    const made = await ec2.send(
      new CreateSecurityGroupCommand({
        GroupName: name,
        Description: description,
        VpcId: vpcId,
        TagSpecifications: tagged('security-group', name),
      }),
    );
    ids[name] = given(made.GroupId, 'security group');
  }
  for (const { name, ingress, egress } of plan) {
    const GroupId = given(ids[name], name);
    if (egress !== undefined) await revokeAll(region, GroupId);
    const IpPermissions = ingress.map((opening) => permission(opening, ids));
    if (IpPermissions.length > 0) await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    const outwards = (egress ?? []).map((opening) => permission(opening, ids));
    if (outwards.length > 0)
      await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: outwards }));
  }
  return ids;
}

/** Takes every rule out of the default group of a VPC. */
export async function closeDefaultGroup(region: Region, vpcId: string): Promise<void> {
  const Filters = [
    { Name: 'vpc-id', Values: [vpcId] },
    { Name: 'group-name', Values: ['default'] },
  ];
  const { SecurityGroups: groups } = await region.ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
  await revokeAll(region, given(groups?.[0]?.GroupId, 'default group'));
}

async function revokeAll({ ec2 }: Region, GroupId: string): Promise<void> {
  const { SecurityGroups: groups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }));
  const [group] = groups ?? [];
  const [inwards, outwards] = [group?.IpPermissions ?? [], group?.IpPermissionsEgress ?? []];
  if (inwards.length > 0) {
    await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions: inwards }));
  }
  if (outwards.length > 0) {
    await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: outwards }));
  }
}

/** The id of a new managed prefix list of IPv4 blocks. */
export async function buildPrefixList(
  { ec2 }: Region,
  name: string,
  entries: Readonly<Record<string, string>>,
): Promise<string> {
  const made = await ec2.send(
    new CreateManagedPrefixListCommand({
      PrefixListName: name,
      AddressFamily: 'IPv4',
      MaxEntries: 10,
      Entries: Object.entries(entries).map(([Cidr, Description]) => ({ Cidr, Description })),
      TagSpecifications: tagged('prefix-list', name),
    }),
  );
  return given(made.PrefixList?.PrefixListId, 'prefix list');
}

function permission({ to, v4, v6, groups, lists, why }: Opening, ids: Readonly<Record<string, string>>): IpPermission {
  const described = why === null ? {} : { Description: why };
  return {
    ...ports(to),
    IpRanges: (v4 ?? []).map((CidrIp) => ({ CidrIp, ...described })),
    Ipv6Ranges: (v6 ?? []).map((CidrIpv6) => ({ CidrIpv6, ...described })),
    PrefixListIds: (lists ?? []).map((PrefixListId) => ({ PrefixListId, ...described })),
    UserIdGroupPairs: (groups ?? []).map((name) => ({ GroupId: given(ids[name], `group ${name}`), ...described })),
  };
}

function ports(to: string): Pick<IpPermission, 'IpProtocol' | 'FromPort' | 'ToPort'> {
  if (to === 'all') return { IpProtocol: '-1' };
  const [IpProtocol = '', range = ''] = to.split('/');
  const [from, through = from] = range.split('-');
  return { IpProtocol, FromPort: Number(from), ToPort: Number(through) };
}
