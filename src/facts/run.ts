import { z } from 'zod';
import { redactionReasons } from '../core/read.js';

/** A control's parameter as this run uses it, beside the loosest value that its clauses allow. */
export const parameter = z.strictObject({
  /** `<control>.<name>`. */
  id: z.string(),
  control: z.string(),
  parameter: z.string(),
  /** How it is looser than its clauses allow, in words; null if it is not. */
  loosened: z.string().nullable(),
  /** Where the configuration sets it; null for a default. */
  location: z.strictObject({ path: z.string(), line: z.int() }).nullable(),
});

/** A read of this run and what was redacted in it. */
export const read = z.strictObject({
  /** The read's key. */
  id: z.string(),
  operation: z.string(),
  redactions: z
    .array(z.strictObject({ page: z.int(), pointer: z.string(), reason: z.enum(redactionReasons) }))
    .default([]),
});

export const runFacts = { parameter, read } as const;

declare module '../core/fact.js' {
  interface FactKinds {
    parameter: z.infer<typeof parameter>;
    read: z.infer<typeof read>;
  }
}
