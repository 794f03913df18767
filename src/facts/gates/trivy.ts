import { z } from 'zod';
import { gateOf } from './gate.js';
import { tallies } from './findings.js';

const count = z.int().nonnegative();

/** What one Trivy report says. A scanner that found nothing to look at leaves no target, so that it cannot be told from one that did not run. */
const trivyContent = z.strictObject({
  artifact: z.string(),
  /** `container_image`, `filesystem`, `repository`, …; null in reports of old versions. */
  artifactType: z.string().nullable().default(null),
  /** Of an image: `sha256:…` of its configuration and of what the registry calls it. */
  digests: z.array(z.string()).default([]),
  /** The operating system of the image gets no more advisories from its makers. */
  isEndOfLife: z.boolean().default(false),
  /** How many targets were looked at, by what for. */
  targets: z
    .strictObject({ packages: count.default(0), configurations: count.default(0), secrets: count.default(0) })
    .prefault({}),
  /**
   * Whether the report shows that vulnerabilities were looked for: it has one, or a target of packages without the list
   * of them. Trivy lists packages where it was not asked for vulnerabilities as well.
   */
  hasVulnerabilityScan: z.boolean().default(false),
  vulnerabilities: tallies,
  misconfigurations: tallies,
  secrets: tallies,
  /** Checks of configurations that passed, and those that an exception of the check itself excuses. */
  passed: count.default(0),
  excepted: count.default(0),
  /** Findings that an ignore file or a VEX document takes out, where the report shows them. */
  suppressed: count.default(0),
  /** The gravest findings, for people. No text of a secret is among them. */
  examples: z.array(z.string()).default([]),
});
export type TrivyContent = z.infer<typeof trivyContent>;

export const trivy = gateOf('trivy', trivyContent);
