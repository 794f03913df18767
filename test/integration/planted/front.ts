import {
  AssociateRouteTableCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  DescribeNetworkAclsCommand,
  ReplaceNetworkAclAssociationCommand,
} from '@aws-sdk/client-ec2';
import { given, type Region, tagged } from '../../../scripts/seed/aws.js';
import { buildAcl } from '../network/acls.js';
import type { InterfaceCase } from './interface-cases.js';
import { op, type Planted, routed } from './plant.js';
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

/** The VPC of the interfaces, with a subnet that the internet is routed to and one that it is not. */
export async function buildFront(
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

/** A subnet of 10.60.`net`.0/24 for the case alone, with its entries in an ACL of its own. */
export async function screenedSubnet(
  front: Front,
  one: InterfaceCase,
  net: number,
  planted: Planted[],
): Promise<string> {
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
