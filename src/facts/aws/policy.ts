import { z } from 'zod';

const principals = z
  .array(
    z.strictObject({
      type: z.enum(['AWS', 'Service', 'Federated', 'CanonicalUser']),
      /** `*` for everybody; an account id, an ARN, the name of a service. */
      id: z.string(),
    }),
  )
  .default([]);
const texts = z.array(z.string()).default([]);

/**
 * One statement of a resource's policy, whatever the resource, with every list spelt out.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const policyStatement = z.strictObject({
  sid: z.string().nullable().default(null),
  effect: z.enum(['Allow', 'Deny']),
  principals,
  /** Everybody but these, where there are any. */
  exceptPrincipals: principals,
  actions: texts,
  exceptActions: texts,
  /** All of them hold at once; of the values one is enough. */
  conditions: z.array(z.strictObject({ operator: z.string(), key: z.string(), values: texts })).default([]),
});
export type PolicyStatement = z.infer<typeof policyStatement>;
