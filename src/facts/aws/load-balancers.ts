import { z } from 'zod';
import { ids } from './members.js';

export const loadBalancer = z.strictObject({
  /** The ARN. */
  id: z.string(),
  loadBalancerName: z.string().default(''),
  type: z.enum(['application', 'network', 'gateway']),
  isInternetFacing: z.boolean(),
  vpcId: z.string().nullable().default(null),
  subnetIds: ids,
  /** Empty for a network load balancer without groups: then nothing filters. */
  groupIds: ids,
  ipAddressType: z.string().default('ipv4'),
  dnsName: z.string().default(''),
});

export const listener = z.strictObject({
  /** The ARN. */
  id: z.string(),
  loadBalancerId: z.string(),
  /** `HTTP`, `HTTPS`, `TCP`, `TLS`, `UDP`, `TCP_UDP`, `GENEVE`, … */
  protocol: z.string(),
  port: z.int().nullable().default(null),
  sslPolicy: z.string().nullable().default(null),
  certificateIds: ids,
  /** Target groups that the default actions forward to. */
  targetGroupIds: ids,
  /** Types of the default actions: `forward`, `redirect`, `fixed-response`, … */
  actions: ids,
});

export const targetGroup = z.strictObject({
  /** The ARN. */
  id: z.string(),
  targetGroupName: z.string().default(''),
  protocol: z.string().nullable().default(null),
  port: z.int().nullable().default(null),
  vpcId: z.string().nullable().default(null),
  targetType: z.enum(['instance', 'ip', 'lambda', 'alb']).default('instance'),
  /** Load balancers that forward to it, by a default action or by a rule. */
  loadBalancerIds: ids,
  targets: z
    .array(
      z.strictObject({
        /** An instance id, an address, a function's or load balancer's ARN. */
        id: z.string(),
        /** The port if it has one of its own. */
        port: z.int().nullable().default(null),
        /** Its place in the answer that lists the group's targets. */
        index: z.int().nullable().default(null),
      }),
    )
    .default([]),
});
