import { z } from 'zod';

/** A repository as its organization lists it. What it is made of are facts of its own, in the scope of the repository. */
const repository = z.strictObject({
  /** `org/repo`. */
  id: z.string(),
  visibility: z.enum(['public', 'private', 'internal']).default('private'),
  /** Null where it is empty: it has no branch then. */
  defaultBranch: z.string().nullable().default('main'),
  isArchived: z.boolean().default(false),
  isFork: z.boolean().default(false),
});

export const organizationFacts = { 'github.repository': repository } as const;

declare module '../../core/fact.js' {
  interface FactKinds {
    'github.repository': z.infer<typeof repository>;
  }
}
