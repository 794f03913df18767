import { z } from 'zod';
import { approvedSchema } from './config-approved.js';

const account = z.string().regex(/^\d{12}$/, 'a 12-digit account id, in quotes');
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region name such as eu-west-1');

/** prepay.yaml, as far as this version goes; published as schemas/config.schema.json. Nothing secret has a key in it. */
export const configSchema = z.strictObject({
  version: z.literal(1),
  entity: z
    .strictObject({
      name: z.string().min(1),
      role: z.enum(['merchant', 'service-provider']).default('service-provider'),
      assessment: z.enum(['roc', 'saq']).default('roc'),
      multiTenant: z.boolean().default(true),
      rationale: z.string().nullable().default(null),
    })
    .optional(),
  scope: z
    .strictObject({
      aws: z
        .array(
          z.strictObject({
            account,
            regions: z
              .union([z.literal('all'), z.array(region).min(1)], 'expected all, or a list such as [eu-west-1]')
              .default('all'),
          }),
        )
        .length(1, 'exactly one account; several come with a later version')
        .optional(),
    })
    .optional(),
  cde: z
    .strictObject({
      aws: z.strictObject({
        /** Name and value of tags that a resource has, all of them, if it is in the cardholder data environment. */
        tags: z
          .record(z.string().min(1), z.string('expected the value of the tag as text, in quotes if it is a number'))
          .refine((tags) => Object.keys(tags).length > 0, 'expected at least one tag, such as { pci-scope: cde }')
          .meta({ minProperties: 1 }),
      }),
    })
    .optional(),
  approved: approvedSchema.optional(),
  /** By control id, then by parameter name; `prepay controls show ID` lists them with default and bounds. */
  params: z
    .record(
      z.string(),
      z.record(
        z.string(),
        z.union([z.int(), z.array(z.string()).min(1)], 'expected a whole number, or a list such as [tcp/22]'),
      ),
    )
    .default({}),
  signing: z
    .strictObject({
      /** Path of the private key file, relative to the configuration file. */
      key: z.string().min(1).optional(),
      required: z.boolean().default(false),
    })
    .optional(),
});
export type Config = z.infer<typeof configSchema>;

/** Keys of the design whose feature this version lacks: named so that they are refused in words of their own, never ignored. */
export const notBuilt: readonly string[] = [
  'scope.github',
  'scope.kubernetes',
  'scope.wallet',
  'scope.aws.*.roleArn',
  'scope.aws.*.externalId',
  'cde.kubernetes',
  'cde.github',
  'tenants',
  'gates',
  'owners',
  'approved.accounts',
  'approved.registries',
  'approved.admins',
  'approved.hostPaths',
  'exceptions',
  'attestations',
  'store',
  'notify',
];
