import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateManagedPrefixListCommand,
  CreateSecurityGroupCommand,
  type IpPermission,
} from '@aws-sdk/client-ec2';
import { given, type Region, tagged } from '../../../scripts/seed/aws.js';
import { type GroupCase, groupCases, type Opening, prefixLists, restsOn } from './group-cases.js';
import { admin, all, data, type Expected, type Ground, isWanted, type Planted } from './plant.js';

const controls = [admin, data, all];

/** Name → id of a managed prefix list for each of {@link prefixLists}. */
export async function buildPrefixLists({ ec2 }: Region): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const [name, blocks] of Object.entries(prefixLists)) {
    const made = await ec2.send(
      new CreateManagedPrefixListCommand({
        PrefixListName: name,
        AddressFamily: blocks.some((block) => block.includes(':')) ? 'IPv6' : 'IPv4',
        MaxEntries: 10,
        Entries: blocks.map((Cidr) => ({ Cidr })),
        TagSpecifications: tagged('prefix-list', name),
      }),
    );
    ids.set(name, given(made.PrefixList?.PrefixListId, 'prefix list'));
  }
  return ids;
}

/** Makes every group of the table that the ground wants; resolves to what has to be found of each by each control. */
export async function plantGroups(
  ground: Ground,
  vpcId: string,
  lists: ReadonlyMap<string, string>,
): Promise<Planted[]> {
  const { region } = ground;
  const ids = new Map<string, string>();
  const planted: Planted[] = [];
  for (const [index, group] of groupCases.entries()) {
    const verdicts = controls.map((control): Expected => group.verdicts[control] ?? 'pass');
    if (!isWanted(ground, verdicts)) continue;
    const id = await buildGroup(region, vpcId, { ...group, number: index }, { ids, lists });
    ids.set(group.name, id);
    planted.push(
      ...controls.map((control, at): Planted => {
        return {
          control,
          name: group.of.includes(control) ? group.name : null,
          built: builtOf(group),
          expected: verdicts[at] ?? 'pass',
          region: region.name,
          kind: 'aws.ec2.security-group',
          id,
          restsOn: restsOn(group, control),
        };
      }),
    );
  }
  return planted;
}

interface Known {
  readonly ids: ReadonlyMap<string, string>;
  readonly lists: ReadonlyMap<string, string>;
}

async function buildGroup(
  { ec2 }: Region,
  VpcId: string,
  group: GroupCase & { readonly number: number },
  known: Known,
): Promise<string> {
  const made = await ec2.send(
    new CreateSecurityGroupCommand({
      GroupName: `planted-${group.number}`,
      Description: 'planted',
      VpcId,
      TagSpecifications: tagged('security-group', `planted-${group.number}`),
    }),
  );
  const GroupId = given(made.GroupId, 'security group');
  const own = { ...known, ids: new Map(known.ids).set('self', GroupId) };
  const permissions = (openings: readonly Opening[]) => openings.map((opening) => permission(opening, own));
  const IpPermissions = permissions(group.ingress);
  if (IpPermissions.length > 0) await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  const outwards = permissions(group.egress ?? []);
  // A new group lets everything out already; moto adds ::/0 of its own accord.
  if (outwards.length > 0) {
    await ec2
      .send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: outwards }))
      .catch((error: unknown) => {
        if (!(error instanceof Error) || error.name !== 'InvalidPermission.Duplicate') throw error;
      });
  }
  return GroupId;
}

/** A permission of the API for an opening: also what other planted groups are made with. */
export function permission({ to, v4, v6, groups, lists }: Opening, known: Known): IpPermission {
  return {
    ...portsOf(to),
    IpRanges: (v4 ?? []).map((CidrIp) => ({ CidrIp, Description: 'planted' })),
    Ipv6Ranges: (v6 ?? []).map((CidrIpv6) => ({ CidrIpv6, Description: 'planted' })),
    PrefixListIds: (lists ?? []).map((name) => ({ PrefixListId: known.lists.get(name) ?? name })),
    UserIdGroupPairs: (groups ?? []).map((name) => ({ GroupId: given(known.ids.get(name), `group ${name}`) })),
  };
}

function portsOf(to: string): Pick<IpPermission, 'IpProtocol' | 'FromPort' | 'ToPort'> {
  const [, IpProtocol = to, from, through] = /^([^/]+)(?:\/(-?\d+)(?:-(-?\d+))?)?$/u.exec(to) ?? [];
  if (from === undefined) return { IpProtocol };
  return { IpProtocol, FromPort: Number(from), ToPort: Number(through ?? from) };
}

/** The rules as the table tells them. */
function builtOf({ ingress, egress }: GroupCase): string {
  if (egress !== undefined) return `out: ${egress.map(ruleText).join('; ')}`;
  return ingress.length === 0 ? 'no rule' : ingress.map(ruleText).join('; ');
}

export function ruleText({ to, v4, v6, groups, lists }: Opening): string {
  const listed = (lists ?? []).map((name) => {
    const entries = prefixLists[name];
    return entries === undefined ? 'a prefix list that is not there' : `a prefix list of ${entries.join(', ')}`;
  });
  const all = [...(v4 ?? []), ...(v6 ?? [])];
  const blocks = all.length > 8 ? [...all.slice(0, 3), `and ${all.length - 3} more`] : all;
  const grouped = (groups ?? []).map((name) => (name === 'self' ? 'itself' : `group ${name}`));
  return `${to} from ${[...blocks, ...listed, ...grouped].join(', ')}`;
}
