import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  CreateManagedPrefixListCommand,
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
  RunInstancesCommand,
  DescribeSecurityGroupsCommand,
} from '@aws-sdk/client-ec2';
import { given, type Region, tagged } from '../../../scripts/seed/aws.js';
import { type GroupCase, groupCases, onInstance, type Opening, prefixLists } from './group-cases.js';
import { type Ground, isWanted, planted, type Planted } from './plant.js';
import { type TidyVpc, tidyVpc } from './tidy-vpc.js';

interface Known {
  readonly groups: Map<string, string>;
  readonly lists: ReadonlyMap<string, string>;
}

/** Makes every group of the table that the ground wants, each used by something unless its case is that nothing does. */
export async function plantGroups(ground: Ground): Promise<Planted[]> {
  const { region } = ground;
  const vpc = await tidyVpc(region, 'groups', '10.60.0.0/16');
  const known: Known = { groups: new Map(), lists: await buildLists(region) };
  const anchor = await newGroup(region, vpc, 'anchor');
  const anchorIn = await newGroup(region, vpc, 'anchor-in');
  await attach(region, vpc, anchor, onInstance);
  await useBy('egress', region, { anchor, anchorIn }, anchorIn);
  const found: Planted[] = [];
  for (const one of groupCases) {
    if (!isWanted(ground, one.verdicts)) continue;
    const id = await buildGroup(region, vpc, one, known);
    const user = one.user ?? 'egress';
    if (typeof user === 'object') await attach(region, vpc, id, user.description);
    else if (user === 'launch template' || user === 'old launch template') await launch(region, id, user);
    else if (user !== 'nobody') await useBy(user, region, { anchor, anchorIn }, id);
    found.push(...planted(ground, one, builtOf(one), id));
  }
  return found;
}

async function buildLists({ ec2 }: Region): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const [name, blocks] of Object.entries(prefixLists)) {
    const made = await ec2.send(
      new CreateManagedPrefixListCommand({
        PrefixListName: name,
        AddressFamily: 'IPv4',
        MaxEntries: 10,
        Entries: blocks.map((Cidr) => ({ Cidr })),
      }),
    );
    ids.set(name, given(made.PrefixList?.PrefixListId, 'prefix list'));
  }
  return ids;
}

/** A group without any rule. */
async function newGroup({ ec2 }: Region, { vpcId }: TidyVpc, name: string): Promise<string> {
  const made = await ec2.send(
    new CreateSecurityGroupCommand({
      GroupName: name,
      Description: 'planted',
      VpcId: vpcId,
      TagSpecifications: tagged('security-group', name),
    }),
  );
  const GroupId = given(made.GroupId, 'security group');
  const { SecurityGroups: groups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }));
  const IpPermissions = groups?.[0]?.IpPermissionsEgress ?? [];
  if (IpPermissions.length > 0) await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions }));
  return GroupId;
}

async function buildGroup(region: Region, vpc: TidyVpc, one: GroupCase, known: Known): Promise<string> {
  const name = `${one.of}: ${one.name}`.slice(0, 250);
  const GroupId = await newGroup(region, vpc, name.replace(/[^\w .:-]/gu, ' '));
  const own: Known = { ...known, groups: new Map(known.groups).set('self', GroupId) };
  known.groups.set(one.name, GroupId);
  const inwards = (one.ingress ?? []).map((opening) => permission(opening, own));
  if (inwards.length > 0) {
    await region.ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: inwards }));
  }
  const outwards =
    one.egress === 'default'
      ? [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }]
      : (one.egress ?? []).map((opening) => permission(opening, own));
  if (outwards.length > 0) {
    await region.ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: outwards }));
  }
  return GroupId;
}

function permission({ to, v4, v6, groups, lists, why }: Opening, known: Known): IpPermission {
  const described = why === null ? {} : { Description: why ?? 'planted' };
  return {
    ...portsOf(to),
    IpRanges: (v4 ?? []).map((CidrIp) => ({ CidrIp, ...described })),
    Ipv6Ranges: (v6 ?? []).map((CidrIpv6) => ({ CidrIpv6, ...described })),
    PrefixListIds: (lists ?? []).map((name) => ({ PrefixListId: given(known.lists.get(name), name), ...described })),
    UserIdGroupPairs: (groups ?? []).map((name) => ({ GroupId: given(known.groups.get(name), name), ...described })),
  };
}

function portsOf(to: string): Pick<IpPermission, 'IpProtocol' | 'FromPort' | 'ToPort'> {
  const [IpProtocol = to, range] = to.split('/');
  // The server wants ports of every protocol that is not all of them.
  if (range === undefined) return IpProtocol === '-1' ? { IpProtocol } : { IpProtocol, FromPort: -1, ToPort: -1 };
  const [from, through = from] = range.split('-');
  if (IpProtocol === 'icmp') return { IpProtocol, FromPort: Number(from), ToPort: -1 };
  return { IpProtocol, FromPort: Number(from), ToPort: Number(through) };
}

async function attach({ ec2 }: Region, { subnetId }: TidyVpc, groupId: string, Description: string): Promise<void> {
  if (Description === onInstance) {
    const SecurityGroupIds = [groupId];
    await ec2.send(
      new RunInstancesCommand({
        ImageId: 'ami-12c6146b',
        MinCount: 1,
        MaxCount: 1,
        SubnetId: subnetId,
        SecurityGroupIds,
      }),
    );
    return;
  }
  await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId: subnetId, Groups: [groupId], Description }));
}

let templates = 0;

async function launch(
  { ec2 }: Region,
  groupId: string,
  which: 'launch template' | 'old launch template',
): Promise<void> {
  templates += 1;
  const LaunchTemplateName = `planted-${templates}`;
  const template = { ImageId: 'ami-12c6146b', SecurityGroupIds: [groupId] };
  await ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData: template }));
  if (which === 'launch template') return;
  await ec2.send(
    new CreateLaunchTemplateVersionCommand({ LaunchTemplateName, LaunchTemplateData: { ImageId: 'ami-12c6146b' } }),
  );
}

async function useBy(
  way: 'egress' | 'ingress',
  { ec2 }: Region,
  anchors: { readonly anchor: string; readonly anchorIn: string },
  groupId: string,
): Promise<void> {
  const rule = { IpProtocol: 'tcp', FromPort: 8080, ToPort: 8080 };
  const IpPermissions = [{ ...rule, UserIdGroupPairs: [{ GroupId: groupId, Description: 'planted' }] }];
  if (way === 'egress') {
    await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId: anchors.anchor, IpPermissions }));
    return;
  }
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: anchors.anchorIn, IpPermissions }));
}

function builtOf({ ingress, egress, user }: GroupCase): string {
  const ways = [
    ...(ingress ?? []).map((opening) => ruleText(opening, 'from')),
    ...(egress === 'default'
      ? ['out: everything']
      : (egress ?? []).map((opening) => `out: ${ruleText(opening, 'to')}`)),
  ];
  const used =
    typeof user === 'object'
      ? `on an interface of ${user.description === onInstance ? onInstance : `“${user.description}”`}`
      : user === undefined
        ? ''
        : `used by ${user}`;
  return [ways.length === 0 ? 'no rule' : ways.join('; '), used].filter((text) => text !== '').join('; ');
}

function ruleText({ to, v4, v6, groups, lists, why }: Opening, word: 'from' | 'to'): string {
  const listed = (lists ?? []).map((name) => `a prefix list of ${(prefixLists[name] ?? []).join(', ')}`);
  const grouped = (groups ?? []).map((name) => (name === 'self' ? 'itself' : `group “${name}”`));
  const described = why === null ? ' (no description)' : why === undefined ? '' : ` (${JSON.stringify(why)})`;
  return `${to} ${word} ${[...(v4 ?? []), ...(v6 ?? []), ...listed, ...grouped].join(', ')}${described}`;
}
