import { z } from 'zod';
import { atDeserialize, clientConfig, defineService, noteServerDate } from '../service.js';

export const shield = defineService({
  name: 'shield',
  library: '@aws-sdk/client-shield',
  isGlobal: true,
  input: z.strictObject({ MaxResults: z.int().optional(), NextToken: z.string().optional() }),
  operations: {
    GetSubscriptionState: { answers: 'SubscriptionState' },
    ListProtections: { answers: 'Protections', pageSize: 10_000 },
  },
  async connect(options) {
    const sdk = await import('@aws-sdk/client-shield');
    const client = new sdk.ShieldClient(clientConfig(options));
    client.middlewareStack.add(noteServerDate, atDeserialize);
    return {
      GetSubscriptionState: (_input, abortSignal) =>
        client.send(new sdk.GetSubscriptionStateCommand({}), { abortSignal }),
      ListProtections: (input, abortSignal) => client.send(new sdk.ListProtectionsCommand(input), { abortSignal }),
    };
  },
});
