import { z } from 'zod';
import type { JsonObject } from '../core/json.js';

/** Something broad that the run took as approved. */
export interface Approval {
  readonly id: string;
  /** `network`, `prefix-list`, `port` or `router`. */
  readonly approves: string;
  readonly value: string;
  readonly reason: string;
  /** Null for a default. */
  readonly owner: string | null;
  /** `prepay.yaml:12`; null for a default. */
  readonly place: string | null;
}

/** What the configuration decided of the scope, as run.json states it. */
export interface ScopeChoices {
  /** How the cardholder data environment is told apart, as a sentence. */
  readonly cde: string;
  readonly approvals: readonly Approval[];
}

const stated = z.object({
  cde: z.object({ awsTags: z.record(z.string(), z.string()).nullable() }).optional(),
  approvals: z
    .array(
      z.object({
        id: z.string(),
        approves: z.string(),
        value: z.string(),
        reason: z.string(),
        owner: z.string().nullable(),
        location: z.object({ path: z.string(), line: z.int() }).nullable(),
      }),
    )
    .default([]),
});

/** The choices that run.json's configuration states; of one that states none, that everything is in scope. */
export function scopeChoices(configuration: JsonObject): ScopeChoices {
  const { cde, approvals } = stated.parse(configuration);
  return {
    cde: cdeText(cde?.awsTags ?? null),
    approvals: approvals.map(({ location, ...approval }) => ({
      ...approval,
      place: location === null ? null : `${location.path}:${location.line}`,
    })),
  };
}

function cdeText(tags: Readonly<Record<string, string>> | null): string {
  if (tags === null) return 'No tags are configured that tell it apart: everything audited is in it.';
  const all = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
  return `AWS resources that are tagged ${all.join(' and ')} are in it; the controls of the environment judge no others.`;
}
