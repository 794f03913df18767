import { z } from 'zod';
import { atDeserialize, clientConfig, defineService, noteServerDate } from '../service.js';

export const cognitoIdp = defineService({
  name: 'cognito-idp',
  library: '@aws-sdk/client-cognito-identity-provider',
  input: z.strictObject({ MaxResults: z.int().optional(), NextToken: z.string().optional() }),
  operations: {
    ListUserPools: { answers: 'UserPools', pageSize: 60 },
  },
  async connect(options) {
    const sdk = await import('@aws-sdk/client-cognito-identity-provider');
    const client = new sdk.CognitoIdentityProviderClient(clientConfig(options));
    client.middlewareStack.add(noteServerDate, atDeserialize);
    return {
      ListUserPools: ({ MaxResults, ...page }, abortSignal) =>
        client.send(new sdk.ListUserPoolsCommand({ MaxResults, ...page }), { abortSignal }),
    };
  },
});
