import { z } from 'zod';
import { atDeserialize, clientConfig, defineService, noteServerDate } from '../service.js';

const equals = z.array(z.strictObject({ comparison: z.literal('EQUALS'), value: z.string() }));

export const inspector2 = defineService({
  name: 'inspector2',
  library: '@aws-sdk/client-inspector2',
  paging: { size: 'maxResults', request: 'nextToken', response: 'nextToken' },
  input: z.strictObject({
    maxResults: z.int().optional(),
    nextToken: z.string().optional(),
    filterCriteria: z
      .strictObject({ resourceType: equals, ecrImageInUseCount: z.array(z.strictObject({ lowerInclusive: z.int() })) })
      .optional(),
  }),
  operations: {
    // Of all that Inspector covers, the images that it sees in a task of ECS or a pod of EKS.
    ListCoverage: {
      answers: 'coveredResources',
      pageSize: 200,
      input: {
        filterCriteria: {
          resourceType: [{ comparison: 'EQUALS', value: 'AWS_ECR_CONTAINER_IMAGE' }],
          ecrImageInUseCount: [{ lowerInclusive: 1 }],
        },
      },
    },
  },
  async connect(options) {
    const sdk = await import('@aws-sdk/client-inspector2');
    const client = new sdk.Inspector2Client(clientConfig(options));
    client.middlewareStack.add(noteServerDate, atDeserialize);
    return {
      ListCoverage: (input, abortSignal) => client.send(new sdk.ListCoverageCommand(input), { abortSignal }),
    };
  },
});
