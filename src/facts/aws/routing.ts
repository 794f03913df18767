import { z } from 'zod';
import { ids, ownerId, tags } from './members.js';

export const route = z.strictObject({
  /** One of the three is set: IPv4 CIDR, IPv6 CIDR, managed prefix list id. */
  v4: z.string().nullable().default(null),
  v6: z.string().nullable().default(null),
  list: z.string().nullable().default(null),
  /** What the route leads to, `igw-…`, `eigw-…`, `nat-…`, `local`, `tgw-…`, `pcx-…`, `vgw-…`, `eni-…`, `i-…`, …; null if EC2 names none. */
  target: z.string().nullable(),
  /** `filtered`: a route server knows the route and holds it back. */
  state: z.enum(['active', 'blackhole', 'filtered']).default('active'),
  origin: z.string().default('CreateRoute'),
});

export const routeTable = z.strictObject({
  id: z.string(),
  vpcId: z.string(),
  /** The account that owns it; null where EC2 names none. */
  ownerId,
  /** Whether it is its VPC's main table. */
  isMain: z.boolean().default(false),
  /** Subnets that are associated explicitly. */
  subnetIds: ids,
  /** Gateways with an edge association. */
  gatewayIds: ids,
  routes: z.array(route).default([]),
  tags,
});
