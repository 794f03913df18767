import { z } from 'zod';
import { account, region } from '../../facts/aws/account.js';
import type { ItemParser, ParsedItem } from '../reading/item-parser.js';

const callerIdentity = z.object({
  Account: z.string().regex(/^\d{12}$/),
  // arn:<partition>:sts::<account>:assumed-role/<role>/<session>
  Arn: z.string().regex(/^arn:[^:]+:/),
});

/** The account that the credentials belong to. Source: the whole answer of sts:GetCallerIdentity. */
export function parseIdentity(answer: unknown): ParsedItem<'aws.account'> {
  const { Account, Arn } = callerIdentity.parse(answer);
  const [, partition] = Arn.split(':');
  return { id: Account, name: null, data: account.parse({ id: Account, partition, arn: Arn }) };
}

const wireRegion = z.object({
  RegionName: z.string(),
  OptInStatus: z.enum(['opt-in-not-required', 'opted-in', 'not-opted-in']),
});

export const regions: ItemParser<'aws.region'> = {
  kind: 'aws.region',
  member: 'Regions',
  parse(item) {
    const { RegionName, OptInStatus } = wireRegion.parse(item);
    return {
      id: RegionName,
      name: null,
      data: region.parse({ id: RegionName, optInStatus: OptInStatus, isEnabled: OptInStatus !== 'not-opted-in' }),
    };
  },
};
