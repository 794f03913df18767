import {
  AuthorizeSecurityGroupIngressCommand,
  CreateManagedPrefixListCommand,
  CreateSecurityGroupCommand,
  type IpPermission,
} from '@aws-sdk/client-ec2';
import { given, type Region, tagged } from './aws.js';

interface Opening {
  /** `tcp/443`, or `all`. */
  readonly to: string;
  readonly v4?: readonly string[];
  readonly v6?: readonly string[];
  /** Names of groups that stand before this one in the plan. */
  readonly groups?: readonly string[];
  /** Ids of managed prefix lists. */
  readonly lists?: readonly string[];
  readonly why: string;
}

export interface GroupPlan {
  readonly name: string;
  readonly description: string;
  readonly ingress: readonly Opening[];
}

/** Name → id of the groups of the plan, made in their order. */
export async function buildGroups(
  { ec2 }: Region,
  vpcId: string,
  plan: readonly GroupPlan[],
): Promise<Readonly<Record<string, string>>> {
  const ids: Record<string, string> = {};
  for (const { name, description, ingress } of plan) {
    const made = await ec2.send(
      new CreateSecurityGroupCommand({
        GroupName: name,
        Description: description,
        VpcId: vpcId,
        TagSpecifications: tagged('security-group', name),
      }),
    );
    const GroupId = given(made.GroupId, 'security group');
    ids[name] = GroupId;
    const IpPermissions = ingress.map((opening) => permission(opening, ids));
    if (IpPermissions.length > 0) await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  }
  return ids;
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
  return {
    ...ports(to),
    IpRanges: (v4 ?? []).map((CidrIp) => ({ CidrIp, Description: why })),
    Ipv6Ranges: (v6 ?? []).map((CidrIpv6) => ({ CidrIpv6, Description: why })),
    PrefixListIds: (lists ?? []).map((PrefixListId) => ({ PrefixListId, Description: why })),
    UserIdGroupPairs: (groups ?? []).map((name) => ({ GroupId: given(ids[name], `group ${name}`), Description: why })),
  };
}

function ports(to: string): Pick<IpPermission, 'IpProtocol' | 'FromPort' | 'ToPort'> {
  if (to === 'all') return { IpProtocol: '-1' };
  const [IpProtocol = '', range = ''] = to.split('/');
  const [from, through = from] = range.split('-');
  return { IpProtocol, FromPort: Number(from), ToPort: Number(through) };
}
