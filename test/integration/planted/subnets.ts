import {
  AssociateRouteTableCommand,
  CreateNetworkInterfaceCommand,
  CreateRouteCommand,
  type CreateRouteCommandInput,
  CreateRouteTableCommand,
  CreateSubnetCommand,
} from '@aws-sdk/client-ec2';
import { given, type Region, tagged } from '../../../scripts/seed/aws.js';
import { prefixLists } from './group-cases.js';
import { type Expected, exposed, type Ground, isWanted, op, type Planted, routed, weighed } from './plant.js';
import { buildVpc, type Vpc } from './vpc.js';

interface RouteCase {
  /** A CIDR, or the name of a prefix list. */
  readonly to: string;
  readonly by: 'igw' | 'nat' | 'eigw' | 'detached igw';
}

interface SubnetCase {
  readonly name: string;
  readonly expected: Expected;
  /** The routes of a table of its own; absent: the main table of its VPC, which leads to the internet in `open` alone. */
  readonly routes?: readonly RouteCase[];
  readonly vpc?: 'open' | 'closed';
  readonly tags?: Readonly<Record<string, string>>;
  /** The description of an interface in it. */
  readonly holds?: string;
  readonly restsOn?: readonly string[];
}

const isPrivate = { tier: 'private' };
const toInternet: readonly RouteCase[] = [{ to: '0.0.0.0/0', by: 'igw' }];

function faulty(name: string, ...routes: readonly RouteCase[]): SubnetCase {
  return { name, expected: 'fail', routes, tags: isPrivate };
}

function clean(name: string, restsOn: readonly string[], ...routes: readonly RouteCase[]): SubnetCase {
  return { name, expected: 'pass', routes, tags: isPrivate, restsOn: [op.tables, ...restsOn] };
}

const cases: readonly SubnetCase[] = [
  faulty('its own table leads to the internet', ...toInternet),
  faulty('IPv6 alone', { to: '10.0.0.0/8', by: 'nat' }, { to: '::/0', by: 'igw' }),
  faulty('two halves of IPv4', { to: '0.0.0.0/1', by: 'igw' }, { to: '128.0.0.0/1', by: 'igw' }),
  faulty('two halves of IPv6', { to: '::/1', by: 'igw' }, { to: '8000::/1', by: 'igw' }),
  faulty('all of global unicast IPv6', { to: '2000::/3', by: 'igw' }),
  faulty('a prefix list that holds two halves', { to: 'two-halves', by: 'igw' }),
  faulty('a more specific route that leaves half', ...toInternet, { to: '128.0.0.0/1', by: 'nat' }),
  { ...faulty('private by a tag in other letters', ...toInternet), tags: { Tier: 'Private' } },
  { ...faulty('tier data', ...toInternet), tags: { tier: 'data' } },
  { ...faulty('private by its name', ...toInternet), tags: { Name: 'app-Private-a' } },
  { ...faulty('data by its name', ...toInternet), tags: { Name: 'database-b' } },
  { ...faulty('private by an interface of RDS in it', ...toInternet), tags: {}, holds: 'RDSNetworkInterface' },
  {
    ...faulty('private by an interface of ElastiCache in it', ...toInternet),
    tags: {},
    holds: 'ElastiCache cards-001',
  },
  {
    name: 'no association: the main table of its own VPC leads to the internet, those of others do not',
    expected: 'fail',
    vpc: 'open',
    tags: isPrivate,
  },
  clean('a NAT gateway', [], { to: '0.0.0.0/0', by: 'nat' }),
  clean('an egress-only gateway for IPv6', [], { to: '0.0.0.0/0', by: 'nat' }, { to: '::/0', by: 'eigw' }),
  clean('local routes alone', []),
  clean('a narrow route to the internet gateway', [op.gateways], { to: '198.51.100.0/24', by: 'igw' }),
  clean('a prefix list of partners to the internet gateway', [op.gateways, op.entries], { to: 'partners', by: 'igw' }),
  clean(
    'more specific routes that leave nothing of the default route',
    [op.gateways],
    ...toInternet,
    { to: '0.0.0.0/1', by: 'nat' },
    { to: '128.0.0.0/1', by: 'nat' },
  ),
  clean('the half of IPv6 where nothing is assigned', [op.gateways], { to: '8000::/1', by: 'igw' }),
  clean('an internet gateway that is detached', [op.gateways], { to: '0.0.0.0/0', by: 'detached igw' }),
  {
    ...clean('an association beats a main table that leads to the internet', [], { to: '0.0.0.0/0', by: 'nat' }),
    vpc: 'open',
  },
  {
    name: 'no association: the main table of its own VPC does not lead to the internet, that of another does',
    expected: 'pass',
    vpc: 'closed',
    tags: isPrivate,
    restsOn: [op.tables],
  },
  {
    name: 'public by its tag',
    expected: 'not-applicable',
    routes: toInternet,
    tags: { tier: 'public' },
    restsOn: [op.tables, op.gateways, op.interfaces],
  },
  {
    name: 'neither tag, name nor data store says that it is private',
    expected: 'not-applicable',
    routes: toInternet,
    holds: 'web server',
    restsOn: [op.tables, op.gateways, op.interfaces],
  },
];

/** Makes every subnet of the table that the ground wants, in three VPCs of its own. */
export async function plantSubnets(ground: Ground, lists: ReadonlyMap<string, string>): Promise<Planted[]> {
  const { region } = ground;
  const vpcs = {
    own: await buildVpc(region, 'routes', '10.50.0.0/16'),
    open: await buildVpc(region, 'open', '10.51.0.0/16'),
    closed: await buildVpc(region, 'closed', '10.52.0.0/16'),
  };
  await addRoute(region, vpcs.open, vpcs.open.mainTableId, { to: '0.0.0.0/0', by: 'igw' }, lists);
  const planted = Object.values(vpcs).flatMap((vpc) => vpc.around);
  for (const [index, one] of cases.entries()) {
    if (!isWanted(ground, [one.expected])) continue;
    const vpc = vpcs[one.vpc ?? 'own'];
    const id = await buildSubnet(region, vpc, index, one);
    if (one.routes !== undefined) await buildTable(region, vpc, id, one.routes, lists);
    planted.push({
      control: routed,
      name: one.name,
      built: builtOf(one),
      expected: one.expected,
      region: region.name,
      kind: 'aws.ec2.subnet',
      id,
      restsOn: one.restsOn ?? [],
    });
    if (one.holds !== undefined) planted.push(await buildInterface(region, id, one.holds));
  }
  return planted;
}

async function buildSubnet({ ec2 }: Region, { vpcId, block }: Vpc, index: number, one: SubnetCase): Promise<string> {
  const made = await ec2.send(
    new CreateSubnetCommand({
      VpcId: vpcId,
      CidrBlock: block.replace('0.0/16', `${index + 100}.0/24`),
      TagSpecifications: tagged('subnet', `planted-${index}`, one.tags ?? {}),
    }),
  );
  return given(made.Subnet?.SubnetId, 'subnet');
}

async function buildTable(
  region: Region,
  vpc: Vpc,
  SubnetId: string,
  routes: readonly RouteCase[],
  lists: ReadonlyMap<string, string>,
): Promise<void> {
  const made = await region.ec2.send(new CreateRouteTableCommand({ VpcId: vpc.vpcId }));
  const RouteTableId = given(made.RouteTable?.RouteTableId, 'route table');
  await region.ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }));
  for (const route of routes) await addRoute(region, vpc, RouteTableId, route, lists);
}

export async function addRoute(
  { ec2 }: Region,
  vpc: Vpc,
  RouteTableId: string,
  { to, by }: RouteCase,
  lists: ReadonlyMap<string, string>,
): Promise<void> {
  const destination = to.includes(':')
    ? { DestinationIpv6CidrBlock: to }
    : to.includes('/')
      ? { DestinationCidrBlock: to }
      : { DestinationPrefixListId: lists.get(to) ?? to };
  await ec2.send(new CreateRouteCommand({ RouteTableId, ...destination, ...targetOf(vpc, by) }));
}

function targetOf(vpc: Vpc, by: RouteCase['by']): Partial<CreateRouteCommandInput> {
  switch (by) {
    case 'igw':
      return { GatewayId: vpc.internetGatewayId };
    case 'detached igw':
      return { GatewayId: vpc.detachedGatewayId };
    case 'nat':
      return { NatGatewayId: vpc.natGatewayId };
    case 'eigw':
      return { EgressOnlyInternetGatewayId: vpc.egressOnlyGatewayId };
  }
}

/** Without a group of its own it has its VPC's default one; it has no public address, so that nothing reaches it. */
async function buildInterface({ ec2, name }: Region, SubnetId: string, Description: string): Promise<Planted> {
  const made = await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId, Description }));
  return {
    control: exposed,
    name: null,
    built: '',
    expected: 'pass',
    region: name,
    kind: 'aws.ec2.network-interface',
    id: given(made.NetworkInterface?.NetworkInterfaceId, 'network interface'),
    restsOn: [op.targetGroups],
    mayRestOn: weighed,
  };
}

function builtOf({ routes, vpc, tags, holds }: SubnetCase): string {
  const table =
    routes === undefined
      ? `main table, ${vpc === 'open' ? '0.0.0.0/0 to the internet gateway' : 'local routes'}`
      : routes.map(
          ({ to, by }) => `${prefixLists[to] === undefined ? to : `a list of ${prefixLists[to].join(', ')}`} to ${by}`,
        );
  const marks = [
    ...Object.entries(tags ?? {}).map(([key, value]) => `${key}=${value}`),
    ...(holds === undefined ? [] : [holds]),
  ];
  return [marks.join(', ') || 'no tag', ([] as string[]).concat(table).join('; ') || 'local routes'].join('; ');
}
