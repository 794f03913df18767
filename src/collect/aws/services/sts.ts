import { z } from 'zod';
import { atDeserialize, clientConfig, defineService, noteServerDate } from '../service.js';

export const sts = defineService({
  name: 'sts',
  library: '@aws-sdk/client-sts',
  input: z.strictObject({}),
  operations: {
    // It needs no permission and cannot be refused by a policy, so the printed policy does not name it.
    // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
    GetCallerIdentity: { answers: 'Account', permissions: [] },
  },
  async connect(options) {
    const sdk = await import('@aws-sdk/client-sts');
    const client = new sdk.STSClient(clientConfig(options));
    client.middlewareStack.add(noteServerDate, atDeserialize);
    return {
      GetCallerIdentity: (_input, abortSignal) => client.send(new sdk.GetCallerIdentityCommand({}), { abortSignal }),
    };
  },
});
