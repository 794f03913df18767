import { z } from 'zod';

const tags = z.record(z.string(), z.string()).default({});
const cidrs = z.array(z.string()).default([]);
const ids = z.array(z.string()).default([]);

/** An account as its own credentials name it. Source: sts:GetCallerIdentity. */
export const account = z.strictObject({ id: z.string(), partition: z.string(), arn: z.string() });

/** A region of the account, enabled or not. Source: ec2:DescribeRegions. */
export const region = z.strictObject({ id: z.string(), optInStatus: z.string(), isEnabled: z.boolean() });

export const vpc = z.strictObject({
  id: z.string(),
  v4: cidrs,
  v6: cidrs,
  isDefault: z.boolean().default(false),
  tags,
});

export const subnet = z.strictObject({
  id: z.string(),
  vpcId: z.string(),
  v4: cidrs,
  v6: cidrs,
  availabilityZone: z.string().nullable().default(null),
  tags,
});

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
  /** Whether it is its VPC's main table. */
  isMain: z.boolean().default(false),
  /** Subnets that are associated explicitly. */
  subnetIds: ids,
  /** Gateways with an edge association. */
  gatewayIds: ids,
  routes: z.array(route).default([]),
  tags,
});

export const internetGateway = z.strictObject({
  id: z.string(),
  /** VPCs that it is attached to (state available or attached). */
  vpcIds: ids,
  tags,
});

export const egressOnlyInternetGateway = z.strictObject({ id: z.string(), vpcIds: ids, tags });

export const natGateway = z.strictObject({
  id: z.string(),
  vpcId: z.string().nullable().default(null),
  subnetId: z.string().nullable().default(null),
  isPublic: z.boolean().default(true),
  state: z.string().default('available'),
  publicV4: cidrs,
  tags,
});

/** One entry of IpPermissions: every source of it shares the protocol and the ports. */
export const rule = z.strictObject({
  /** `tcp`, `udp`, `icmp`, `icmpv6`, `-1` (all), or an IANA protocol number as text. */
  protocol: z.coerce.string(),
  /** `22`, `8000-8080`; for ICMP `type` or `type-code`, -1 meaning any; null: all ports. */
  ports: z.coerce.string().nullable().default(null),
  v4: cidrs,
  v6: cidrs,
  lists: ids,
  groups: z
    .array(
      z.strictObject({
        id: z.string(),
        /** The other account, if EC2 names one that is not this. */
        account: z.string().nullable().default(null),
        vpcId: z.string().nullable().default(null),
        peering: z.string().nullable().default(null),
      }),
    )
    .default([]),
  /** Descriptions by source (`0.0.0.0/0`, `pl-1`, `sg-2`), for those that have one. */
  descriptions: z.record(z.string(), z.string()).default({}),
});

export const securityGroup = z.strictObject({
  id: z.string(),
  groupName: z.string().default(''),
  description: z.string().default(''),
  vpcId: z.string().nullable().default(null),
  ingress: z.array(rule).default([]),
  egress: z.array(rule).default([]),
  tags,
});

export const prefixList = z.strictObject({
  id: z.string(),
  listName: z.string().default(''),
  ownerId: z.string().nullable().default(null),
  v4: cidrs,
  v6: cidrs,
  tags,
});

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

/** Fact kind → schema; the collector's output and the `given` of cases.yaml are both parsed with it. */
export const awsFacts = {
  'aws.account': account,
  'aws.region': region,
  'aws.ec2.vpc': vpc,
  'aws.ec2.subnet': subnet,
  'aws.ec2.route-table': routeTable,
  'aws.ec2.internet-gateway': internetGateway,
  'aws.ec2.egress-only-internet-gateway': egressOnlyInternetGateway,
  'aws.ec2.nat-gateway': natGateway,
  'aws.ec2.security-group': securityGroup,
  'aws.ec2.prefix-list': prefixList,
  'aws.ec2.network-interface': networkInterface,
  'aws.ec2.address': address,
  'aws.elbv2.load-balancer': loadBalancer,
  'aws.elbv2.listener': listener,
  'aws.elbv2.target-group': targetGroup,
} as const;

declare module '../core/fact.js' {
  interface FactKinds {
    'aws.account': z.infer<typeof account>;
    'aws.region': z.infer<typeof region>;
    'aws.ec2.vpc': z.infer<typeof vpc>;
    'aws.ec2.subnet': z.infer<typeof subnet>;
    'aws.ec2.route-table': z.infer<typeof routeTable>;
    'aws.ec2.internet-gateway': z.infer<typeof internetGateway>;
    'aws.ec2.egress-only-internet-gateway': z.infer<typeof egressOnlyInternetGateway>;
    'aws.ec2.nat-gateway': z.infer<typeof natGateway>;
    'aws.ec2.security-group': z.infer<typeof securityGroup>;
    'aws.ec2.prefix-list': z.infer<typeof prefixList>;
    'aws.ec2.network-interface': z.infer<typeof networkInterface>;
    'aws.ec2.address': z.infer<typeof address>;
    'aws.elbv2.load-balancer': z.infer<typeof loadBalancer>;
    'aws.elbv2.listener': z.infer<typeof listener>;
    'aws.elbv2.target-group': z.infer<typeof targetGroup>;
  }
}
