import {
  AllocateAddressCommand,
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateRouteCommand,
  type CreateRouteCommandInput,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DeleteNatGatewayCommand,
  DescribeRouteTablesCommand,
} from '@aws-sdk/client-ec2';
import { given, type Region, tagged } from './aws.js';

export interface Network {
  readonly vpcId: string;
  readonly internetGatewayId: string;
  readonly natGatewayId: string;
  /** The VPC's main route table. */
  readonly mainTableId: string;
  readonly subnetIds: Readonly<Record<string, string>>;
}

interface SubnetPlan {
  readonly name: string;
  readonly block: string;
  readonly zone: 'a' | 'b';
  readonly tags: Readonly<Record<string, string>>;
}

export interface NetworkPlan {
  readonly name: string;
  readonly block: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The first is where the NAT gateway stands. */
  readonly subnets: readonly [SubnetPlan, ...SubnetPlan[]];
}

/** The VPC of the plan with its subnets, an internet gateway and a NAT gateway; no route yet but the local ones. */
export async function buildNetwork(region: Region, plan: NetworkPlan): Promise<Network> {
  const { ec2 } = region;
  const vpc = await ec2.send(
    new CreateVpcCommand({
      CidrBlock: plan.block,
      AmazonProvidedIpv6CidrBlock: true,
      TagSpecifications: tagged('vpc', plan.name, plan.tags),
    }),
  );
  const vpcId = given(vpc.Vpc?.VpcId, 'VPC');
  const subnetIds: Record<string, string> = {};
  for (const subnet of plan.subnets) subnetIds[subnet.name] = await buildSubnet(region, vpcId, subnet);
  const gateway = await ec2.send(
    new CreateInternetGatewayCommand({ TagSpecifications: tagged('internet-gateway', plan.name) }),
  );
  const internetGatewayId = given(gateway.InternetGateway?.InternetGatewayId, 'internet gateway');
  await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId: internetGatewayId, VpcId: vpcId }));
  const first = given(subnetIds[plan.subnets[0].name], 'first subnet');
  const natGatewayId = await buildNatGateway(region, plan.name, first);
  return { vpcId, internetGatewayId, natGatewayId, mainTableId: await mainTable(region, vpcId), subnetIds };
}

export interface TablePlan {
  readonly name: string;
  readonly v4: string;
  readonly v6?: string;
  readonly subnets: readonly string[];
  /** IPv4 block → a gateway or peering connection. */
  readonly more?: Readonly<Record<string, string>>;
}

/** A route table whose default routes lead to the given gateways, associated with the named subnets. */
export async function buildTable({ ec2 }: Region, network: Network, plan: TablePlan): Promise<void> {
  const made = await ec2.send(
    new CreateRouteTableCommand({ VpcId: network.vpcId, TagSpecifications: tagged('route-table', plan.name) }),
  );
  const tableId = given(made.RouteTable?.RouteTableId, 'route table');
  for (const [DestinationCidrBlock, to] of Object.entries({ '0.0.0.0/0': plan.v4, ...plan.more })) {
    await ec2.send(new CreateRouteCommand({ RouteTableId: tableId, DestinationCidrBlock, ...targetOf(to) }));
  }
  if (plan.v6 !== undefined) {
    const route = { RouteTableId: tableId, DestinationIpv6CidrBlock: '::/0', GatewayId: plan.v6 };
    await ec2.send(new CreateRouteCommand(route));
  }
  for (const name of plan.subnets) {
    const subnetId = given(network.subnetIds[name], `subnet ${name}`);
    await ec2.send(new AssociateRouteTableCommand({ RouteTableId: tableId, SubnetId: subnetId }));
  }
}

function targetOf(id: string): Pick<CreateRouteCommandInput, 'NatGatewayId' | 'VpcPeeringConnectionId' | 'GatewayId'> {
  if (id.startsWith('nat-')) return { NatGatewayId: id };
  return id.startsWith('pcx-') ? { VpcPeeringConnectionId: id } : { GatewayId: id };
}

/** The id of a VPC without a way out. */
export async function buildPlainVpc(region: Region, name: string, block: string): Promise<string> {
  const made = await region.ec2.send(
    new CreateVpcCommand({ CidrBlock: block, TagSpecifications: tagged('vpc', name) }),
  );
  return given(made.Vpc?.VpcId, 'VPC');
}

/** Deletes a NAT gateway; its routes stay, and lead nowhere. */
export async function deleteNatGateway({ ec2 }: Region, NatGatewayId: string): Promise<void> {
  await ec2.send(new DeleteNatGatewayCommand({ NatGatewayId }));
}

async function buildSubnet({ ec2, name }: Region, vpcId: string, subnet: SubnetPlan): Promise<string> {
  const made = await ec2.send(
    new CreateSubnetCommand({
      VpcId: vpcId,
      CidrBlock: subnet.block,
      AvailabilityZone: `${name}${subnet.zone}`,
      TagSpecifications: tagged('subnet', subnet.name, subnet.tags),
    }),
  );
  return given(made.Subnet?.SubnetId, 'subnet');
}

export async function buildNatGateway({ ec2 }: Region, name: string, subnetId: string): Promise<string> {
  const address = await ec2.send(
    new AllocateAddressCommand({ Domain: 'vpc', TagSpecifications: tagged('elastic-ip', `${name}-nat`) }),
  );
  const made = await ec2.send(
    new CreateNatGatewayCommand({
      SubnetId: subnetId,
      AllocationId: given(address.AllocationId, 'allocation'),
      TagSpecifications: tagged('natgateway', name),
    }),
  );
  return given(made.NatGateway?.NatGatewayId, 'NAT gateway');
}

async function mainTable({ ec2 }: Region, vpcId: string): Promise<string> {
  const Filters = [
    { Name: 'vpc-id', Values: [vpcId] },
    { Name: 'association.main', Values: ['true'] },
  ];
  const found = await ec2.send(new DescribeRouteTablesCommand({ Filters }));
  const tableId = given(found.RouteTables?.[0]?.RouteTableId, 'main route table');
  await ec2.send(new CreateTagsCommand({ Resources: [tableId], Tags: [{ Key: 'Name', Value: 'main' }] }));
  return tableId;
}
