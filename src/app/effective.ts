import { z } from 'zod';
import { gates } from '../facts/gates/gate.js';
import { ledger } from '../facts/ledger.js';
import { approval, cde } from '../facts/run.js';
import { isUsable } from './config-approved.js';
import { configSchema } from './config-schema.js';

const setting = z.strictObject({
  control: z.string(),
  parameter: z.string(),
  value: z.union([z.number(), z.array(z.string())]),
  location: z.strictObject({ path: z.string(), line: z.int() }).nullable(),
});

/** run.json's `configuration`: what collecting and judging need, defaults filled in. Nothing secret is among it. */
export const effectiveConfiguration = z.strictObject({
  /** The file that it came from, as given; null where there was none. */
  file: z.string().nullable(),
  /** Line of the file by source (`aws`, `gates`) and organization (`github/prepay`), for reports that need a place. */
  lines: z.record(z.string(), z.int().positive()),
  entity: configSchema.shape.entity.unwrap().nullable(),
  aws: z.strictObject({
    /** The account that the configuration names; null: that of the credentials. */
    account: z.string().nullable(),
    regions: z.union([z.literal('all'), z.array(z.string())]),
    /** The region that is asked for identity and regions. */
    homeRegion: z.string(),
  }),
  github: z.strictObject({
    /** The organizations that are audited, each with globs of its repositories. */
    organizations: z.array(z.strictObject({ org: z.string(), repositories: z.array(z.string()).min(1) })),
  }),
  gates: z.strictObject({
    /** The folder of artefacts, as given. */
    dir: z.string(),
    maxAgeHours: z.int().positive(),
    /** Every gate, whether it has to be there, and why. */
    expectations: z.array(z.strictObject({ gate: z.enum(gates), isExpected: z.boolean(), why: z.string() })),
    /** The project of a SonarQube server; null where none is named. */
    sonarqube: z
      .strictObject({ url: z.string().nullable(), project: z.string(), branch: z.string().nullable() })
      .nullable(),
  }),
  /** The build that is judged, as CI names it. */
  build: z.strictObject({
    commit: z
      .string()
      .regex(/^[0-9a-f]{40}$/u)
      .nullable(),
    branch: z.string().nullable(),
    runUrl: z.string().nullable(),
    /** Whether the folder of artefacts lies in the workspace of the CI job that runs the audit. */
    isWorkspace: z.boolean(),
  }),
  /** The store of earlier packs, of whose chain this run is, or by which a control judges; null for none. */
  store: z.strictObject({ url: z.string(), name: z.string(), cadence: z.string() }).nullable().default(null),
  /** Every parameter of every control. */
  params: z.array(setting),
  /** How the cardholder data environment is told apart; by nothing, and everything is in it, without tags. */
  cde: cde.omit({ id: true }),
  /** The ledger of dated human acts; null where none is configured, as in packs of versions before 0.5.0. */
  attestations: ledger.nullable().default(null),
  /** What is approved, defaults included. */
  approvals: z.array(approval.refine(isUsable, 'expected what a control can judge by')),
});
export type EffectiveConfiguration = z.infer<typeof effectiveConfiguration>;
