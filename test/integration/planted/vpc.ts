import {
  AllocateAddressCommand,
  AttachInternetGatewayCommand,
  CreateEgressOnlyInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeNetworkAclsCommand,
  DescribeRouteTablesCommand,
} from '@aws-sdk/client-ec2';
import { given, type Region, tagged } from '../../../scripts/seed/aws.js';
import { addEntries } from '../network/acls.js';
import { op, type Planted, routed } from './plant.js';

/** A VPC with every kind of gateway, whose main table has its local routes alone. */
export interface Vpc {
  readonly vpcId: string;
  /** `10.50.0.0/16`. */
  readonly block: string;
  readonly internetGatewayId: string;
  /** An internet gateway that is attached to no VPC. */
  readonly detachedGatewayId: string;
  readonly natGatewayId: string;
  readonly egressOnlyGatewayId: string;
  readonly mainTableId: string;
  /** The subnet that holds the NAT gateway. */
  readonly around: readonly Planted[];
}

export async function buildVpc(region: Region, name: string, block: string): Promise<Vpc> {
  const { ec2 } = region;
  const vpc = await ec2.send(
    new CreateVpcCommand({
      CidrBlock: block,
      AmazonProvidedIpv6CidrBlock: true,
      TagSpecifications: tagged('vpc', name),
    }),
  );
  const vpcId = given(vpc.Vpc?.VpcId, 'VPC');
  await openToIpv6(region, vpcId);
  const internetGatewayId = await internetGateway(region);
  await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId: internetGatewayId, VpcId: vpcId }));
  const egressOnly = await ec2.send(new CreateEgressOnlyInternetGatewayCommand({ VpcId: vpcId }));
  const subnet = await ec2.send(
    new CreateSubnetCommand({
      VpcId: vpcId,
      CidrBlock: block.replace('0.0/16', '0.0/24'),
      TagSpecifications: tagged('subnet', 'nat'),
    }),
  );
  const SubnetId = given(subnet.Subnet?.SubnetId, 'subnet');
  const address = await ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }));
  const nat = await ec2.send(new CreateNatGatewayCommand({ SubnetId, AllocationId: address.AllocationId }));
  const tables = await ec2.send(
    new DescribeRouteTablesCommand({
      Filters: [
        { Name: 'vpc-id', Values: [vpcId] },
        { Name: 'association.main', Values: ['true'] },
      ],
    }),
  );
  return {
    vpcId,
    block,
    internetGatewayId,
    detachedGatewayId: await internetGateway(region),
    natGatewayId: given(nat.NatGateway?.NatGatewayId, 'NAT gateway'),
    egressOnlyGatewayId: given(
      egressOnly.EgressOnlyInternetGateway?.EgressOnlyInternetGatewayId,
      'egress-only gateway',
    ),
    mainTableId: given(tables.RouteTables?.[0]?.RouteTableId, 'main route table'),
    around: [
      {
        control: routed,
        name: null,
        built: '',
        // Its VPC's main table leads to the internet in one VPC; nothing says that it is private.
        expected: name === 'open' ? 'not-applicable' : 'pass',
        region: region.name,
        kind: 'aws.ec2.subnet',
        id: SubnetId,
        restsOn: name === 'open' ? [op.tables, op.gateways, op.interfaces] : [op.tables],
      },
    ],
  };
}

async function internetGateway({ ec2 }: Region): Promise<string> {
  const made = await ec2.send(new CreateInternetGatewayCommand({}));
  return given(made.InternetGateway?.InternetGatewayId, 'internet gateway');
}

/** The default ACL of a VPC with IPv6 lets that through as well, which moto leaves out. */
async function openToIpv6(region: Region, vpcId: string): Promise<void> {
  const Filters = [{ Name: 'vpc-id', Values: [vpcId] }];
  const { NetworkAcls: acls } = await region.ec2.send(new DescribeNetworkAclsCommand({ Filters }));
  const everything = { rule: 101, does: 'allow', to: '-1', block: '::/0' } as const;
  const id = given(acls?.[0]?.NetworkAclId, 'default network ACL');
  await addEntries(region, id, [
    { ...everything, way: 'in' },
    { ...everything, way: 'out' },
  ]);
}
