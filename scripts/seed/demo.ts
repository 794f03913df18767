import { CreateRouteCommand } from '@aws-sdk/client-ec2';
import { pathToFileURL } from 'node:url';
import { buildAcl, closeDefaultAcl } from './acls.js';
import { closeRegion, given, midnightOf, openRegion, type Region } from './aws.js';
import { findAttackers, shield, watch } from './detection.js';
import { buildBalancer, buildInterface } from './front.js';
import { buildGroups, buildPrefixList, closeDefaultGroup } from './groups.js';
import { buildNatGateway, buildNetwork, buildPlainVpc, buildTable, deleteNatGateway, type Network } from './network.js';
import { acls, platformGroups, platformNetwork, reportingGroups, reportingNetwork } from './plans.js';
import { buildRegistry } from './registry.js';
import { deleteDefaultVpc, logTraffic, logTrafficToNobody, peer } from './upkeep.js';
import { buildWeb } from './web.js';

/** The platform before its faults were mended, and the same platform after. */
export type DemoState = 'before' | 'after';

/**
 * Builds the demo platform on an empty moto server: the wallet platform in eu-west-1 and its reporting in eu-central-1.
 * One call after another, so that on a server that was just started the ids follow from its seed alone. What has a date
 * has one so many days before `day`, a midnight in UTC: today's where none is given.
 */
export async function seedDemo(endpoint: string, state: DemoState, day = midnightOf(new Date())): Promise<void> {
  const isBefore = state === 'before';
  const main = openRegion(endpoint, 'eu-west-1');
  const second = openRegion(endpoint, 'eu-central-1');
  const global = openRegion(endpoint, 'us-east-1');
  try {
    const balancerArn = await buildPlatform(main, state);
    await buildReporting(second, state);
    const { distribution } = await buildWeb({ main, global, balancerArn, day, isBefore });
    await buildRegistry(main, day, isBefore);
    await findAttackers(main, await watch(main, isBefore), day, isBefore);
    if (isBefore) return;
    await watch(second, isBefore);
    await shield(global, { 'wallet-public': balancerArn, 'wallet-app': distribution });
  } finally {
    for (const region of [main, second, global]) closeRegion(region);
  }
}

/** Resolves to the ARN of the balancer that the internet reaches the wallet by. */
async function buildPlatform(region: Region, state: DemoState): Promise<string> {
  const isBefore = state === 'before';
  const plan = platformNetwork(state);
  const network = await buildNetwork(region, plan);
  const { internetGatewayId, natGatewayId, vpcId } = network;
  const backOffice = await buildPlainVpc(region, 'prepay-back-office', backOfficeBlock);
  const peering = await peer(region, 'back-office', vpcId, backOffice);
  const oldGateway = isBefore
    ? await buildNatGateway(region, 'old', given(network.subnetIds['public-b'], 'subnet'))
    : null;
  await buildTable(region, network, {
    name: 'public',
    v4: internetGatewayId,
    v6: internetGatewayId,
    subnets: ['public-a', 'public-b'],
  });
  // Before: private-b was never associated, so it follows the main table, and that leads to the internet.
  await buildTable(region, network, {
    name: 'private',
    v4: natGatewayId,
    subnets: isBefore ? ['private-a', 'data-b'] : ['private-a', 'private-b', 'storage-a', 'data-b'],
    more: {
      [isBefore ? '10.0.0.0/8' : backOfficeBlock]: peering,
      ...(oldGateway === null ? {} : { '198.51.100.0/24': oldGateway }),
    },
  });
  if (oldGateway !== null) {
    await deleteNatGateway(region, oldGateway);
    await defaultRoute(region, network);
    await buildTable(region, network, { name: 'storage', v4: internetGatewayId, subnets: ['storage-a'] });
  }
  const partners = await buildPrefixList(
    region,
    'partner-networks',
    isBefore
      ? { '0.0.0.0/1': 'migration, remove when done', '128.0.0.0/1': 'migration, remove when done' }
      : { '198.51.100.0/24': 'card processor', '203.0.113.0/24': 'support VPN' },
  );
  const groups = await buildGroups(region, vpcId, platformGroups(state, partners));
  const balancerArn = await buildFront(region, network, groups, isBefore);
  if (isBefore) {
    await logTrafficToNobody(region, vpcId);
    return balancerArn;
  }
  const names = { open: ['public-a', 'public-b'], closed: ['private-a', 'private-b', 'storage-a', 'data-b'] };
  for (const acl of acls(plan.block, [backOfficeBlock], names)) await buildAcl(region, network, acl);
  for (const id of [vpcId, backOffice]) await keepUp(region, id);
  await deleteDefaultVpc(region);
  return balancerArn;
}

const backOfficeBlock = '10.40.0.0/16';

/** What no VPC goes without: a default group and ACL that let nothing through, and records of its traffic. */
async function keepUp(region: Region, vpcId: string): Promise<void> {
  await closeDefaultGroup(region, vpcId);
  await closeDefaultAcl(region, vpcId);
  await logTraffic(region, vpcId);
}

async function buildFront(
  region: Region,
  { vpcId, subnetIds }: Network,
  groups: Readonly<Record<string, string>>,
  isBefore: boolean,
): Promise<string> {
  const subnet = (name: string) => given(subnetIds[name], `subnet ${name}`);
  const group = (name: string) => given(groups[name], `group ${name}`);
  await buildInterface(region, {
    name: 'wallet-api-1',
    description: 'wallet-api',
    subnetId: subnet('private-a'),
    address: '10.20.10.10',
    groupIds: [group('wallet-api')],
    isInstance: true,
    // A number that no issuer ever gave out (the networks' own test number), where no card number belongs.
    tags: isBefore ? { note: 'refund test with 4111 1111 1111 1111' } : { note: 'refund test' },
  });
  await buildInterface(region, {
    name: 'ledger-db',
    description: 'RDSNetworkInterface',
    subnetId: subnet('storage-a'),
    address: '10.20.20.10',
    groupIds: [group('postgres')],
  });
  await buildInterface(region, {
    name: 'ledger-replica',
    description: 'replica for the migration',
    subnetId: subnet(isBefore ? 'public-a' : 'data-b'),
    address: isBefore ? '10.20.0.20' : '10.20.21.20',
    groupIds: [group('postgres')],
    isPublic: isBefore,
    isInstance: true,
  });
  await buildInterface(region, {
    name: 'statement-files',
    description: 'EFS mount target for fs-0a1b2c3d4e5f60718 (fsmt-0a1b2c3d4e5f60718)',
    subnetId: subnet('private-b'),
    address: '10.20.11.30',
    groupIds: [group('statement-files')],
  });
  await buildInterface(region, {
    name: 'bastion',
    description: 'bastion',
    subnetId: subnet('public-b'),
    address: '10.20.1.10',
    groupIds: [group('bastion')],
    isPublic: true,
    isInstance: true,
    isRouter: isBefore,
  });
  const publicWeb = await buildBalancer(region, {
    name: 'wallet-public',
    type: 'application',
    scheme: 'internet-facing',
    vpcId,
    subnetIds: [subnet('public-a'), subnet('public-b')],
    groupIds: [group('public-web')],
    listeners: [
      { protocol: 'HTTP', port: 80, isRedirect: !isBefore },
      {
        protocol: 'HTTPS',
        port: 443,
        sslPolicy: isBefore ? 'ELBSecurityPolicy-2016-08' : 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      },
    ],
    target: { protocol: 'HTTP', port: 8080, addresses: ['10.20.10.10'] },
  });
  for (const [name, address] of [
    ['public-a', '10.20.0.40'],
    ['public-b', '10.20.1.40'],
  ] as const) {
    await buildInterface(region, {
      name: `wallet-public-${name}`,
      description: `ELB ${publicWeb.slice(publicWeb.indexOf('app/'))}`,
      subnetId: subnet(name),
      address,
      groupIds: [group('public-web')],
      isPublic: true,
    });
  }
  // Before: tcp/443 from outside reaches the database itself.
  await buildBalancer(region, {
    name: 'ledger-access',
    type: 'network',
    scheme: isBefore ? 'internet-facing' : 'internal',
    vpcId,
    subnetIds: isBefore ? [subnet('public-a'), subnet('public-b')] : [subnet('private-a'), subnet('private-b')],
    groupIds: [],
    listeners: [{ protocol: 'TCP', port: 443 }],
    target: { protocol: 'TCP', port: 5432, addresses: ['10.20.20.10'] },
  });
  return publicWeb;
}

async function buildReporting(region: Region, state: DemoState): Promise<void> {
  const plan = reportingNetwork();
  const network = await buildNetwork(region, plan);
  const { internetGatewayId, natGatewayId } = network;
  await buildTable(region, network, { name: 'public', v4: internetGatewayId, subnets: ['public-a'] });
  await buildTable(region, network, { name: 'private', v4: natGatewayId, subnets: ['private-a'] });
  const groups = await buildGroups(region, network.vpcId, reportingGroups(state));
  for (const [name, address] of [
    ['reporting-search', '10.30.10.10'],
    ['reporting-app', '10.30.10.20'],
  ] as const) {
    await buildInterface(region, {
      name: `${name}-1`,
      description: name,
      subnetId: given(network.subnetIds['private-a'], 'subnet private-a'),
      address,
      groupIds: [given(groups[name], `group ${name}`)],
      isInstance: true,
    });
  }
  if (state === 'before') return;
  for (const acl of acls(plan.block, [], { open: ['public-a'], closed: ['private-a'] })) {
    await buildAcl(region, network, acl);
  }
  await keepUp(region, network.vpcId);
  await deleteDefaultVpc(region);
}

async function defaultRoute({ ec2 }: Region, { mainTableId, internetGatewayId }: Network): Promise<void> {
  const route = { RouteTableId: mainTableId, DestinationCidrBlock: '0.0.0.0/0', GatewayId: internetGatewayId };
  await ec2.send(new CreateRouteCommand(route));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [endpoint, state] = process.argv.slice(2);
  if (endpoint === undefined || (state !== 'before' && state !== 'after')) {
    process.stderr.write('usage: demo.ts ENDPOINT before|after\n');
    process.exitCode = 2;
  } else {
    await seedDemo(endpoint, state);
  }
}
