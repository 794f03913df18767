import { z } from 'zod';
import { policyStatement, type PolicyStatement } from '../../facts/aws/policy.js';

const oneOrMore = z.union([z.string().transform((text) => [text]), z.array(z.string())]);

const principals = z.union([
  z.literal('*').transform(() => [{ type: 'AWS' as const, id: '*' }]),
  z
    .strictObject({
      AWS: oneOrMore.optional(),
      Service: oneOrMore.optional(),
      Federated: oneOrMore.optional(),
      CanonicalUser: oneOrMore.optional(),
    })
    .transform(({ AWS = [], Service = [], Federated = [], CanonicalUser = [] }) => [
      ...AWS.map((id) => ({ type: 'AWS' as const, id })),
      ...Service.map((id) => ({ type: 'Service' as const, id })),
      ...Federated.map((id) => ({ type: 'Federated' as const, id })),
      ...CanonicalUser.map((id) => ({ type: 'CanonicalUser' as const, id })),
    ]),
]);

// Numbers and booleans may stand without quotes.
const value = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const conditions = z
  .record(z.string(), z.record(z.string(), z.union([value.transform((text) => [text]), z.array(value)])))
  .transform((operators) =>
    Object.entries(operators).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
    ),
  );

const wireStatement = z
  .strictObject({
    Sid: z.string().optional(),
    Effect: z.enum(['Allow', 'Deny']),
    Principal: principals.optional(),
    NotPrincipal: principals.optional(),
    Action: oneOrMore.optional(),
    NotAction: oneOrMore.optional(),
    Resource: oneOrMore.optional(),
    NotResource: oneOrMore.optional(),
    Condition: conditions.optional(),
  })
  .refine(({ Principal, NotPrincipal }) => (Principal === undefined) !== (NotPrincipal === undefined), {
    error: 'expected either Principal or NotPrincipal',
  })
  .refine(({ Action, NotAction }) => (Action === undefined) !== (NotAction === undefined), {
    error: 'expected either Action or NotAction',
  });

const wirePolicy = z.strictObject({
  Version: z.string().optional(),
  Id: z.string().optional(),
  Statement: z.union([z.array(wireStatement), wireStatement.transform((one) => [one])]),
});

/** JSON inside of a text, as AWS gives policies and manifests. */
export const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'expected JSON' });
    return z.NEVER;
  }
});

/**
 * The statements of a resource's policy. Throws a ZodError for what the grammar does not have.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(text: unknown): PolicyStatement[] {
  const { Statement } = jsonText.pipe(wirePolicy).parse(text);
  return Statement.map((wire) =>
    policyStatement.parse({
      sid: wire.Sid,
      effect: wire.Effect,
      principals: wire.Principal,
      exceptPrincipals: wire.NotPrincipal,
      actions: wire.Action,
      exceptActions: wire.NotAction,
      conditions: wire.Condition,
    }),
  );
}
