import { z } from 'zod';
import { cidrs, ids, tags } from './members.js';

export const networkInterface = z.strictObject({
  id: z.string(),
  vpcId: z.string().nullable().default(null),
  subnetId: z.string().nullable().default(null),
  groupIds: ids,
  privateV4: ids,
  /** Public IPv4 addresses that are associated with it, Elastic or not. */
  publicV4: ids,
  v6: ids,
  /** Prefixes that are delegated to it: every address of theirs is its own, as containers have them. */
  v4Prefixes: cidrs,
  v6Prefixes: cidrs,
  /** `interface`, `nat_gateway`, `network_load_balancer`, … (EC2's InterfaceType). */
  interfaceType: z.string().default('interface'),
  description: z.string().default(''),
  requesterId: z.string().nullable().default(null),
  isRequesterManaged: z.boolean().default(false),
  instanceId: z.string().nullable().default(null),
  deviceIndex: z.int().nullable().default(null),
  hasSourceDestCheck: z.boolean().default(true),
  /** Whether what comes in from an internet gateway is dropped, whatever its groups say. */
  deniesInternetGateways: z.boolean().default(false),
  status: z.string().default('in-use'),
  tags,
});

export const address = z.strictObject({
  /** The allocation id, or the address itself where there is none. */
  id: z.string(),
  publicV4: z.string(),
  networkInterfaceId: z.string().nullable().default(null),
  instanceId: z.string().nullable().default(null),
  tags,
});

export const instance = z.strictObject({
  id: z.string(),
  vpcId: z.string().nullable().default(null),
  subnetId: z.string().nullable().default(null),
  /** `pending`, `running`, `shutting-down`, `terminated`, `stopping`, `stopped`. */
  state: z.string(),
  groupIds: ids,
  networkInterfaceIds: ids,
  imageId: z.string().nullable().default(null),
  tags,
});

/** A launch template with every version of it: an Auto Scaling group may use an old one. */
export const launchTemplate = z.strictObject({
  id: z.string(),
  templateName: z.string().default(''),
  /** Security groups that any version names by id. */
  groupIds: ids,
  /** Security groups that any version names by name. */
  groupNames: ids,
  versions: z
    .array(z.strictObject({ version: z.int(), isDefault: z.boolean().default(false), groupIds: ids, groupNames: ids }))
    .default([]),
  tags,
});
