import { z } from 'zod';
import { atDeserialize, clientConfig, defineService, noteServerDate } from '../service.js';

export const cloudfront = defineService({
  name: 'cloudfront',
  library: '@aws-sdk/client-cloudfront',
  isGlobal: true,
  paging: { size: 'MaxItems', request: 'Marker', response: 'DistributionList.NextMarker' },
  input: z.strictObject({ MaxItems: z.int().optional(), Marker: z.string().optional() }),
  operations: {
    // The model has no range; CloudFront gives 100 at most, https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListDistributions.html
    ListDistributions: {
      answers: 'DistributionList.Quantity',
      pageSize: 100,
      // What CloudFront sends to an origin with every request is often the origin's shared secret.
      neverKept: ['/DistributionList/Items/*/Origins/Items/*/CustomHeaders/Items/*/HeaderValue'],
    },
  },
  async connect(options) {
    const sdk = await import('@aws-sdk/client-cloudfront');
    const client = new sdk.CloudFrontClient(clientConfig(options));
    client.middlewareStack.add(noteServerDate, atDeserialize);
    return {
      ListDistributions: (input, abortSignal) => client.send(new sdk.ListDistributionsCommand(input), { abortSignal }),
    };
  },
});
