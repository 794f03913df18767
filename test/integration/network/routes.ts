import {
  CreateManagedPrefixListCommand,
  CreateRouteCommand,
  type CreateRouteCommandInput,
  CreateRouteTableCommand,
  CreateTransitGatewayCommand,
  CreateTransitGatewayRouteCommand,
  CreateTransitGatewayVpcAttachmentCommand,
} from '@aws-sdk/client-ec2';
import { given, type Region, tagged } from '../../../scripts/seed/aws.js';
import { peer } from '../../../scripts/seed/upkeep.js';
import { type Ground, isWanted, planted, type Planted } from './plant.js';
import { type TidyVpc, tidyVpc } from './tidy-vpc.js';

interface RouteCase {
  readonly name: string;
  /** A CIDR, or a prefix list of these. */
  readonly to: string | readonly string[];
  readonly by: 'peering' | 'transit gateway';
  readonly isFaulty: boolean;
}

const own = '10.80.0.0/16';
const peerBlock = '10.81.0.0/16';
const far = '10.82.0.0/16';

const cases: readonly RouteCase[] = [
  { name: 'a supernet of the peer', to: '10.0.0.0/8', by: 'peering', isFaulty: true },
  { name: 'everything to the peer', to: '0.0.0.0/0', by: 'peering', isFaulty: true },
  { name: 'a prefix list wider than the peer', to: [peerBlock, '10.83.0.0/16'], by: 'peering', isFaulty: true },
  { name: 'the range of the peer', to: peerBlock, by: 'peering', isFaulty: false },
  { name: 'a part of the peer', to: '10.81.3.0/24', by: 'peering', isFaulty: false },
  { name: 'a prefix list inside the peer', to: ['10.81.3.0/24', '10.81.7.0/24'], by: 'peering', isFaulty: false },
  { name: 'a supernet of what the transit gateway carries', to: '10.80.0.0/14', by: 'transit gateway', isFaulty: true },
  {
    name: 'a range that the transit gateway does not carry',
    to: '172.16.0.0/12',
    by: 'transit gateway',
    isFaulty: true,
  },
  { name: 'a range that the transit gateway carries', to: far, by: 'transit gateway', isFaulty: false },
];

/** A route table a case, in a VPC with a peer and a transit gateway, whose table carries the range of a third VPC. */
export async function plantRoutes(ground: Ground): Promise<Planted[]> {
  const of = 'routes-not-too-broad';
  const { region } = ground;
  const vpc = await tidyVpc(region, 'routes', own);
  const other = await tidyVpc(region, 'peer', peerBlock);
  const pcx = await peer(region, 'peer', vpc.vpcId, other.vpcId);
  const tgw = await buildTransitGateway(region, [vpc, await tidyVpc(region, 'far', far)]);
  const found: Planted[] = [];
  for (const one of cases) {
    const verdicts = one.isFaulty ? ({ [of]: 'fail' } as const) : {};
    if (!isWanted(ground, verdicts)) continue;
    const target = one.by === 'peering' ? { VpcPeeringConnectionId: pcx } : { TransitGatewayId: tgw };
    const id = await buildTable(region, vpc, { ...(await destination(region, one.to)), ...target });
    const to = typeof one.to === 'string' ? one.to : `a prefix list of ${one.to.join(', ')}`;
    const behind = one.by === 'peering' ? peerBlock : `${own} and ${far}`;
    found.push(
      ...planted(ground, { of, name: one.name, verdicts }, `${to} to a ${one.by} with ${behind} behind it`, id),
    );
  }
  return found;
}

async function buildTransitGateway({ ec2 }: Region, vpcs: readonly TidyVpc[]): Promise<string> {
  const made = await ec2.send(
    new CreateTransitGatewayCommand({ TagSpecifications: tagged('transit-gateway', 'planted') }),
  );
  const id = given(made.TransitGateway?.TransitGatewayId, 'transit gateway');
  const tableId = given(made.TransitGateway?.Options?.AssociationDefaultRouteTableId, 'its table');
  for (const { vpcId, subnetId } of vpcs) {
    const attached = await ec2.send(
      new CreateTransitGatewayVpcAttachmentCommand({ TransitGatewayId: id, VpcId: vpcId, SubnetIds: [subnetId] }),
    );
    const attachmentId = given(attached.TransitGatewayVpcAttachment?.TransitGatewayAttachmentId, 'attachment');
    // What the server does not announce by itself is stated.
    await ec2.send(
      new CreateTransitGatewayRouteCommand({
        TransitGatewayRouteTableId: tableId,
        DestinationCidrBlock: vpcs[0]?.vpcId === vpcId ? own : far,
        TransitGatewayAttachmentId: attachmentId,
      }),
    );
  }
  return id;
}

async function destination({ ec2 }: Region, to: RouteCase['to']): Promise<Partial<CreateRouteCommandInput>> {
  if (typeof to === 'string') return { DestinationCidrBlock: to };
  const made = await ec2.send(
    new CreateManagedPrefixListCommand({
      PrefixListName: 'routed',
      AddressFamily: 'IPv4',
      MaxEntries: 10,
      Entries: to.map((Cidr) => ({ Cidr })),
    }),
  );
  return { DestinationPrefixListId: given(made.PrefixList?.PrefixListId, 'prefix list') };
}

async function buildTable(
  { ec2 }: Region,
  { vpcId }: TidyVpc,
  route: Partial<CreateRouteCommandInput>,
): Promise<string> {
  const made = await ec2.send(
    new CreateRouteTableCommand({ VpcId: vpcId, TagSpecifications: tagged('route-table', 'planted') }),
  );
  const RouteTableId = given(made.RouteTable?.RouteTableId, 'route table');
  await ec2.send(new CreateRouteCommand({ RouteTableId, ...route }));
  return RouteTableId;
}
