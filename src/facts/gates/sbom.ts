import { z } from 'zod';
import { gateOf } from './gate.js';

const count = z.int().nonnegative();

/** What an inventory of software lists. */
const sbomContent = z.strictObject({
  /** `CycloneDX 1.5`, `SPDX-2.3`. */
  specification: z.string(),
  /** What the inventory is of: `wallet 1.0.0`; null where it does not say. */
  subject: z.string().nullable().default(null),
  /** Beside the subject itself, those inside other components included. */
  components: count,
  /** Those of them that are packages of software, not files, machines or data. */
  packages: count,
  /** Packages without a version. */
  unversioned: count.default(0),
  /** Packages without a package URL or CPE, so that no advisory can be looked up for them. */
  unidentified: count.default(0),
  /** The first packages without a version. */
  examples: z.array(z.string()).default([]),
});
export type SbomContent = z.infer<typeof sbomContent>;

export const sbom = gateOf('sbom', sbomContent);
