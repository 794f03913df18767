import { z } from 'zod';
import { redactionReasons } from '../core/read.js';
import { ledgerFacts } from './ledger.js';

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

/** Something broad that the configuration approves, or that is approved where it says nothing (then without an owner). */
export const approval = z.strictObject({
  /** `networks[0]`, `ports[1]`, `routers[0]`; `default tcp/443`. */
  id: z.string(),
  approves: z.enum(['network', 'prefix-list', 'port', 'router']),
  /** A CIDR block; the id or name of a prefix list; ports as in `tcp/443`; the id of a network interface or instance. */
  value: z.string(),
  reason: z.string(),
  /** Null for a default. */
  owner: z.string().nullable().default(null),
  /** Where the configuration states it; null for a default. */
  location: z.strictObject({ path: z.string(), line: z.int() }).nullable().default(null),
});

/** How the cardholder data environment is told apart: one fact, `cde`. */
export const cde = z.strictObject({
  id: z.literal('cde'),
  /** Tags of AWS resources that are in it, all of them; null: everything that is audited is in it. */
  awsTags: z.record(z.string(), z.string()).nullable().default(null),
});

/** The run's declared time, which is the present for every verdict: one fact, `declared`. */
export const time = z.strictObject({
  id: z.literal('declared'),
  /** UTC, ISO 8601 with milliseconds. */
  at: z.iso.datetime({ precision: 3 }),
});

export const runFacts = { parameter, read, approval, cde, time, ...ledgerFacts } as const;

declare module '../core/fact.js' {
  interface FactKinds {
    parameter: z.infer<typeof parameter>;
    read: z.infer<typeof read>;
    approval: z.infer<typeof approval>;
    cde: z.infer<typeof cde>;
    time: z.infer<typeof time>;
  }
}
