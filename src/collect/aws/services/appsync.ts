import { z } from 'zod';
import { atDeserialize, clientConfig, defineService, noteServerDate } from '../service.js';

export const appsync = defineService({
  name: 'appsync',
  library: '@aws-sdk/client-appsync',
  paging: { size: 'maxResults', request: 'nextToken', response: 'nextToken' },
  input: z.strictObject({ maxResults: z.int().optional(), nextToken: z.string().optional() }),
  operations: {
    ListGraphqlApis: { answers: 'graphqlApis', pageSize: 25 },
    ListApis: { answers: 'apis', pageSize: 25 },
  },
  async connect(options) {
    const sdk = await import('@aws-sdk/client-appsync');
    const client = new sdk.AppSyncClient(clientConfig(options));
    client.middlewareStack.add(noteServerDate, atDeserialize);
    return {
      ListGraphqlApis: (input, abortSignal) => client.send(new sdk.ListGraphqlApisCommand(input), { abortSignal }),
      ListApis: (input, abortSignal) => client.send(new sdk.ListApisCommand(input), { abortSignal }),
    };
  },
});
