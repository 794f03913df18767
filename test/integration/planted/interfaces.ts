import {
  AllocateAddressCommand,
  AssignIpv6AddressesCommand,
  AssociateAddressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
} from '@aws-sdk/client-ec2';
import { given, type Region } from '../../../scripts/seed/aws.js';
import { entriesText } from '../network/acls.js';
import { buildBalancers } from './balancers.js';
import { buildFront, type Front, screenedSubnet } from './front.js';
import type { Opening } from './group-cases.js';
import { permission, ruleText } from './groups.js';
import { type InterfaceCase, interfaceCases } from './interface-cases.js';
import { admin, all, data, type Expected, exposed, type Ground, isWanted, op, type Planted, weighed } from './plant.js';

/** Makes every interface of the table that the ground wants, with what stands in front of it. */
export async function plantInterfaces(ground: Ground, lists: ReadonlyMap<string, string>): Promise<Planted[]> {
  const { region } = ground;
  const { front, planted } = await buildFront(region, lists);
  for (const [index, one] of interfaceCases.entries()) {
    const groups = [...one.groups, ...(one.balancer?.ingress === undefined ? [] : [one.balancer.ingress])];
    if (!isWanted(ground, [one.expected, ...groups.flatMap(verdictsOf)])) continue;
    planted.push(...(await plantInterface(front, one, index)));
  }
  return planted;
}

async function plantInterface(front: Front, one: InterfaceCase, index: number): Promise<Planted[]> {
  const { region, lists } = front;
  const planted: Planted[] = [];
  const ids = new Map<string, string>();
  const group = async (name: string, ingress: readonly Opening[]): Promise<string> => {
    const id = await buildGroup(front, `front-${index}-${name}`);
    const IpPermissions = ingress.map((opening) => permission(opening, { ids, lists }));
    await region.ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: id, IpPermissions }));
    planted.push(...groupVerdicts(region, id, ingress));
    return id;
  };
  const balancer = one.balancer;
  if (balancer?.ingress !== undefined) ids.set('balancer', await group('balancer', balancer.ingress));
  const groupIds: string[] = [];
  for (const [at, ingress] of one.groups.entries()) groupIds.push(await group(`${at}`, ingress));
  const net = one.acl !== undefined ? 100 + index : one.subnet === 'open' ? 1 : 2;
  const address = `10.60.${net}.${index + 10}`;
  const SubnetId = one.acl === undefined ? front.subnetIds[one.subnet] : await screenedSubnet(front, one, net, planted);
  const id = await buildInterface(front, one, { address, groupIds, SubnetId });
  if (balancer !== undefined) await buildBalancers(front, balancer, { index, address, groupId: ids.get('balancer') });
  const restsOn = [op.targetGroups, op.targets, ...(one.restsOn ?? [])];
  return [
    ...planted,
    {
      ...at(region),
      control: exposed,
      name: one.name,
      built: builtOf(one),
      expected: one.expected,
      id,
      restsOn,
      mayRestOn: weighed,
    },
  ];
}

async function buildGroup({ region, vpcId }: Front, GroupName: string): Promise<string> {
  const made = await region.ec2.send(
    new CreateSecurityGroupCommand({ GroupName, Description: 'planted', VpcId: vpcId }),
  );
  return given(made.GroupId, 'security group');
}

async function buildInterface(
  { region: { ec2 } }: Front,
  { isPublic, hasIpv6 }: InterfaceCase,
  { address, groupIds, SubnetId }: { readonly address: string; readonly groupIds: string[]; readonly SubnetId: string },
): Promise<string> {
  const made = await ec2.send(
    new CreateNetworkInterfaceCommand({
      SubnetId,
      PrivateIpAddress: address,
      Groups: groupIds,
      Description: 'planted',
    }),
  );
  const NetworkInterfaceId = given(made.NetworkInterface?.NetworkInterfaceId, 'network interface');
  if (isPublic === true) {
    const { AllocationId } = await ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }));
    await ec2.send(new AssociateAddressCommand({ AllocationId, NetworkInterfaceId }));
  }
  if (hasIpv6 === true) {
    const Ipv6Addresses = [`2600:1f18:60::${address.split('.').at(-1) ?? ''}`];
    await ec2.send(new AssignIpv6AddressesCommand({ NetworkInterfaceId, Ipv6Addresses }));
  }
  return NetworkInterfaceId;
}

function at(region: Region): Pick<Planted, 'region' | 'kind'> {
  return { region: region.name, kind: 'aws.ec2.network-interface' };
}

function groupVerdicts(region: Region, id: string, ingress: readonly Opening[]): Planted[] {
  const isListed = ingress.some(({ lists }) => lists !== undefined);
  return [admin, data, all].map((control, index) => {
    const expected = verdictsOf(ingress)[index] ?? 'pass';
    // Every list in this table stands on a port of one of the two, and opens no more than that.
    const port = control === admin ? '22' : '6379';
    const isAsked = control !== all && ingress.some(({ to }) => port === to.slice(4));
    const restsOn = isListed && isAsked ? [op.entries] : [];
    return {
      control,
      name: null,
      built: '',
      expected,
      region: region.name,
      kind: 'aws.ec2.security-group',
      id,
      restsOn,
    };
  });
}

/** What the group's own controls say of it, in this table's few shapes of rules: administration, data, all ports. */
function verdictsOf(ingress: readonly Opening[]): Expected[] {
  const open = new Set(ingress.filter(isWorld).map(({ to }) => to));
  const has = (...ports: readonly string[]): Expected => (ports.some((port) => open.has(port)) ? 'fail' : 'pass');
  return [has('tcp/22', 'tcp/3389', 'udp/3389', '-1'), has('tcp/5432', 'tcp/6379', '-1'), has('-1')];
}

function isWorld({ v4, v6, lists }: Opening): boolean {
  const widest = ['0.0.0.0/0', '0.0.0.0/1', '::/0', 'two-halves'];
  return [...(v4 ?? []), ...(v6 ?? []), ...(lists ?? [])].some((source) => widest.includes(source));
}

function builtOf({ subnet, isPublic, hasIpv6, groups, balancer, acl }: InterfaceCase): string {
  const addresses = [isPublic === true ? 'public IPv4' : '', hasIpv6 === true ? 'IPv6' : ''].filter(
    (text) => text !== '',
  );
  const rules = groups.map((ingress) => ingress.map(ruleText).join('; ')).join(' + ');
  const entries = acl === undefined ? '' : ` with an ACL of its own (${entriesText(acl)})`;
  const own = `${subnet} subnet${entries}, ${addresses.join(', ') || 'private address'}, group: ${rules}`;
  if (balancer === undefined) return own;
  const { type, isInternal, listens, forwards, behindNetworkPort, ingress } = balancer;
  const door = listens === undefined ? 'no listener' : `${listens} → ${forwards}`;
  const where = `${isInternal === true ? 'internal ' : ''}${type} load balancer in the ${balancer.subnet ?? 'open'} subnet, ${door}`;
  const filtered = ingress === undefined ? '' : `, group: ${ingress.map(ruleText).join('; ')}`;
  const before =
    behindNetworkPort === undefined ? '' : `network load balancer in the open subnet, 443 → ${behindNetworkPort}; `;
  return `${before}${where}${filtered}; ${own}`;
}
