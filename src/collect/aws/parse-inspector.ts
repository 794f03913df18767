import { z } from 'zod';

const covered = z.object({
  resourceType: z.literal('AWS_ECR_CONTAINER_IMAGE'),
  resourceId: z.string(),
  resourceMetadata: z.object({ ecrImage: z.object({ inUseCount: z.int() }) }),
});

/** An image that Inspector sees in use: `<ARN of the repository>/<digest>`, and in how many tasks and pods. */
export function parseUse(item: unknown): { readonly id: string; readonly inUseCount: number } {
  const { resourceId, resourceMetadata } = covered.parse(item);
  // The id of the image's fact. https://docs.aws.amazon.com/inspector/latest/user/findings-understanding.html
  const id = resourceId.replace(/\/(sha256:[0-9a-f]+)$/, '@$1');
  return { id, inUseCount: resourceMetadata.ecrImage.inUseCount };
}
