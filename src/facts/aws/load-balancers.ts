import { z } from 'zod';
import { ids } from './members.js';

/** Where a redirect sends: `#{protocol}` and `#{port}` stand for those of the request. */
const redirectTo = z.strictObject({ protocol: z.string(), port: z.string() }).nullable().default(null);
/** The status that a fixed response has: `403`, … */
const fixedStatus = z.string().nullable().default(null);

export const loadBalancer = z.strictObject({
  /** The ARN. */
  id: z.string(),
  loadBalancerName: z.string().default(''),
  type: z.enum(['application', 'network', 'gateway']),
  isInternetFacing: z.boolean(),
  vpcId: z.string().nullable().default(null),
  subnetIds: ids,
  /** Of Elastic addresses, at most one a zone, for a network load balancer. A zone without has an address of AWS's own. */
  allocationIds: ids,
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
  /** Of the default actions; null where none redirects, or answers by itself. */
  redirectTo,
  fixedStatus,
});

/** The rules of an HTTP listener beside its default actions, under the listener's ARN. Source: elbv2:DescribeRules. */
export const listenerRules = z.strictObject({
  /** The ARN of the listener. */
  id: z.string(),
  rules: z
    .array(
      z.strictObject({
        /** The ARN. */
        id: z.string(),
        priority: z.string(),
        actions: ids,
        redirectTo,
        fixedStatus,
      }),
    )
    .default([]),
});

/** What a security policy of load balancers lets a client negotiate. Source: elbv2:DescribeSSLPolicies. */
export const sslPolicy = z.strictObject({
  /** Its name, which listeners refer to. */
  id: z.string(),
  /** `TLSv1.2`, `TLSv1.3`, … */
  protocols: ids,
  /** As OpenSSL names them, those of TLS 1.3 as the standard does. */
  ciphers: ids,
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
