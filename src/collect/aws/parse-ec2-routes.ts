import { z } from 'zod';
import { route, routeTable } from '../../facts/aws/routing.js';
import { type ItemParser } from '../reading/item-parser.js';
import { block, nameOf, tagList } from './item-parser.js';

const id = z.string().optional();

const wireRoute = z
  .object({
    DestinationCidrBlock: block.optional(),
    DestinationIpv6CidrBlock: block.optional(),
    DestinationPrefixListId: id,
    GatewayId: id,
    NatGatewayId: id,
    EgressOnlyInternetGatewayId: id,
    TransitGatewayId: id,
    VpcPeeringConnectionId: id,
    LocalGatewayId: id,
    CarrierGatewayId: id,
    CoreNetworkArn: id,
    OdbNetworkArn: id,
    NetworkInterfaceId: id,
    InstanceId: id,
    Origin: z.string().optional(),
    State: z.enum(['active', 'blackhole', 'filtered']), // without a default: EC2 says it of every route
  })
  .refine(
    (wire) =>
      [wire.DestinationCidrBlock, wire.DestinationIpv6CidrBlock, wire.DestinationPrefixListId].filter(
        (destination) => destination !== undefined,
      ).length === 1,
    'a route has one destination: an IPv4 block, an IPv6 block or a prefix list',
  );

const wireAssociation = z.object({
  Main: z.boolean().default(false),
  SubnetId: id,
  GatewayId: id,
  AssociationState: z.object({ State: z.string() }).optional(),
});

const wireRouteTable = z.object({
  RouteTableId: z.string(),
  VpcId: z.string(),
  OwnerId: z.string().optional(),
  // Without defaults: a table that does not say where it leads, or for whom, is none that leads nowhere.
  Associations: z.array(wireAssociation),
  Routes: z.array(wireRoute),
  Tags: tagList,
});

export const routeTables: ItemParser<'aws.ec2.route-table'> = {
  kind: 'aws.ec2.route-table',
  member: 'RouteTables',
  parse(item) {
    const wire = wireRouteTable.parse(item);
    const associations = wire.Associations.filter(isAssociated);
    return {
      id: wire.RouteTableId,
      name: nameOf(wire.Tags),
      data: routeTable.parse({
        id: wire.RouteTableId,
        vpcId: wire.VpcId,
        ownerId: wire.OwnerId,
        isMain: associations.some((association) => association.Main),
        subnetIds: associations.flatMap((association) => association.SubnetId ?? []),
        gatewayIds: associations.flatMap((association) => association.GatewayId ?? []),
        routes: wire.Routes.map(parseRoute),
        tags: wire.Tags,
      }),
    };
  },
};

/** An association without a state, or that is being made, counts as in force; one that is going or failed does not. */
function isAssociated({ AssociationState }: z.infer<typeof wireAssociation>): boolean {
  return AssociationState === undefined || /^associat(?:ed|ing)$/u.test(AssociationState.State);
}

function parseRoute(wire: z.infer<typeof wireRoute>): z.infer<typeof route> {
  return route.parse({
    v4: wire.DestinationCidrBlock,
    v6: wire.DestinationIpv6CidrBlock,
    list: wire.DestinationPrefixListId,
    target: target(wire),
    state: wire.State,
    origin: wire.Origin,
  });
}

/** A route to an instance names its interface as well: the interface is what the packet reaches. */
function target(wire: z.infer<typeof wireRoute>): string | null {
  return (
    wire.GatewayId ??
    wire.NatGatewayId ??
    wire.EgressOnlyInternetGatewayId ??
    wire.TransitGatewayId ??
    wire.VpcPeeringConnectionId ??
    wire.LocalGatewayId ??
    wire.CarrierGatewayId ??
    wire.CoreNetworkArn ??
    wire.OdbNetworkArn ??
    wire.NetworkInterfaceId ??
    wire.InstanceId ??
    null
  );
}
