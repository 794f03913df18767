import { z } from 'zod';
import type { ClauseActs } from '../core/acts.js';
import { actPeriods } from '../core/catalog.js';
import type { ClauseStatus, Proposal } from '../core/clause.js';
import { mappingRoles } from '../core/control.js';
import type { Finding } from '../core/finding.js';
import type { Json, JsonObject } from '../core/json.js';
import { failOnLevels, outcomes, severities, unknownReasons } from '../core/outcome.js';
import { type ReadLine, type ReadOutcome, readErrorClasses, redactionReasons } from '../core/read.js';
import type { ClauseResult, Population, ReadSummary, Run, ScopeFile, WafMatrixRow } from '../core/run.js';
import { type Scope, sources } from '../core/scope.js';

// Members that a later version adds are let through: fields are only ever appended.

const source = z.enum(sources);
// What JSON.parse gives is Json already; parsing it again would only cost.
const json = z.custom<Json>(() => true);
const jsonObject = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'expected an object',
);

export const scope: z.ZodType<Scope> = z.object({
  source,
  account: z.string().exactOptional(),
  region: z.string().exactOptional(),
  org: z.string().exactOptional(),
  repo: z.string().exactOptional(),
  cluster: z.string().exactOptional(),
  namespace: z.string().exactOptional(),
  tenant: z.string().exactOptional(),
});

const key = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);
const outcome = z.enum([
  'complete',
  'denied',
  'failed',
  'throttled',
  'absent',
] as const satisfies readonly ReadOutcome[]);
const readError = z.object({ class: z.enum(readErrorClasses), code: z.string(), message: z.string() }).nullable();
const lineBase = { key, source, scope, operation: z.string(), input: jsonObject, command: z.string() };

/** One line of a recording. */
export const readLine: z.ZodType<ReadLine> = z.discriminatedUnion('type', [
  z.object({
    ...lineBase,
    type: z.literal('page'),
    page: count,
    token: z.object({ request: z.string().nullable(), next: z.string().nullable() }),
    response: json,
    requestId: z.string().nullable(),
    serverDate: z.string().nullable(),
    startedAt: z.string(),
    durationMs: z.number(),
    attempts: count,
    sha256: key,
    redactions: z.array(z.object({ pointer: z.string(), reason: z.enum(redactionReasons) })),
  }),
  z.object({
    ...lineBase,
    type: z.literal('end'),
    outcome,
    pages: count,
    attempts: count,
    endedAt: z.string(),
    error: readError,
  }),
]);

/** One line of results/findings.jsonl. */
export const finding: z.ZodType<Finding> = z.object({
  control: z.string(),
  outcome: z.enum(outcomes),
  reason: z.string().nullable(),
  severity: z.enum(severities),
  resource: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable(), scope }),
  expected: z.string(),
  observed: z.string(),
  evidence: z.array(z.object({ read: key, page: count, pointer: z.string() })),
  parameters: z.record(z.string(), z.union([z.number(), z.array(z.string())])),
  location: z.object({ path: z.string(), line: z.int() }).nullable(),
  owner: z.string().nullable(),
  exception: z.string().nullable(),
  fingerprint: key,
  gateSeverity: z.enum(severities),
});

/** run.json. */
export const run: z.ZodType<Run> = z.object({
  schema: z.literal('https://prepay.example/run/v1'),
  packId: z.string(),
  declaredAt: z.iso.datetime(),
  tool: z.object({
    name: z.literal('prepay'),
    version: z.string(),
    libraries: z.record(z.string(), z.string()),
  }),
  configuration: jsonObject,
  selection: z.object({
    sources: z.array(source),
    frameworks: z.array(z.string()),
    controls: z.array(z.string()),
    regions: z.union([z.array(z.string()), z.literal('all')]),
    severities: z.array(z.enum(severities)),
    failOn: z.enum(failOnLevels),
    allowIncomplete: z.array(z.string()),
  }),
  partial: z.boolean(),
  partialBecause: z.array(z.string()),
  demo: z.enum(['before', 'after']).nullable(),
  runner: z.string().nullable(),
  leafSecret: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .exactOptional(),
  sampling: z.strictObject({ seed: z.string(), confidencePercent: count, tolerablePercent: count }).exactOptional(),
  baseline: z.strictObject({ packId: z.string(), manifestSha256: z.string().regex(/^[0-9a-f]{64}$/) }).exactOptional(),
  nonce: z.string().exactOptional(),
  resumedAt: z.array(z.iso.datetime()).min(1).exactOptional(),
});

/** As much of run.json as every version of the tool writes. */
export const runHead = z.object({ packId: z.string(), tool: z.object({ version: z.string() }) });

const anyOutcome = z.union([outcome, z.literal('no-end')]);

/** scope.json. */
export const scopeFile: z.ZodType<ScopeFile> = z.object({
  sources: z.array(
    z.object({
      source,
      state: z.enum(['read', 'unreadable', 'not-in-scope']),
      identity: z.string().nullable(),
      scopes: z.array(scope),
      why: z.string().nullable(),
    }),
  ),
  excluded: z.array(z.object({ what: z.string(), by: z.string(), reason: z.string() })),
  unreadable: z.array(
    z.object({ key, scope, operation: z.string(), outcome: anyOutcome, pages: count, error: readError }),
  ),
  reused: z.array(z.object({ key, scope, operation: z.string(), readAt: z.iso.datetime() })).exactOptional(),
});

const counts = z.object({
  pass: count,
  fail: count,
  unknown: count,
  stale: count,
  manual: count,
  notApplicable: count,
});

const day = z.string();
const actPeriod = z.enum([...actPeriods, '12-months-default']);

/** What the acts of one clause come to: in results/clauses.json, and results/acts.json is a list of them. */
export const clauseActs: z.ZodType<ClauseActs> = z.object({
  framework: z.string(),
  clause: z.string(),
  windows: z.array(
    z.object({
      period: actPeriod,
      state: z.enum(['current', 'lapsed', 'missing', 'manual', 'covered']),
      act: z.string().nullable(),
      performedOn: day.nullable(),
      until: day.nullable(),
      why: z.string(),
    }),
  ),
  gaps: z.array(z.object({ period: actPeriod, until: day, performedOn: day })),
  faults: z.array(z.object({ act: z.string(), why: z.string() })),
  exceptionsNoted: z.array(z.string()),
  owner: z.string().nullable(),
});

/** results/clauses.json. */
export const clauses: z.ZodType<ClauseResult[]> = z.array(
  z.object({
    framework: z.string(),
    clause: z.string(),
    status: z.enum([
      'fail',
      'unknown',
      'stale',
      'manual',
      'pass',
      'not-tested',
      'not-applicable',
    ] as const satisfies readonly ClauseStatus[]),
    proposal: z.enum([
      'not-in-place',
      'in-place',
      'no-exception-noted',
      'not-tested',
      'not-applicable',
    ] as const satisfies readonly Proposal[]),
    supersededBy: z.string().nullable(),
    controls: z.array(z.object({ control: z.string(), role: z.enum(mappingRoles), ran: z.boolean(), counts })),
    acts: clauseActs.exactOptional(),
    decision: z
      .object({ id: z.string(), reason: z.string(), approver: z.string(), isContradicted: z.boolean() })
      .exactOptional(),
  }),
);

/** results/populations.json. */
export const populations: z.ZodType<Population[]> = z.array(
  z.object({
    kind: z.string(),
    scope,
    count,
    members: z.array(z.string()),
    reads: z.array(z.object({ key, operation: z.string() })),
    gap: z.object({ reason: z.enum(unknownReasons), reads: z.array(key), text: z.string() }).nullable(),
  }),
);

/** results/waf-matrix.json. */
export const wafMatrix: z.ZodType<WafMatrixRow[]> = z.array(
  z.object({
    webAcl: z.string(),
    name: z.string().nullable(),
    scope,
    cells: z.array(
      z.object({
        category: z.string(),
        files: z.string(),
        title: z.string(),
        action: z.enum(['block', 'challenge', 'captcha', 'partial', 'count', 'none', 'unknown']),
        by: z.array(z.string()),
        why: z.array(z.string()),
      }),
    ),
  }),
);

/** results/reads.json. */
export const reads: z.ZodType<ReadSummary[]> = z.array(
  z.object({
    key,
    source,
    scope,
    operation: z.string(),
    input: jsonObject,
    outcome: anyOutcome,
    pages: count,
    attempts: count,
    error: readError,
    redactions: count,
    file: z.string(),
    command: z.string(),
  }),
);
