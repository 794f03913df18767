import {
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
} from '@aws-sdk/client-ec2';
import { closeRegion, openRegion, type Region } from '../../../scripts/seed/aws.js';
import { isGlobal, plantCardData } from './card-data.js';
import { awsOperations } from '../../../src/collect/aws/operations.js';
import { plantConnections } from '../peers/aws/connections.js';
import { buildPrefixLists, plantGroups } from './groups.js';
import { plantInterfaces } from './interfaces.js';
import { effectiveApprovals } from '../../../src/app/approvals.js';
import { definitions } from '../../../src/app/rules.js';
import { withoutConfig } from '../../../src/app/config.js';
import {
  admin,
  all,
  cards,
  data,
  exposed,
  type Ground,
  loosened,
  op,
  type Planted,
  routed,
  unused,
  weighed,
} from './plant.js';
import { plantSubnets } from './subnets.js';
import { buildVpc } from './vpc.js';

/** The region that holds every plant, and the one that holds those that are clean, as far as these controls go. */
export const faultyRegion = 'eu-west-1';
export const cleanRegion = 'eu-central-1';

/** A parameter that is stricter than its default. */
export const strictParams = `params:
  no-world-open-admin-ports:
    adminPorts: [tcp/22, tcp/23, tcp/135, tcp/139, udp/161, tcp/445, tcp/512-514, udp/623, tcp/2375-2376, tcp/2379-2380, tcp/3389, udp/3389, tcp/5900-5903, tcp/5985-5986, tcp/6443, tcp/8006, tcp/10250, tcp/10255]
`;

/** prepay.yaml, with that, with approvals, and with one that is looser than its clauses allow: tcp/11211 and more are left out. */
export const loosenedConfiguration = `version: 1
scope:
  aws:
    - account: "123456789012"
      regions: [${cleanRegion}, ${faultyRegion}]
${strictParams}  no-internet-exposed-admin-or-data-ports:
    dataPorts: [tcp/1433, tcp/1521, tcp/3306, tcp/5432, tcp/5439, tcp/6379, tcp/9042, tcp/9200, tcp/9300, tcp/27017-27019]
approved:
  networks:
    - { cidr: 198.51.100.0/24, reason: Settlement with the partner, owner: payments }
    - { cidr: 198.18.7.0/24, reason: A partner that left, owner: payments }
  routers:
    - { id: i-0123456789abcdef0, reason: NAT instance of the old network, owner: platform }
`;

const judgedParameters: readonly Planted[] = [
  parameter('a parameter that adds a port', 'adminPorts with tcp/8006', 'pass', `${admin}.adminPorts`),
  parameter('a parameter that leaves ports out', 'dataPorts without tcp/11211', 'fail', `${exposed}.dataPorts`),
  parameter('a parameter left at its default', 'dataPorts as it is', 'pass', `${data}.dataPorts`),
];

const parameters: readonly Planted[] = [
  ...judgedParameters,
  ...definitions
    .flatMap(({ id, params }) => Object.keys(params).map((name) => `${id}.${name}`))
    .filter((id) => !judgedParameters.some((one) => one.id === id))
    .map((id) => parameter(null, '', 'pass', id)),
];

const approvals: readonly Planted[] = [
  {
    ...around(null, 'approval', 'networks[0]'),
    name: 'an approved network that a group admits',
    built: '198.51.100.0/24',
    control: unused,
    restsOn: [op.groups],
    mayRestOn: [op.entries],
  },
  {
    ...around(null, 'approval', 'networks[1]'),
    name: 'an approved network that nobody admits, unless by a prefix list that is not there',
    built: '198.18.7.0/24',
    expected: 'unknown',
    control: unused,
    restsOn: [op.groups],
  },
  {
    ...around(null, 'approval', 'routers[0]'),
    name: 'an approved router that is gone',
    built: 'i-0123456789abcdef0',
    expected: 'fail',
    control: unused,
    restsOn: [op.interfaces],
  },
  ...effectiveApprovals(withoutConfig()).map(
    ({ id }): Planted => ({ ...around(null, 'approval', id), expected: 'not-applicable', control: unused }),
  ),
];

/** Plants both regions of an empty moto server; resolves to every verdict that an audit by that configuration comes to. */
export async function plantAccount(endpoint: string): Promise<readonly Planted[]> {
  return [
    ...parameters,
    ...approvals,
    ...ofNoRegion(),
    ...(await plantRegion(endpoint, faultyRegion, 'everything')),
    ...(await plantRegion(endpoint, cleanRegion, 'clean')),
  ];
}

/** Plants the region that holds every plant; beside its verdicts those on reads that are made once for the account or the run. */
export async function plantFaultyRegion(endpoint: string): Promise<readonly Planted[]> {
  return [...ofNoRegion(), ...(await plantRegion(endpoint, faultyRegion, 'everything'))];
}

function ofNoRegion(): Planted[] {
  // Protections are listed where there is a subscription.
  const global = awsOperations
    .map(({ name }) => name)
    .filter((name) => isGlobal(name) && name !== 'shield:ListProtections');
  // Web ACLs and their logging are listed for CloudFront as well, which is in no region.
  const edge = ['wafv2:ListWebACLs', 'wafv2:ListLoggingConfigurations'];
  return [...global, ...edge, 'run:Parameters', 'run:Approvals', 'run:Cde', 'run:Time', 'run:Attestations'].map(
    (id): Planted => ({ ...around(null, 'read', id), control: cards }),
  );
}

async function plantRegion(endpoint: string, name: string, choice: Ground['choice']): Promise<Planted[]> {
  const ground: Ground = { region: openRegion(endpoint, name), choice };
  const { region } = ground;
  try {
    const lists = await buildPrefixLists(region);
    const vpc = await buildVpc(region, 'groups', '10.40.0.0/16');
    const planted = [
      ...vpc.around,
      ...(await plantGroups(ground, vpc.vpcId, lists)),
      ...(await plantSubnets(ground, lists)),
      ...(await plantInterfaces(ground, lists)),
      ...(await plantCardData(ground, vpc)),
    ];
    // What gives the operations something to read that these controls do not ask about.
    await plantConnections(endpoint, name);
    return [...planted, ...(await madeByServer(region, planted))];
  } finally {
    closeRegion(region);
  }
}

/**
 * What stands around the plants: default groups, the default VPC's subnets, the interfaces of NAT gateways, and what leads
 * out of a VPC of its own, with its group, subnets and interfaces. None of it is open to anybody.
 */
async function madeByServer({ ec2, name }: Region, planted: readonly Planted[]): Promise<Planted[]> {
  const { SecurityGroups: groups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  const { Subnets: subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const { NetworkInterfaces: interfaces = [] } = await ec2.send(new DescribeNetworkInterfacesCommand({}));
  const ids = (found: readonly (string | undefined)[]) =>
    found.flatMap((id) => (id === undefined || planted.some((one) => one.id === id) ? [] : [id]));
  const groupIds = ids(groups.map(({ GroupId }) => GroupId));
  const subnetIds = ids(subnets.map(({ SubnetId }) => SubnetId));
  const interfacePlants = interfaces.flatMap(({ NetworkInterfaceId: id = '' }) => {
    if (planted.some((one) => one.id === id)) return [];
    // A NAT gateway's, which moto does not mark as such: a public address, and the default group, which lets nobody in.
    const restsOn = [op.targetGroups];
    return [{ ...around(name, 'aws.ec2.network-interface', id), control: exposed, restsOn, mayRestOn: weighed }];
  });
  return [
    ...groupIds.flatMap((id) =>
      [admin, data, all].map((control) => ({ ...around(name, 'aws.ec2.security-group', id), control })),
    ),
    ...subnetIds.map((id) => ({
      ...around(name, 'aws.ec2.subnet', id),
      control: routed,
      restsOn: [op.tables],
    })),
    ...interfacePlants,
  ];
}

function around(region: string | null, kind: string, id: string): Planted {
  return { control: '', name: null, built: '', expected: 'pass', region, kind, id, restsOn: [] };
}

function parameter(name: string | null, built: string, expected: 'pass' | 'fail', id: string): Planted {
  return { control: loosened, name, built, expected, region: null, kind: 'parameter', id, restsOn: [] };
}
