import { z } from 'zod';
import { vpnConnection, vpnGateway } from '../../facts/aws/connections.js';
import { type ItemParser } from '../reading/item-parser.js';
import { block, nameOf, optionalId, tagList } from './item-parser.js';

const wireGateway = z.object({
  VpnGatewayId: z.string(),
  State: z.string().optional(),
  // Without a default: a gateway that does not say where it is attached is not one that is detached.
  VpcAttachments: z.array(z.object({ VpcId: z.string(), State: z.string().optional() })),
  Tags: tagList,
});

export const vpnGateways: ItemParser<'aws.ec2.vpn-gateway'> = {
  kind: 'aws.ec2.vpn-gateway',
  member: 'VpnGateways',
  parse(item) {
    const wire = wireGateway.parse(item);
    return {
      id: wire.VpnGatewayId,
      name: nameOf(wire.Tags),
      data: vpnGateway.parse({
        id: wire.VpnGatewayId,
        // Only what is gone is left out.
        vpcIds: wire.VpcAttachments.filter(({ State }) => State !== 'detached').map(({ VpcId }) => VpcId),
        state: wire.State,
        tags: wire.Tags,
      }),
    };
  },
};

const wireConnection = z.object({
  VpnConnectionId: z.string(),
  VpnGatewayId: optionalId,
  TransitGatewayId: optionalId,
  CustomerGatewayId: optionalId,
  State: z.string().optional(),
  Options: z.object({ StaticRoutesOnly: z.boolean().optional() }).optional(),
  Routes: z.array(z.object({ DestinationCidrBlock: block, State: z.string().optional() })).default([]),
  Tags: tagList,
});

/** A VPN connection. Its pre-shared keys, and the configuration of the far side that holds them, are not recorded. */
export const vpnConnections: ItemParser<'aws.ec2.vpn-connection'> = {
  kind: 'aws.ec2.vpn-connection',
  member: 'VpnConnections',
  parse(item) {
    const wire = wireConnection.parse(item);
    return {
      id: wire.VpnConnectionId,
      name: nameOf(wire.Tags),
      data: vpnConnection.parse({
        id: wire.VpnConnectionId,
        vpnGatewayId: wire.VpnGatewayId,
        transitGatewayId: wire.TransitGatewayId,
        customerGatewayId: wire.CustomerGatewayId,
        state: wire.State,
        isStatic: wire.Options?.StaticRoutesOnly,
        routes: wire.Routes.filter(({ State }) => State !== 'deleted').map((route) => route.DestinationCidrBlock),
        tags: wire.Tags,
      }),
    };
  },
};
