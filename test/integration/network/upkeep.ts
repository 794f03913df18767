import {
  CreateFlowLogsCommand,
  CreateNetworkInterfaceCommand,
  CreateVpcCommand,
  DescribeSecurityGroupsCommand,
  type FlowLogsResourceType,
  ModifyNetworkInterfaceAttributeCommand,
  type TrafficType,
} from '@aws-sdk/client-ec2';
import { closeDefaultAcl } from '../../../scripts/seed/acls.js';
import { given, type Region } from '../../../scripts/seed/aws.js';
import { logTraffic } from '../../../scripts/seed/upkeep.js';
import { type Ground, isWanted, type NetworkControl, planted, type Planted } from './plant.js';
import { addSubnet, tidyVpc } from './tidy-vpc.js';

interface LogPlan {
  readonly of: 'vpc' | 'first subnet' | 'second subnet';
  readonly traffic: TrafficType;
  readonly isLost?: boolean;
}

interface LogCase {
  readonly name: string;
  readonly logs: readonly LogPlan[];
  readonly isFaulty: boolean;
}

const logCases: readonly LogCase[] = [
  { name: 'none', logs: [], isFaulty: true },
  { name: 'what was rejected alone', logs: [{ of: 'vpc', traffic: 'REJECT' }], isFaulty: true },
  { name: 'all, and the delivery fails', logs: [{ of: 'vpc', traffic: 'ALL', isLost: true }], isFaulty: true },
  { name: 'one of two subnets', logs: [{ of: 'first subnet', traffic: 'ALL' }], isFaulty: true },
  { name: 'all', logs: [{ of: 'vpc', traffic: 'ALL' }], isFaulty: false },
  {
    name: 'what was accepted and what was rejected',
    logs: [
      { of: 'vpc', traffic: 'ACCEPT' },
      { of: 'vpc', traffic: 'REJECT' },
    ],
    isFaulty: false,
  },
  {
    name: 'both subnets',
    logs: [
      { of: 'first subnet', traffic: 'ALL' },
      { of: 'second subnet', traffic: 'ALL' },
    ],
    isFaulty: false,
  },
  {
    name: 'one that is lost and one that is not',
    logs: [
      { of: 'vpc', traffic: 'ALL', isLost: true },
      { of: 'vpc', traffic: 'ALL' },
    ],
    isFaulty: false,
  },
];

export async function plantLogs(ground: Ground): Promise<Planted[]> {
  const of = 'vpc-flow-logs-on';
  const found: Planted[] = [];
  for (const [index, one] of logCases.entries()) {
    const verdicts = one.isFaulty ? ({ [of]: 'fail' } as const) : {};
    if (!isWanted(ground, verdicts)) continue;
    const { vpcId, subnetId } = await tidyVpc(ground.region, `logs-${index}`, `10.${70 + index}.0.0/16`, 'unlogged');
    const second = await addSubnet(ground.region, vpcId, `10.${70 + index}.2.0/24`);
    const ids = { vpc: vpcId, 'first subnet': subnetId, 'second subnet': second };
    for (const log of one.logs) await buildLog(ground.region, log, ids[log.of]);
    const built = one.logs.map(
      ({ of: what, traffic, isLost }) =>
        `${traffic} of the ${what}${isLost === true ? ', to a log group that is not there' : ''}`,
    );
    found.push(...planted(ground, { of, name: one.name, verdicts }, built.join('; ') || 'no flow log', vpcId));
  }
  return found;
}

async function buildLog({ ec2, name }: Region, { of, traffic, isLost }: LogPlan, id: string): Promise<void> {
  const type: FlowLogsResourceType = of === 'vpc' ? 'VPC' : 'Subnet';
  await ec2.send(
    new CreateFlowLogsCommand({
      ResourceType: type,
      ResourceIds: [id],
      TrafficType: traffic,
      ...(isLost === true
        ? { LogGroupName: 'not-there', DeliverLogsPermissionArn: 'arn:aws:iam::123456789012:role/flow-logs' }
        : {
            LogDestinationType: 'kinesis-data-firehose',
            LogDestination: `arn:aws:firehose:${name}:123456789012:deliverystream/${traffic}`,
          }),
    }),
  );
}

/** The interface whose forwarding the configuration approves, and one that it does not. */
export async function plantRouters(ground: Ground): Promise<{ planted: Planted[]; approved: string }> {
  const of = 'source-dest-check-on';
  const vpc = await tidyVpc(ground.region, 'routers', '10.62.0.0/16');
  const make = async (isRouter: boolean): Promise<string> => {
    const made = await ground.region.ec2.send(
      new CreateNetworkInterfaceCommand({ SubnetId: vpc.subnetId, Description: 'planted' }),
    );
    const id = given(made.NetworkInterface?.NetworkInterfaceId, 'interface');
    if (isRouter) {
      await ground.region.ec2.send(
        new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId: id, SourceDestCheck: { Value: false } }),
      );
    }
    return id;
  };
  const approved = await make(true);
  const tell = (name: string, built: string, id: string, verdicts: { [of]?: 'fail' }) =>
    planted(ground, { of, name, verdicts }, built, id);
  const found = [
    ...tell('an approved router', 'check off, approved', approved, {}),
    ...tell('a host', 'check on', await make(false), {}),
  ];
  if (ground.choice === 'everything')
    found.push(...tell('a router that nobody approved', 'check off', await make(true), { [of]: 'fail' }));
  return { planted: found, approved };
}

/** The default group that a VPC comes with, as it is and emptied. */
export async function plantDefaultGroups(ground: Ground): Promise<Planted[]> {
  const of: NetworkControl = 'default-security-group-closed';
  const { region } = ground;
  const tidy = await tidyVpc(region, 'default-group', '10.63.0.0/16');
  const found = planted(
    ground,
    { of, name: 'emptied', verdicts: {} },
    'no rule',
    await defaultGroup(region, tidy.vpcId),
  );
  if (ground.choice === 'clean') return found;
  const made = await region.ec2.send(new CreateVpcCommand({ CidrBlock: '10.64.0.0/16' }));
  const vpcId = given(made.Vpc?.VpcId, 'VPC');
  await closeDefaultAcl(region, vpcId);
  await logTraffic(region, vpcId);
  const verdicts = { [of]: 'fail', 'rules-justified': 'fail', 'cde-egress-restricted': 'fail' } as const;
  return [
    ...found,
    ...planted(
      ground,
      { of, name: 'as a VPC comes with it', verdicts },
      'its own members in, everything out',
      await defaultGroup(region, vpcId),
    ),
  ];
}

async function defaultGroup({ ec2 }: Region, vpcId: string): Promise<string> {
  const Filters = [
    { Name: 'vpc-id', Values: [vpcId] },
    { Name: 'group-name', Values: ['default'] },
  ];
  const { SecurityGroups: groups } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
  return given(groups?.[0]?.GroupId, 'default group');
}
