import { z } from 'zod';
import { outcomes, severities, unknownReasons } from '../../src/core/outcome.js';

const kind = z.string();
const reason = z.enum(unknownReasons);

const place = {
  /** Fact kind → facts, as their schemas of src/facts take them. A kind that the control needs and nobody names is complete and empty. */
  given: z.record(kind, z.array(z.record(z.string(), z.unknown()))).default({}),
  /** Kinds whose read was refused before anything came. */
  denied: z.array(kind).default([]),
  /** Kinds of which the given facts came, and then the read ended so. */
  cut: z.record(kind, reason).default({}),
  /** Kinds that nobody collected. */
  uncollected: z.array(kind).default([]),
  /** Kind → ids with something that the reader may not see. */
  hidden: z.record(kind, z.array(z.string())).default({}),
  /** Kind → id → why it could not be read, or not in full. */
  gaps: z.record(kind, z.record(z.string(), reason)).default({}),
};

const expectation = z.union([
  z.enum(outcomes),
  z.strictObject({
    outcome: z.enum(outcomes),
    reason: z.string().optional(),
    severity: z.enum(severities).optional(),
    /** Text that `observed` contains, or /a regular expression/. */
    observed: z.string().optional(),
    /** How many references into the recording the finding has. */
    evidence: z.int().optional(),
    location: z.strictObject({ path: z.string(), line: z.int() }).optional(),
  }),
]);

/** The shape of cases.yaml: what is given, and every finding that must come of it, no more and no fewer. */
export const caseFile = z.array(
  z.strictObject({
    name: z.string(),
    ...place,
    /** Further regions beside eu-west-1, each with facts of its own. */
    regions: z.record(z.string(), z.strictObject(place)).default({}),
    /** Further repositories beside `wallet` of the organization `prepay`, each with facts of its own. */
    repositories: z.record(z.string(), z.strictObject(place)).default({}),
    /** What the organization has of kinds that a repository may have as well (secrets, webhooks, …). */
    organization: z.strictObject(place).prefault({}),
    params: z.record(z.string(), z.union([z.int(), z.array(z.string())])).default({}),
    /**
     * Resource id → finding; `scope` is the region or repository itself; another region's are `<region>/<id>`, another
     * repository's scope `<repository>/scope`, the organization's `prepay/scope`.
     */
    expect: z.record(z.string(), expectation),
  }),
);

export type Case = z.infer<typeof caseFile>[number];
export type Place = Pick<Case, 'given' | 'denied' | 'cut' | 'uncollected' | 'hidden' | 'gaps'>;
export type Expectation = z.infer<typeof expectation>;

export function outcomeOf(expected: Expectation): string {
  return typeof expected === 'string' ? expected : expected.outcome;
}
