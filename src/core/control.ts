import { z } from 'zod';
import type { Check } from './check.js';
import { severities } from './outcome.js';
import { paramDefinition } from './params.js';
import { type SourceId, sources } from './scope.js';

export const mappingRoles = ['tests', 'supports', 'supports-not-applicable'] as const;

/** The shape of controls/<area>/<id>/control.yaml. */
export const controlDefinition = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  area: z.string(),
  lifecycle: z.enum(['stable', 'preview', 'deprecated']),
  /** The good condition in one sentence; a finding's `expected`. */
  statement: z.string().max(200),
  /** The fact kind that it judges, one finding each. */
  subject: z.string(),
  severity: z.enum(severities),
  rationale: z.string(),
  /** How the verdict could be wrong, in both directions; each is a case or a stated limit. */
  wrong: z.strictObject({ pass: z.array(z.string()).min(1), fail: z.array(z.string()).min(1) }),
  params: z.record(z.string(), paramDefinition),
  maps: z.array(
    z.strictObject({
      framework: z.string(),
      clause: z.string(),
      role: z.enum(mappingRoles),
      because: z.string(),
    }),
  ),
  remediation: z.strictObject({ console: z.string(), cli: z.string(), terraform: z.string() }),
  sources: z.array(z.string()),
});
export type ControlDefinition = z.infer<typeof controlDefinition>;

/** A control as the registry holds it: its definition at hand, its check loaded when it runs. */
export interface Control {
  readonly definition: ControlDefinition;
  /** SHA-256 hex of the canonical definition, a line feed, and the text of check.ts. */
  readonly digest: string;
  load(): Promise<Check>;
}

/**
 * The source that a fact kind lives in, by the first member of its name: `aws.ec2.vpc` → `aws`. Kinds that are about
 * the run itself (`parameter`, `read`, `clause`, `exception`) have no such member and live in `run`.
 */
export function sourceOfKind(kind: string): SourceId {
  return sources.find((source) => kind === source || kind.startsWith(`${source}.`)) ?? 'run';
}
