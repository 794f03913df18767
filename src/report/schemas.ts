import { z } from 'zod';
import { failOnLevels, outcomes, severities, type Severity } from '../core/outcome.js';
import { readErrorClasses } from '../core/read.js';
import { sources } from '../core/scope.js';
import type { ReportFinding, RunHeader } from './model-types.js';

/** What `--format json` writes. */
export interface FindingsDocument {
  readonly schema: 'https://prepay.example/findings/v1';
  readonly run: RunHeader;
  readonly findings: readonly ReportFinding[];
}

const count = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
const findingNumber = z.string().regex(/^F[1-9][0-9]*$/);
const evidenceNumber = z.string().regex(/^E[1-9][0-9]*$/);
const percentage = z.string().regex(/^\d{1,3}\.\d$/);
const severity = z.enum(severities);
const outcome = z.enum(outcomes);
const outcomeCounts = z.object({ pass: count, fail: count, unknown: count, 'not-applicable': count, manual: count });
const bySeverity = <T extends z.ZodType>(each: T): z.ZodObject<Record<Severity, T>> =>
  z.object({ critical: each, high: each, medium: each, low: each });

export const scope = z.object({
  source: z.enum(sources),
  account: z.string().optional(),
  region: z.string().optional(),
  org: z.string().optional(),
  repo: z.string().optional(),
  cluster: z.string().optional(),
  namespace: z.string().optional(),
  tenant: z.string().optional(),
});

const resource = z.object({ kind: z.string(), id: z.string(), name: z.string().nullable(), scope });

const finding = z.object({
  number: findingNumber.describe('The line of results/findings.jsonl'),
  control: z.string(),
  outcome,
  reason: z.string().nullable(),
  severity,
  gateSeverity: severity.describe('What --fail-on weighs'),
  resource,
  expected: z.string(),
  observed: z.string(),
  evidence: z.array(z.object({ number: evidenceNumber, read: sha256, page: count, pointer: z.string() })),
  parameters: z.record(z.string(), z.union([z.number(), z.array(z.string())])),
  location: z.object({ path: z.string(), line: z.int() }).nullable(),
  owner: z.string().nullable(),
  exception: z.string().nullable(),
  fingerprint: sha256.describe('SHA-256 of the RFC 8785 form of {control, kind, scope, id}'),
});

const runHeader = z.object({
  packId: z.string(),
  declaredAt: instant,
  tool: z.object({ name: z.literal('prepay'), version: z.string(), libraries: z.record(z.string(), z.string()) }),
  selection: z.object({
    sources: z.array(z.enum(sources)),
    frameworks: z.array(z.string()),
    controls: z.array(z.string()),
    regions: z.union([z.array(z.string()), z.literal('all')]),
    severities: z.array(severity),
    failOn: z.enum(failOnLevels),
    allowIncomplete: z.array(z.string()),
  }),
  partial: z.boolean(),
  partialBecause: z.array(z.string()),
  demo: z.enum(['before', 'after']).nullable(),
  runner: z.string().nullable(),
  evidenceRoot: sha256,
  signedBy: z.string().nullable().describe("The signing key's fingerprint; null: unsigned"),
});

/** The shape of what `--format json` writes. */
export const findingsDocument = z.object({
  schema: z.literal('https://prepay.example/findings/v1'),
  run: runHeader,
  findings: z.array(finding).describe('In the order of results/findings.jsonl'),
});

/** The shape of what `audit run --json` prints. */
export const summaryDocument = z.object({
  schema: z.literal('https://prepay.example/summary/v1'),
  run: z.string().describe("The pack's id"),
  declaredAt: instant,
  partial: z.boolean(),
  partialBecause: z.array(z.string()),
  demo: z.enum(['before', 'after']).nullable(),
  signedBy: z.string().nullable(),
  evidenceRoot: sha256,
  exit: z.int().describe("The run's exit code: 0 clean, 1 findings, 3 incomplete"),
  failOn: z.enum(failOnLevels),
  counts: z.object({ total: count, outcomes: outcomeCounts, bySeverity: bySeverity(outcomeCounts) }),
  worst: z
    .array(
      z.object({
        resource,
        severity,
        owner: z.string().nullable(),
        fails: bySeverity(count),
        findings: z.array(
          z.object({
            number: findingNumber,
            control: z.string(),
            severity,
            observed: z.string(),
            evidence: z.array(evidenceNumber),
          }),
        ),
        remedy: z.string().nullable(),
        remedyAsFor: z.int().positive().nullable().describe('The rank of the first resource with the same remedy'),
      }),
    )
    .max(10)
    .describe('The resources to mend first'),
  worstOmitted: count.describe('Resources with a fail beyond those'),
  frameworks: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      counted: count,
      superseded: count,
      statuses: z.object({
        fail: count,
        unknown: count,
        stale: count,
        manual: count,
        pass: count,
        'not-tested': count,
        'not-applicable': count.default(0),
      }),
      proposals: z.object({
        'in-place': count,
        'no-exception-noted': count,
        'not-in-place': count,
        'not-tested': count,
        'not-applicable': count.default(0),
      }),
      evidencedPercent: percentage,
    }),
  ),
  unreadable: z.array(
    z.object({
      key: sha256,
      source: z.enum(sources),
      scope: z.string(),
      operation: z.string(),
      outcome: z.enum(['complete', 'denied', 'failed', 'throttled', 'absent', 'no-end']),
      why: z.string(),
      pages: count,
      attempts: count,
      error: z.object({ class: z.enum(readErrorClasses), code: z.string(), message: z.string() }).nullable(),
      file: z.string(),
      command: z.string(),
    }),
  ),
  paths: z.object({
    pack: z.string().nullable(),
    reports: z.array(z.object({ format: z.string(), path: z.string() })),
  }),
});

/** The published JSON Schemas (draft 2020-12) by file name; later versions only add members. */
export function reportSchemas(): Readonly<Record<'findings.schema.json' | 'summary.schema.json', object>> {
  return {
    'findings.schema.json': published('findings', 'Findings of a run (--format json)', findingsDocument),
    'summary.schema.json': published('summary', 'Summary of a run (audit run --json)', summaryDocument),
  };
}

function published(name: string, title: string, schema: z.ZodType): object {
  // As input: members that a later version appends stay valid.
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' });
  return { $schema, $id: `https://prepay.example/schemas/${name}.schema.json`, title, ...rest };
}
