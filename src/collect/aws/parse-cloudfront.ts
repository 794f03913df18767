import { z } from 'zod';
import { distribution } from '../../facts/aws/edge.js';
import type { ParsedItem } from '../reading/item-parser.js';

const wirePage = z.object({
  DistributionList: z
    .object({
      Quantity: z.int(),
      IsTruncated: z.boolean(),
      NextMarker: z.string().optional(),
      Items: z.array(z.unknown()).optional(),
    })
    .refine(({ Items = [], Quantity }) => Items.length > 0 || Quantity === 0, 'no Items, and a Quantity that is not 0')
    .refine(
      ({ IsTruncated, NextMarker }) => !IsTruncated || (NextMarker !== undefined && NextMarker !== ''),
      'truncated, and no NextMarker',
    ),
});

/** The items of one page; none where the list is left out, as it is for an account without distributions. */
export function distributionsOf(answer: unknown): readonly unknown[] {
  return wirePage.parse(answer).DistributionList.Items ?? [];
}

const wireDistribution = z.object({
  ARN: z.string(),
  DomainName: z.string(),
  Enabled: z.boolean(),
  Aliases: z.object({ Items: z.array(z.string()).default([]) }).optional(),
  // Without a default: an account without a web ACL in sight is one whose answer says so, by an empty text.
  WebACLId: z.string().transform((text) => (text === '' ? null : text)),
  ConnectionMode: z.enum(['direct', 'tenant-only']).default('direct'),
});

export function parseDistribution(item: unknown): ParsedItem<'aws.cloudfront.distribution'> {
  const wire = wireDistribution.parse(item);
  const aliases = wire.Aliases?.Items ?? [];
  return {
    id: wire.ARN,
    name: aliases[0] ?? wire.DomainName,
    data: distribution.parse({
      id: wire.ARN,
      domainName: wire.DomainName,
      aliases,
      isEnabled: wire.Enabled,
      isMultiTenant: wire.ConnectionMode === 'tenant-only',
      webAclId: wire.WebACLId,
    }),
  };
}
