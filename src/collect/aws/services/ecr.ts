import { z } from 'zod';
import { atDeserialize, clientConfig, defineService, noteServerDate } from '../service.js';

const imageId = z.strictObject({ imageDigest: z.string() });

export const ecr = defineService({
  name: 'ecr',
  library: '@aws-sdk/client-ecr',
  paging: { size: 'maxResults', request: 'nextToken', response: 'nextToken' },
  input: z.strictObject({
    maxResults: z.int().optional(),
    nextToken: z.string().optional(),
    repositoryName: z.string().optional(),
    imageId: imageId.optional(),
    imageIds: z.array(imageId).optional(),
  }),
  operations: {
    GetRegistryScanningConfiguration: { answers: 'scanningConfiguration' },
    DescribeRepositories: { answers: 'repositories', pageSize: 1000 },
    GetRepositoryPolicy: { answers: 'policyText' },
    DescribeImages: { answers: 'imageDetails', pageSize: 1000 },
    // Gives manifests and no layers. ECR notes it as a pull of the image, unless the role is registered as an exclusion:
    // https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RegisterPullTimeUpdateExclusion.html
    BatchGetImage: { answers: 'images' },
    // The findings themselves are left out while there are none to show, so that they do not tell a whole answer.
    DescribeImageScanFindings: { answers: 'imageId', pageSize: 1000 },
  },
  async connect(options) {
    const sdk = await import('@aws-sdk/client-ecr');
    const client = new sdk.ECRClient(clientConfig(options));
    client.middlewareStack.add(noteServerDate, atDeserialize);
    return {
      GetRegistryScanningConfiguration: (_input, abortSignal) =>
        client.send(new sdk.GetRegistryScanningConfigurationCommand({}), { abortSignal }),
      DescribeRepositories: ({ maxResults, nextToken }, abortSignal) =>
        client.send(new sdk.DescribeRepositoriesCommand({ maxResults, nextToken }), { abortSignal }),
      GetRepositoryPolicy: ({ repositoryName }, abortSignal) =>
        client.send(new sdk.GetRepositoryPolicyCommand({ repositoryName }), { abortSignal }),
      DescribeImages: ({ repositoryName, maxResults, nextToken }, abortSignal) =>
        client.send(new sdk.DescribeImagesCommand({ repositoryName, maxResults, nextToken }), { abortSignal }),
      BatchGetImage: ({ repositoryName, imageIds }, abortSignal) =>
        client.send(new sdk.BatchGetImageCommand({ repositoryName, imageIds }), { abortSignal }),
      DescribeImageScanFindings: ({ repositoryName, imageId: asked, maxResults, nextToken }, abortSignal) =>
        client.send(
          new sdk.DescribeImageScanFindingsCommand({ repositoryName, imageId: asked, maxResults, nextToken }),
          { abortSignal },
        ),
    };
  },
});
