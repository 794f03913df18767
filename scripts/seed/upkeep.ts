import {
  AcceptVpcPeeringConnectionCommand,
  CreateFlowLogsCommand,
  CreateVpcPeeringConnectionCommand,
  DeleteInternetGatewayCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeInternetGatewaysCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  DetachInternetGatewayCommand,
} from '@aws-sdk/client-ec2';
import { given, type Region, tagged } from './aws.js';

/** Flow logs of all traffic of the VPC, delivered to a stream. */
export async function logTraffic({ ec2, name }: Region, vpcId: string): Promise<void> {
  await ec2.send(
    new CreateFlowLogsCommand({
      ResourceType: 'VPC',
      ResourceIds: [vpcId],
      TrafficType: 'ALL',
      LogDestinationType: 'kinesis-data-firehose',
      LogDestination: `arn:aws:firehose:${name}:123456789012:deliverystream/flow-records`,
      TagSpecifications: tagged('vpc-flow-log', 'flow-records'),
    }),
  );
}

/** Flow logs of all traffic to a log group that is not there: EC2 makes them, and every delivery fails. */
export async function logTrafficToNobody({ ec2 }: Region, vpcId: string): Promise<void> {
  await ec2.send(
    new CreateFlowLogsCommand({
      ResourceType: 'VPC',
      ResourceIds: [vpcId],
      TrafficType: 'ALL',
      LogGroupName: 'deleted-last-spring',
      DeliverLogsPermissionArn: 'arn:aws:iam::123456789012:role/flow-logs',
      TagSpecifications: tagged('vpc-flow-log', 'flow-records'),
    }),
  );
}

/** Deletes the default VPC that a region comes with, and all that belongs to it. */
export async function deleteDefaultVpc({ ec2 }: Region): Promise<void> {
  const isDefault = [{ Name: 'is-default', Values: ['true'] }];
  const { Vpcs: vpcs } = await ec2.send(new DescribeVpcsCommand({ Filters: isDefault }));
  const VpcId = given(vpcs?.[0]?.VpcId, 'default VPC');
  const { Subnets: subnets } = await ec2.send(
    new DescribeSubnetsCommand({ Filters: [{ Name: 'vpc-id', Values: [VpcId] }] }),
  );
  for (const { SubnetId } of subnets ?? []) await ec2.send(new DeleteSubnetCommand({ SubnetId }));
  const attached = [{ Name: 'attachment.vpc-id', Values: [VpcId] }];
  const { InternetGateways: gateways } = await ec2.send(new DescribeInternetGatewaysCommand({ Filters: attached }));
  for (const { InternetGatewayId } of gateways ?? []) {
    await ec2.send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
    await ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId }));
  }
  await ec2.send(new DeleteVpcCommand({ VpcId }));
}

/** The id of an accepted peering connection between two VPCs of the region. */
export async function peer({ ec2 }: Region, name: string, vpcId: string, peerVpcId: string): Promise<string> {
  const made = await ec2.send(
    new CreateVpcPeeringConnectionCommand({
      VpcId: vpcId,
      PeerVpcId: peerVpcId,
      TagSpecifications: tagged('vpc-peering-connection', name),
    }),
  );
  const VpcPeeringConnectionId = given(made.VpcPeeringConnection?.VpcPeeringConnectionId, 'peering connection');
  await ec2.send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId }));
  return VpcPeeringConnectionId;
}
