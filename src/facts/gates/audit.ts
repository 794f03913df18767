import { z } from 'zod';
import { gateOf } from './gate.js';
import { tallies } from './findings.js';

const count = z.int().nonnegative();

/** What npm, pnpm and yarn say of the packages that a project depends on. */
const npmAuditContent = z.strictObject({
  found: tallies,
  /** The gravest, for people: `minimist 1.2.0 (critical, …)`. */
  examples: z.array(z.string()).default([]),
  /** Of the dependencies that the client knows; null where the format does not say. */
  dependencies: z.strictObject({ total: count, development: count }).nullable().default(null),
  /** Whether the format says itself that it is at its end, so that what it lists is all that there is. */
  isComplete: z.boolean().default(true),
});

/** What Composer says of the packages that a project depends on. */
const composerAuditContent = z.strictObject({
  found: tallies,
  examples: z.array(z.string()).default([]),
  /** Advisories that the project's configuration tells Composer to ignore. */
  ignored: count.default(0),
  /** Packages that their authors no longer maintain; null where that version of Composer does not say. */
  abandoned: z.array(z.string()).nullable().default(null),
  /** Packages that a list of unwanted ones names, such as malware. */
  filtered: z.array(z.string()).default([]),
  /** Repositories whose advisories could not be had. */
  unreachable: z.array(z.string()).default([]),
});

export const npmAudit = gateOf('npm-audit', npmAuditContent);
export const composerAudit = gateOf('composer-audit', composerAuditContent);
export type NpmAuditContent = z.infer<typeof npmAuditContent>;
export type ComposerAuditContent = z.infer<typeof composerAuditContent>;
