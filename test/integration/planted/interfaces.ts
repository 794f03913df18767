import {
  AllocateAddressCommand,
  AssignIpv6AddressesCommand,
  AssociateAddressCommand,
  AssociateRouteTableCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateNetworkInterfaceCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  DescribeNetworkAclsCommand,
  ReplaceNetworkAclAssociationCommand,
} from '@aws-sdk/client-ec2';
import { given, type Region, tagged } from '../../../scripts/seed/aws.js';
import { buildAcl, entriesText } from '../network/acls.js';
import { buildBalancers } from './balancers.js';
import type { Opening } from './group-cases.js';
import { permission, ruleText } from './groups.js';
import { type InterfaceCase, interfaceCases } from './interface-cases.js';
import {
  admin,
  all,
  data,
  type Expected,
  exposed,
  type Ground,
  isWanted,
  op,
  type Planted,
  routed,
  weighed,
} from './plant.js';
import { addRoute } from './subnets.js';
import { buildVpc } from './vpc.js';

/** Where the interfaces and their load balancers stand. */
export interface Front {
  readonly region: Region;
  readonly vpcId: string;
  readonly subnetIds: { readonly open: string; readonly closed: string };
  readonly tableIds: { readonly open: string; readonly closed: string };
  readonly lists: ReadonlyMap<string, string>;
}

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

async function buildFront(
  region: Region,
  lists: ReadonlyMap<string, string>,
): Promise<{ front: Front; planted: Planted[] }> {
  const vpc = await buildVpc(region, 'front', '10.60.0.0/16');
  const table = async (by: readonly ['igw', 'igw'] | readonly ['nat', 'eigw']): Promise<string> => {
    const made = await region.ec2.send(new CreateRouteTableCommand({ VpcId: vpc.vpcId }));
    const RouteTableId = given(made.RouteTable?.RouteTableId, 'route table');
    await addRoute(region, vpc, RouteTableId, { to: '0.0.0.0/0', by: by[0] }, lists);
    await addRoute(region, vpc, RouteTableId, { to: '::/0', by: by[1] }, lists);
    return RouteTableId;
  };
  const tableIds = { open: await table(['igw', 'igw']), closed: await table(['nat', 'eigw']) };
  const planted: Planted[] = [...vpc.around];
  const place = { region, vpcId: vpc.vpcId, tableIds };
  const subnetIds = {
    open: await buildSubnet(place, 'open', 1, planted),
    closed: await buildSubnet(place, 'closed', 2, planted),
  };
  return { front: { ...place, subnetIds, lists }, planted };
}

/** A subnet of 10.60.`net`.0/24, and what is said of it where nothing says that it is private. */
async function buildSubnet(
  { region, vpcId, tableIds }: Pick<Front, 'region' | 'vpcId' | 'tableIds'>,
  kind: 'open' | 'closed',
  net: number,
  planted: Planted[],
): Promise<string> {
  const TagSpecifications = tagged('subnet', kind);
  const made = await region.ec2.send(
    new CreateSubnetCommand({ VpcId: vpcId, CidrBlock: `10.60.${net}.0/24`, TagSpecifications }),
  );
  const id = given(made.Subnet?.SubnetId, 'subnet');
  await region.ec2.send(new AssociateRouteTableCommand({ RouteTableId: tableIds[kind], SubnetId: id }));
  const around = { name: null, built: '', region: region.name, control: routed, kind: 'aws.ec2.subnet', id };
  planted.push(
    kind === 'open'
      ? { ...around, expected: 'not-applicable', restsOn: [op.tables, op.gateways, op.interfaces] }
      : { ...around, expected: 'pass', restsOn: [op.tables] },
  );
  return id;
}

async function screenedSubnet(front: Front, one: InterfaceCase, net: number, planted: Planted[]): Promise<string> {
  const { region, vpcId } = front;
  const id = await buildSubnet(front, one.subnet, net, planted);
  const NetworkAclId = await buildAcl(region, vpcId, one.acl ?? []);
  const Filters = [{ Name: 'association.subnet-id', Values: [id] }];
  const { NetworkAcls: acls } = await region.ec2.send(new DescribeNetworkAclsCommand({ Filters }));
  const association = acls?.[0]?.Associations?.find(({ SubnetId }) => SubnetId === id);
  const AssociationId = given(association?.NetworkAclAssociationId, 'association');
  await region.ec2.send(new ReplaceNetworkAclAssociationCommand({ AssociationId, NetworkAclId }));
  return id;
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
    // Every list in this table stands on a port of one of the two; `all` asks of every port.
    const isAsked = control === all || ingress.some(({ to }) => (control === admin ? '22' : '6379') === to.slice(4));
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
