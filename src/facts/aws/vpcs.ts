import { z } from 'zod';
import { cidrs, ids, ownerId, tags } from './members.js';

const blockPublicAccess = z.enum(['off', 'block-bidirectional', 'block-ingress']).default('off');

export const vpc = z.strictObject({
  id: z.string(),
  v4: cidrs,
  v6: cidrs,
  isDefault: z.boolean().default(false),
  /** The account that owns it; null where EC2 names none. */
  ownerId,
  /** What VPC Block Public Access shuts here: nothing, both ways, or what comes in from the internet. */
  blockPublicAccess,
  tags,
});

export const subnet = z.strictObject({
  id: z.string(),
  vpcId: z.string(),
  v4: cidrs,
  v6: cidrs,
  availabilityZone: z.string().nullable().default(null),
  /** The account that owns it; null where EC2 names none. */
  ownerId,
  /** What VPC Block Public Access shuts here: nothing, both ways, or what comes in from the internet. */
  blockPublicAccess,
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

export const networkAcl = z.strictObject({
  id: z.string(),
  vpcId: z.string(),
  /** Whether it is its VPC's default ACL: the one that a subnet has when it is associated with no other. */
  isDefault: z.boolean().default(false),
  /** The account that owns it; null where EC2 names none. */
  ownerId,
  subnetIds: ids,
  entries: z
    .array(
      z.strictObject({
        /** Lower numbers are weighed first; 32767 (32768 for IPv6) is the last entry, which denies. */
        ruleNumber: z.int(),
        isEgress: z.boolean().default(false),
        action: z.enum(['allow', 'deny']),
        /** As in a security group's rule. */
        protocol: z.coerce.string(),
        ports: z.coerce.string().nullable().default(null),
        /** One of the two is set. */
        v4: z.string().nullable().default(null),
        v6: z.string().nullable().default(null),
      }),
    )
    .default([]),
  tags,
});

export const flowLog = z.strictObject({
  id: z.string(),
  /** A VPC, subnet, network interface, transit gateway or attachment. */
  resourceId: z.string(),
  traffic: z.enum(['ALL', 'ACCEPT', 'REJECT']),
  /** `ACTIVE` where records are being made. */
  status: z.string(),
  /** `SUCCESS` or `FAILED`; null where EC2 says nothing of it. */
  delivery: z.string().nullable().default(null),
  deliveryError: z.string().nullable().default(null),
  /** `cloud-watch-logs`, `s3`, `kinesis-data-firehose`. */
  destinationType: z.string().nullable().default(null),
  destination: z.string().nullable().default(null),
  tags,
});
