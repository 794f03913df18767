import { z } from 'zod';
import { gates } from '../facts/gates/gate.js';
import { approvedSchema } from './config-approved.js';
import { notifySchema } from './config-notify.js';
import { signingSchema } from './config-signing.js';
import { cadence, storeSetting } from './store-config.js';

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
      github: z
        .array(
          z.strictObject({
            /** As in the address of its page. */
            org: z
              .string()
              .regex(/^[A-Za-z0-9](?:-?[A-Za-z0-9])*$/u, 'expected the name of an organization, without an address'),
            /** Names with `*` and `?`; one that matches none is an error. */
            repositories: z.array(z.string().min(1)).min(1).default(['*']),
            /** Whichever is the default one: that alone is judged, so that any other name would promise too much. */
            branches: z
              .array(
                z.literal('default', 'expected default: this version judges the default branch of a repository alone'),
              )
              .length(1, 'expected [default]: this version judges the default branch of a repository alone')
              .optional(),
          }),
        )
        .min(1)
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
  gates: z
    .strictObject({
      /** The folder of artefacts, relative to where the audit runs. */
      dir: z.string().min(1).default('artefacts'),
      /** An artefact that was written earlier than this before the run is stale. */
      maxAgeHours: z.int().min(1).max(720).default(24),
      /** The gates that must be there. */
      expect: z.array(z.enum(gates)).optional(),
      sonarqube: z
        .strictObject({
          url: z.url({ protocol: /^https?$/u }).optional(),
          project: z.string().min(1),
          branch: z.string().min(1).optional(),
        })
        .optional(),
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
  sampling: z
    .strictObject({
      /** A sample is large enough to hold a deviation with this confidence … */
      confidencePercent: z.int().min(80).max(99).default(95),
      /** … if this share of the population deviates. */
      tolerablePercent: z.int().min(1).max(20).default(10),
    })
    .optional(),
  /** The folder of dated human acts, one YAML file each, relative to the configuration file. */
  attestations: z.string().min(1).optional(),
  store: storeSetting.optional(),
  cadence: cadence.optional(),
  /** Who is told of a drift. */
  notify: notifySchema.optional(),
  signing: signingSchema.optional(),
});
export type Config = z.infer<typeof configSchema>;

/** Keys of the design whose feature this version lacks: named so that they are refused in words of their own, never ignored. */
export const notBuilt: readonly string[] = [
  'scope.kubernetes',
  'scope.wallet',
  'scope.aws.*.roleArn',
  'scope.aws.*.externalId',
  'cde.kubernetes',
  'cde.github',
  'tenants',
  'owners',
  'approved.accounts',
  'approved.registries',
  'approved.admins',
  'approved.hostPaths',
  'exceptions',
];
