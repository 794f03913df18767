import { z } from 'zod';
import { cidrs, ids, tags } from './members.js';

const peer = z.strictObject({
  account: z.string(),
  region: z.string().nullable().default(null),
  vpcId: z.string(),
  /** EC2 shows them while the connection is active; empty otherwise. */
  v4: cidrs,
  v6: cidrs,
});

export const vpcPeeringConnection = z.strictObject({
  id: z.string(),
  /** `active`, `pending-acceptance`, `deleted`, … */
  status: z.string(),
  requester: peer,
  accepter: peer,
  tags,
});

export const transitGateway = z.strictObject({
  id: z.string(),
  /** The account that owns it; another one may share it with this. */
  ownerId: z.string(),
  state: z.string().default('available'),
  tags,
});

export const transitGatewayAttachment = z.strictObject({
  id: z.string(),
  transitGatewayId: z.string(),
  transitGatewayOwnerId: z.string().nullable().default(null),
  /** `vpc`, `vpn`, `direct-connect-gateway`, `peering`, `connect`, … */
  resourceType: z.string(),
  resourceId: z.string().nullable().default(null),
  resourceOwnerId: z.string().nullable().default(null),
  /** The table that weighs what comes in by this attachment; null where EC2 names none. */
  routeTableId: z.string().nullable().default(null),
  state: z.string().default('available'),
  tags,
});

export const transitGatewayRouteTable = z.strictObject({
  id: z.string(),
  transitGatewayId: z.string(),
  state: z.string().default('available'),
  routes: z
    .array(
      z.strictObject({
        /** One of the three is set. */
        v4: z.string().nullable().default(null),
        v6: z.string().nullable().default(null),
        list: z.string().nullable().default(null),
        /** `static` or `propagated`. */
        type: z.string(),
        /** `active`, `blackhole`, … */
        state: z.string().default('active'),
        attachments: z
          .array(
            z.strictObject({
              id: z.string(),
              resourceType: z.string().nullable().default(null),
              resourceId: z.string().nullable().default(null),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
  tags,
});

export const vpnGateway = z.strictObject({
  id: z.string(),
  /** VPCs that it is attached to. */
  vpcIds: ids,
  state: z.string().default('available'),
  tags,
});

export const vpnConnection = z.strictObject({
  id: z.string(),
  /** One of the two is set: what the connection ends at on AWS's side. */
  vpnGatewayId: z.string().nullable().default(null),
  transitGatewayId: z.string().nullable().default(null),
  customerGatewayId: z.string().nullable().default(null),
  state: z.string().default('available'),
  /** False: the far side announces its ranges by BGP, and no answer of EC2 lists them here. */
  isStatic: z.boolean().default(false),
  /** Ranges of the far side, as configured (static routes). */
  routes: cidrs,
  tags,
});

export const vpcEndpoint = z.strictObject({
  id: z.string(),
  vpcId: z.string(),
  /** `Interface`, `Gateway`, `GatewayLoadBalancer`, `Resource`, `ServiceNetwork`. */
  type: z.string(),
  /** `com.amazonaws.eu-west-1.s3`, `com.amazonaws.vpce.eu-west-1.vpce-svc-…`. */
  serviceName: z.string(),
  state: z.string().default('available'),
  subnetIds: ids,
  routeTableIds: ids,
  groupIds: ids,
  networkInterfaceIds: ids,
  tags,
});
