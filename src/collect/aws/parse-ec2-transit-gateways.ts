import { z } from 'zod';
import { transitGateway, transitGatewayAttachment, transitGatewayRouteTable } from '../../facts/aws/connections.js';
import { type ItemParser, type ParsedItem } from '../reading/item-parser.js';
import { block, nameOf, optionalId, tagList } from './item-parser.js';

const wireGateway = z.object({
  TransitGatewayId: z.string(),
  OwnerId: z.string(),
  State: z.string().optional(),
  Tags: tagList,
});

export const transitGateways: ItemParser<'aws.ec2.transit-gateway'> = {
  kind: 'aws.ec2.transit-gateway',
  member: 'TransitGateways',
  parse(item) {
    const wire = wireGateway.parse(item);
    const data = { id: wire.TransitGatewayId, ownerId: wire.OwnerId, state: wire.State, tags: wire.Tags };
    return { id: data.id, name: nameOf(wire.Tags), data: transitGateway.parse(data) };
  },
};

const wireAttachment = z.object({
  TransitGatewayAttachmentId: z.string(),
  TransitGatewayId: z.string(),
  TransitGatewayOwnerId: optionalId,
  ResourceType: z.string(),
  ResourceId: optionalId,
  ResourceOwnerId: optionalId,
  Association: z.object({ TransitGatewayRouteTableId: optionalId, State: z.string().optional() }).optional(),
  State: z.string().optional(),
  Tags: tagList,
});

export const transitGatewayAttachments: ItemParser<'aws.ec2.transit-gateway-attachment'> = {
  kind: 'aws.ec2.transit-gateway-attachment',
  member: 'TransitGatewayAttachments',
  parse(item) {
    const wire = wireAttachment.parse(item);
    // Only what is gone is left out: one that is being undone may still be in force.
    const association = wire.Association?.State === 'disassociated' ? undefined : wire.Association;
    return {
      id: wire.TransitGatewayAttachmentId,
      name: nameOf(wire.Tags),
      data: transitGatewayAttachment.parse({
        id: wire.TransitGatewayAttachmentId,
        transitGatewayId: wire.TransitGatewayId,
        transitGatewayOwnerId: wire.TransitGatewayOwnerId,
        resourceType: wire.ResourceType,
        resourceId: wire.ResourceId,
        resourceOwnerId: wire.ResourceOwnerId,
        routeTableId: association?.TransitGatewayRouteTableId,
        state: wire.State,
        tags: wire.Tags,
      }),
    };
  },
};

const wireRouteTable = z.object({
  TransitGatewayRouteTableId: z.string(),
  TransitGatewayId: z.string(),
  State: z.string().optional(),
  Tags: tagList,
});

/** A route table of a transit gateway without its routes, which SearchTransitGatewayRoutes lists. */
export const transitGatewayRouteTables: ItemParser<'aws.ec2.transit-gateway-route-table'> = {
  kind: 'aws.ec2.transit-gateway-route-table',
  member: 'TransitGatewayRouteTables',
  parse(item) {
    const wire = wireRouteTable.parse(item);
    return {
      id: wire.TransitGatewayRouteTableId,
      name: nameOf(wire.Tags),
      data: transitGatewayRouteTable.parse({
        id: wire.TransitGatewayRouteTableId,
        transitGatewayId: wire.TransitGatewayId,
        state: wire.State,
        tags: wire.Tags,
      }),
    };
  },
};

const wireRoute = z
  .object({
    DestinationCidrBlock: block.optional(),
    PrefixListId: z.string().optional(),
    Type: z.string(),
    State: z.string(),
    TransitGatewayAttachments: z
      .array(
        z.object({
          TransitGatewayAttachmentId: z.string(),
          ResourceType: optionalId,
          ResourceId: optionalId,
        }),
      )
      .default([]),
  })
  .refine(
    (wire) => wire.DestinationCidrBlock !== undefined || wire.PrefixListId !== undefined,
    'a route has a destination: a block or a prefix list',
  )
  // Only what is in force leads somewhere: without that, where it leads is not known.
  .refine((wire) => wire.State !== 'active' || wire.TransitGatewayAttachments.length > 0, {
    message: 'expected the attachments that an active route leads to',
    path: ['TransitGatewayAttachments'],
  });

export type TransitGatewayRoute = ParsedItem<'aws.ec2.transit-gateway-route-table'>['data']['routes'][number];

/** One route of a transit gateway's table; several attachments share its traffic, a blackhole has none. */
export function parseTransitGatewayRoute(item: unknown): TransitGatewayRoute {
  const wire = wireRoute.parse(item);
  const cidr = wire.DestinationCidrBlock ?? null;
  const isV6 = cidr?.includes(':') === true;
  return {
    v4: isV6 ? null : cidr,
    v6: isV6 ? cidr : null,
    // Beside a block the list is where that block comes from: the route is to the block alone.
    list: cidr === null ? (wire.PrefixListId ?? null) : null,
    type: wire.Type,
    state: wire.State,
    attachments: wire.TransitGatewayAttachments.map((attachment) => ({
      id: attachment.TransitGatewayAttachmentId,
      resourceType: attachment.ResourceType,
      resourceId: attachment.ResourceId,
    })),
  };
}
