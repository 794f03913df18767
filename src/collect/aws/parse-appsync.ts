import { z } from 'zod';
import { byCodeUnit } from '../../core/json.js';
import { appsyncApi } from '../../facts/aws/edge.js';
import { freeText, type ItemParser } from '../reading/item-parser.js';
import { optionalId } from './item-parser.js';

const hosts = z
  .record(z.string(), z.string())
  .default({})
  .transform((dns) => [...new Set(Object.values(dns))].sort(byCodeUnit));

const wireGraphqlApi = z.object({
  arn: z.string(),
  name: freeText.optional(),
  apiType: z.enum(['GRAPHQL', 'MERGED']).default('GRAPHQL'),
  // Left out, it is GLOBAL. https://docs.aws.amazon.com/appsync/latest/APIReference/API_GraphqlApi.html
  visibility: z.enum(['GLOBAL', 'PRIVATE']).default('GLOBAL'),
  dns: hosts,
  wafWebAclArn: optionalId,
});

export const graphqlApis: ItemParser<'aws.appsync.api'> = {
  kind: 'aws.appsync.api',
  member: 'graphqlApis',
  parse(item) {
    const wire = wireGraphqlApi.parse(item);
    return {
      id: wire.arn,
      name: wire.name ?? null,
      data: appsyncApi.parse({
        id: wire.arn,
        type: wire.apiType,
        isPublic: wire.visibility === 'GLOBAL',
        hostNames: wire.dns,
        webAclId: wire.wafWebAclArn,
      }),
    };
  },
};

const wireEventApi = z.object({ apiArn: z.string(), name: freeText.optional(), dns: hosts, wafWebAclArn: optionalId });

/** Event APIs, which have no visibility: each is public. https://docs.aws.amazon.com/appsync/latest/APIReference/API_Api.html */
export const eventApis: ItemParser<'aws.appsync.api'> = {
  kind: 'aws.appsync.api',
  member: 'apis',
  parse(item) {
    const wire = wireEventApi.parse(item);
    return {
      id: wire.apiArn,
      name: wire.name ?? null,
      data: appsyncApi.parse({
        id: wire.apiArn,
        type: 'EVENT',
        isPublic: true,
        hostNames: wire.dns,
        webAclId: wire.wafWebAclArn,
      }),
    };
  },
};
