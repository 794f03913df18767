import { z } from 'zod';
import type { Scope } from '../../core/scope.js';
import { userPool } from '../../facts/aws/edge.js';
import { freeText, type ItemParser } from '../reading/item-parser.js';
import { partitionOf } from './partition.js';

const wireUserPool = z.object({ Id: z.string(), Name: freeText.optional() });

/** The user pools of a region, which are listed by id alone. */
export function userPoolsOf({ region = '', account = '' }: Scope): ItemParser<'aws.cognito-idp.user-pool'> {
  return {
    kind: 'aws.cognito-idp.user-pool',
    member: 'UserPools',
    parse(item) {
      const { Id, Name } = wireUserPool.parse(item);
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html
      const id = `arn:${partitionOf(region)}:cognito-idp:${region}:${account}:userpool/${Id}`;
      return { id, name: Name ?? null, data: userPool.parse({ id, poolId: Id }) };
    },
  };
}
