import { CreateRouteCommand } from '@aws-sdk/client-ec2';
import { pathToFileURL } from 'node:url';
import { closeRegion, given, openRegion, type Region } from './aws.js';
import { buildBalancer, buildInterface } from './front.js';
import { buildGroups, buildPrefixList } from './groups.js';
import { buildNetwork, buildTable, type Network } from './network.js';
import { platformGroups, platformNetwork, reportingGroups, reportingNetwork } from './plans.js';

/** The platform before its faults were mended, and the same platform after. */
export type DemoState = 'before' | 'after';

/**
 * Builds the demo platform on an empty moto server: the wallet platform in eu-west-1 and its reporting in eu-central-1.
 * One call after another, so that on a server that was just started the ids follow from its seed alone.
 */
export async function seedDemo(endpoint: string, state: DemoState): Promise<void> {
  const main = openRegion(endpoint, 'eu-west-1');
  const second = openRegion(endpoint, 'eu-central-1');
  try {
    await buildPlatform(main, state);
    await buildReporting(second, state);
  } finally {
    closeRegion(main);
    closeRegion(second);
  }
}

async function buildPlatform(region: Region, state: DemoState): Promise<void> {
  const isBefore = state === 'before';
  const network = await buildNetwork(region, platformNetwork(state));
  const { internetGatewayId, natGatewayId } = network;
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
  });
  if (isBefore) {
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
  const groups = await buildGroups(region, network.vpcId, platformGroups(state, partners));
  await buildFront(region, network, groups, isBefore);
}

async function buildFront(
  region: Region,
  { vpcId, subnetIds }: Network,
  groups: Readonly<Record<string, string>>,
  isBefore: boolean,
): Promise<void> {
  const subnet = (name: string) => given(subnetIds[name], `subnet ${name}`);
  const group = (name: string) => given(groups[name], `group ${name}`);
  await buildInterface(region, {
    name: 'wallet-api-1',
    description: 'wallet-api',
    subnetId: subnet('private-a'),
    address: '10.20.10.10',
    groupIds: [group('wallet-api')],
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
  });
  await buildInterface(region, {
    name: 'bastion',
    description: 'bastion',
    subnetId: subnet('public-b'),
    address: '10.20.1.10',
    groupIds: [group('bastion')],
    isPublic: true,
  });
  await buildBalancer(region, {
    name: 'wallet-public',
    type: 'application',
    scheme: 'internet-facing',
    vpcId,
    subnetIds: [subnet('public-a'), subnet('public-b')],
    groupIds: [group('public-web')],
    listeners: [{ protocol: 'HTTP', port: 80 }],
    target: { protocol: 'HTTP', port: 8080, addresses: ['10.20.10.10'] },
  });
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
}

async function buildReporting(region: Region, state: DemoState): Promise<void> {
  const network = await buildNetwork(region, reportingNetwork());
  const { internetGatewayId, natGatewayId } = network;
  await buildTable(region, network, { name: 'public', v4: internetGatewayId, subnets: ['public-a'] });
  await buildTable(region, network, { name: 'private', v4: natGatewayId, subnets: ['private-a'] });
  const groups = await buildGroups(region, network.vpcId, reportingGroups(state));
  await buildInterface(region, {
    name: 'reporting-search-1',
    description: 'reporting-search',
    subnetId: given(network.subnetIds['private-a'], 'subnet private-a'),
    address: '10.30.10.10',
    groupIds: [given(groups['reporting-search'], 'group reporting-search')],
  });
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
