import { z } from 'zod';
import { type Drift, driftClasses } from '../core/drift.js';
import { canonical } from '../core/json.js';
import { failOnLevels, outcomes, severities } from '../core/outcome.js';
import { readErrorClasses } from '../core/read.js';
import { scope } from './schemas.js';
import { visibleJson } from './visible.js';

/** The drift as canonical JSON on one line; characters that hide or steer stand as JSON escapes. */
export function writeDriftJson(drift: Drift): string {
  return `${visibleJson(canonical(drift))}\n`;
}

const count = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const severity = z.enum(severities);
const byClass = z.record(z.enum(driftClasses), count);

const pack = z.object({
  packId: z.string(),
  declaredAt: z.iso.datetime(),
  toolVersion: z.string(),
  manifestSha256: sha256,
  signedBy: z.string().nullable().describe('The key that signed it; null where the signature was not checked'),
  partialBecause: z.array(z.string()),
});

const side = z
  .object({
    outcome: z.enum(outcomes),
    reason: z.string().nullable(),
    observed: z.string(),
    exception: z.string().nullable(),
  })
  .nullable();

const change = z.object({
  class: z.enum(driftClasses),
  control: z.string(),
  resource: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable(), scope }),
  severity: severity.describe('What --fail-on weighs'),
  before: side,
  after: side,
  isCounted: z.boolean().describe('Whether it makes the exit code 1'),
  isEvidenceChanged: z.boolean(),
  isWorse: z.boolean(),
  why: z.string(),
  owner: z.string().nullable(),
  fingerprint: sha256,
});

/** The shape of what `pack diff --json` prints. */
export const driftDocument = z.object({
  schema: z.literal('https://prepay.example/drift/v1'),
  before: pack,
  after: pack,
  failOn: z.enum(failOnLevels),
  allowIncomplete: z.array(z.string()),
  exit: z.union([z.literal(0), z.literal(1)]),
  counted: count.describe('Changes for the worse that count'),
  worseByRules: count.describe('Verdicts that are worse under changed rules; they do not count'),
  counts: byClass,
  unchanged: count,
  changes: z.array(change).describe('By class, severity, control and resource; of each class the first thousand'),
  omitted: byClass,
  rules: z.object({
    tool: z.object({ before: z.string(), after: z.string() }).nullable(),
    controls: z.array(
      z.object({ control: z.string(), what: z.array(z.enum(['rule', 'parameters', 'added', 'removed'])) }),
    ),
    configuration: z.array(z.string()),
  }),
  populations: z.array(
    z.object({
      kind: z.string(),
      scope,
      before: count,
      after: count.nullable(),
      gone: z.array(z.string()),
      goneCount: count,
      gap: z.string().nullable(),
    }),
  ),
  lostReads: z.array(
    z.object({
      key: sha256,
      scope,
      operation: z.string(),
      outcome: z.enum(['complete', 'denied', 'failed', 'throttled', 'absent', 'no-end']),
      error: z.object({ class: z.enum(readErrorClasses), code: z.string(), message: z.string() }).nullable(),
    }),
  ),
  recoveredReads: count,
});

/** The published JSON Schema (draft 2020-12); later versions only add members. */
export function driftSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(driftDocument, { target: 'draft-2020-12', io: 'input' });
  const $id = 'https://prepay.example/schemas/drift.schema.json';
  return { $schema, $id, title: 'What changed between two packs (pack diff --json)', ...rest };
}
