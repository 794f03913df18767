import { z } from 'zod';
import { unknownReasons } from '../../core/outcome.js';
import { gateOf } from './gate.js';

const count = z.int().nonnegative();

/** WARN came from servers before 7.6. NONE: never analysed, or no quality gate. */
export const gateStatus = z.enum(['OK', 'WARN', 'ERROR', 'NONE']);

/** A condition of a quality gate: it fails where the metric is less (LT) or greater (GT) than the threshold. */
const gateCondition = z.strictObject({
  metric: z.string(),
  op: z.string(),
  /** A decimal number in the server's own words; ratings are 1 (A) to 5 (E). */
  threshold: z.string().nullable(),
});
export type GateCondition = z.infer<typeof gateCondition>;

const verdict = z.strictObject({
  about: z.literal('status'),
  status: gateStatus,
  /** Of the gate. */
  conditions: z.array(gateCondition),
  /** Whether these are all that the gate has; an analysis names only those that it could weigh. */
  isWholeGate: z.boolean(),
  /** Conditions that failed, for people: `new_coverage is 71.2, LT 80`. */
  failed: z.array(z.string()).default([]),
});

/** What is open, of what was listed. */
const open = { count, examples: z.array(z.string()).default([]), isComplete: z.boolean().default(true) } as const;

/** Open issues of severity BLOCKER or CRITICAL, or whose impact is BLOCKER or HIGH. */
const issues = z.strictObject({ about: z.literal('issues'), ...open });
/** Security hotspots that nobody has reviewed. */
const hotspots = z.strictObject({ about: z.literal('hotspots'), ...open });

/** What one file or answer of SonarQube says. */
const sonarqubeContent = z.discriminatedUnion('about', [verdict, issues, hotspots]);
export type SonarqubeContent = z.infer<typeof sonarqubeContent>;

export const sonarqube = gateOf('sonarqube', sonarqubeContent);

/** The last analysis of a project as its server knows it: one fact, `analysis`, where a project is configured. */
export const sonarqubeAnalysis = z.strictObject({
  id: z.literal('analysis'),
  /** Its key. */
  project: z.string(),
  branch: z.string().nullable().default(null),
  /** Null where the project was never analysed. */
  analysis: z
    .strictObject({
      key: z.string(),
      at: z.iso.datetime({ precision: 3 }),
      /** The commit, 40 hex digits; null where the scanner did not tell it. */
      revision: z.string().nullable(),
    })
    .nullable(),
  said: z.array(sonarqubeContent).default([]),
  /** Why the server did not say all of it; null where it did. The fact has a gap then as well. */
  unsaid: z
    .strictObject({ reason: z.enum(unknownReasons), text: z.string() })
    .nullable()
    .default(null),
});
