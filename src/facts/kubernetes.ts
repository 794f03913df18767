import { z } from 'zod';

/** A pod. No version collects it yet: whatever rests on pods is unknown. */
const pod = z.strictObject({
  /** `<namespace>/<name>`. */
  id: z.string(),
  /** The digests (`sha256:…`) of the images that its containers run, init and ephemeral ones included. */
  digests: z.array(z.string()).default([]),
});

export const kubernetesFacts = { 'kubernetes.pod': pod } as const;

declare module '../core/fact.js' {
  interface FactKinds {
    'kubernetes.pod': z.infer<typeof pod>;
  }
}
