import {
  AcceptVpcPeeringConnectionCommand,
  AttachVpnGatewayCommand,
  CreateCustomerGatewayCommand,
  CreateFlowLogsCommand,
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  CreateNetworkAclEntryCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateTransitGatewayCommand,
  CreateTransitGatewayRouteCommand,
  CreateTransitGatewayRouteTableCommand,
  CreateTransitGatewayVpcAttachmentCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  CreateVpcPeeringConnectionCommand,
  CreateVpnConnectionCommand,
  CreateVpnGatewayCommand,
  DescribeNetworkAclsCommand,
  type EC2Client,
  EnableTransitGatewayRouteTablePropagationCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { closeRegion, given, openRegion, tagged } from '../../../../scripts/seed/aws.js';

/** What stands in the user data that is planted, and must stand in no recording. */
export const userData = 'export DATABASE_PASSWORD=correct-horse';

export interface Connections {
  readonly vpcId: string;
  readonly subnetId: string;
  readonly groupId: string;
  readonly aclId: string;
  readonly peerVpcId: string;
  readonly transitGatewayId: string;
  /** Of the VPC; its routes are in `tableId`. */
  readonly attachmentId: string;
  readonly tableId: string;
  readonly vpnGatewayId: string;
}

/** Builds a VPC in the region with one of everything that leads out of a VPC, and what is launched and logged in it. */
export async function plantConnections(endpoint: string, regionName: string): Promise<Connections> {
  const region = openRegion(endpoint, regionName);
  const { ec2 } = region;
  try {
    const vpcId = await vpc(ec2, '10.140.0.0/16');
    const made = await ec2.send(new CreateSubnetCommand({ VpcId: vpcId, CidrBlock: '10.140.1.0/24' }));
    const subnetId = given(made.Subnet?.SubnetId, 'subnet');
    const group = { GroupName: 'connected', Description: 'connected', VpcId: vpcId };
    const groupId = given((await ec2.send(new CreateSecurityGroupCommand(group))).GroupId, 'security group');
    const place = { vpcId, subnetId, groupId };
    const aclId = await fillAcl(ec2, vpcId);
    const peerVpcId = await peer(ec2, vpcId);
    const transit = await buildTransitGateway(ec2, place);
    const vpnGatewayId = await buildVpn(ec2, vpcId, transit.transitGatewayId);
    await buildEndpoints(ec2, regionName, place);
    await launch(ec2, place);
    await logRejected(ec2, subnetId);
    return { ...place, aclId, peerVpcId, ...transit, vpnGatewayId };
  } finally {
    closeRegion(region);
  }
}

type Place = Pick<Connections, 'vpcId' | 'subnetId' | 'groupId'>;

async function vpc(ec2: EC2Client, CidrBlock: string): Promise<string> {
  return given((await ec2.send(new CreateVpcCommand({ CidrBlock }))).Vpc?.VpcId, 'VPC');
}

async function fillAcl(ec2: EC2Client, vpcId: string): Promise<string> {
  const filter = { Filters: [{ Name: 'vpc-id', Values: [vpcId] }] };
  const { NetworkAcls } = await ec2.send(new DescribeNetworkAclsCommand(filter));
  const id = given(NetworkAcls?.[0]?.NetworkAclId, 'network ACL');
  const entry = { NetworkAclId: id, Egress: false, CidrBlock: '0.0.0.0/0' } as const;
  const denied = { RuleNumber: 50, Protocol: '6', RuleAction: 'deny', PortRange: { From: 22, To: 22 } } as const;
  const ping = { RuleNumber: 51, Protocol: '1', RuleAction: 'allow', IcmpTypeCode: { Type: 8, Code: -1 } } as const;
  for (const own of [denied, ping]) await ec2.send(new CreateNetworkAclEntryCommand({ ...entry, ...own }));
  return id;
}

async function peer(ec2: EC2Client, vpcId: string): Promise<string> {
  const peerVpcId = await vpc(ec2, '10.141.0.0/16');
  const asked = await ec2.send(new CreateVpcPeeringConnectionCommand({ VpcId: vpcId, PeerVpcId: peerVpcId }));
  const id = given(asked.VpcPeeringConnection?.VpcPeeringConnectionId, 'peering');
  await ec2.send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId: id }));
  return peerVpcId;
}

/** A transit gateway with a table of its own beside the default one: a static route, a blackhole, a propagated one. */
async function buildTransitGateway(
  ec2: EC2Client,
  { vpcId, subnetId }: Place,
): Promise<Pick<Connections, 'transitGatewayId' | 'attachmentId' | 'tableId'>> {
  const hub = await ec2.send(new CreateTransitGatewayCommand({ Description: 'hub' }));
  const transitGatewayId = given(hub.TransitGateway?.TransitGatewayId, 'transit gateway');
  const attached = await ec2.send(
    new CreateTransitGatewayVpcAttachmentCommand({
      TransitGatewayId: transitGatewayId,
      VpcId: vpcId,
      SubnetIds: [subnetId],
    }),
  );
  const attachmentId = given(attached.TransitGatewayVpcAttachment?.TransitGatewayAttachmentId, 'attachment');
  const table = await ec2.send(new CreateTransitGatewayRouteTableCommand({ TransitGatewayId: transitGatewayId }));
  const tableId = given(table.TransitGatewayRouteTable?.TransitGatewayRouteTableId, 'route table');
  const own = { TransitGatewayRouteTableId: tableId };
  const through = { ...own, TransitGatewayAttachmentId: attachmentId };
  await ec2.send(new CreateTransitGatewayRouteCommand({ ...through, DestinationCidrBlock: '10.50.0.0/16' }));
  await ec2.send(
    new CreateTransitGatewayRouteCommand({ ...own, DestinationCidrBlock: '10.60.0.0/16', Blackhole: true }),
  );
  await ec2.send(new EnableTransitGatewayRouteTablePropagationCommand(through));
  return { transitGatewayId, attachmentId, tableId };
}

async function buildVpn(ec2: EC2Client, vpcId: string, transitGatewayId: string): Promise<string> {
  const vpnGatewayId = given(
    (await ec2.send(new CreateVpnGatewayCommand({ Type: 'ipsec.1' }))).VpnGateway?.VpnGatewayId,
    'VPN gateway',
  );
  await ec2.send(new AttachVpnGatewayCommand({ VpnGatewayId: vpnGatewayId, VpcId: vpcId }));
  const office = { Type: 'ipsec.1', BgpAsn: 65_000, IpAddress: '192.0.2.1' } as const;
  const far = await ec2.send(new CreateCustomerGatewayCommand(office));
  const own = { Type: 'ipsec.1', CustomerGatewayId: given(far.CustomerGateway?.CustomerGatewayId, 'customer gateway') };
  await ec2.send(new CreateVpnConnectionCommand({ ...own, VpnGatewayId: vpnGatewayId }));
  await ec2.send(new CreateVpnConnectionCommand({ ...own, TransitGatewayId: transitGatewayId }));
  return vpnGatewayId;
}

async function buildEndpoints(ec2: EC2Client, regionName: string, place: Place): Promise<void> {
  const VpcId = place.vpcId;
  const gateway = { ServiceName: `com.amazonaws.${regionName}.s3`, VpcEndpointType: 'Gateway' } as const;
  await ec2.send(new CreateVpcEndpointCommand({ VpcId, ...gateway }));
  const registry = { ServiceName: `com.amazonaws.${regionName}.ecr.api`, VpcEndpointType: 'Interface' } as const;
  const reached = { SubnetIds: [place.subnetId], SecurityGroupIds: [place.groupId] };
  await ec2.send(new CreateVpcEndpointCommand({ VpcId, ...registry, ...reached }));
}

async function launch(ec2: EC2Client, { subnetId, groupId }: Place): Promise<void> {
  const UserData = Buffer.from(userData).toString('base64');
  const template = await ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: 'connected',
      LaunchTemplateData: { SecurityGroupIds: [groupId], UserData },
    }),
  );
  await ec2.send(
    new CreateLaunchTemplateVersionCommand({
      LaunchTemplateId: given(template.LaunchTemplate?.LaunchTemplateId, 'launch template'),
      LaunchTemplateData: { SecurityGroups: ['default'], UserData },
    }),
  );
  const two = { ImageId: 'ami-12345678', MinCount: 2, MaxCount: 2 };
  const own = { SubnetId: subnetId, SecurityGroupIds: [groupId], UserData };
  const TagSpecifications = tagged('instance', 'connected');
  await ec2.send(new RunInstancesCommand({ ...two, ...own, TagSpecifications }));
}

async function logRejected(ec2: EC2Client, subnetId: string): Promise<void> {
  await ec2.send(
    new CreateFlowLogsCommand({
      ResourceIds: [subnetId],
      ResourceType: 'Subnet',
      TrafficType: 'REJECT',
      LogGroupName: 'flow',
      DeliverLogsPermissionArn: 'arn:aws:iam::123456789012:role/flow',
    }),
  );
}
