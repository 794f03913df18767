import { z } from 'zod';
import { actPeriods } from '../core/catalog.js';
import { actOutcomes } from '../core/acts.js';
import { isDay } from '../core/period.js';

const day = z.string().refine(isDay, 'expected a day of the calendar, YYYY-MM-DD');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/u);

/** Lowercase words with hyphens; a folder of the pack has the name. */
export const attestationId = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/u)
  .max(60);

/** One dated human act of the ledger, with its evidence file as it was found before the run began. */
const attestation = z.strictObject({
  id: attestationId,
  title: z.string(),
  clauses: z.array(z.strictObject({ framework: z.string(), clause: z.string() })).min(1),
  /** The effective date; `recordedOn` is that of its upload. The third date, of its collection, is the run's. */
  performedOn: day,
  recordedOn: day,
  performedBy: z.string(),
  owner: z.string(),
  outcome: z.enum(actOutcomes),
  fileName: z.string(),
  file: z.discriminatedUnion('state', [
    z.strictObject({
      state: z.literal('kept'),
      path: z.string().regex(/^attestations\/[a-z0-9-]+\/[^/]+$/u),
      sha256,
      size: z.int().min(0),
    }),
    z.strictObject({ state: z.literal('withheld'), reason: z.enum(['card-number', 'secret']), sha256 }),
    z.strictObject({ state: z.literal('missing') }),
    z.strictObject({ state: z.literal('changed'), expected: sha256, sha256 }),
  ]),
  validUntil: day.nullable().default(null),
  basis: z
    .strictObject({ attestation: attestationId, everyDays: z.int().min(1) })
    .nullable()
    .default(null),
  trigger: z.string().nullable().default(null),
  correctiveAction: z.strictObject({ what: z.string(), owner: z.string(), dueOn: day }).nullable().default(null),
  location: z.strictObject({ path: z.string(), line: z.int() }),
});

/** The ledger as run.json states it. */
export const ledger = z
  .strictObject({
    /** The folder, as reports name it. */
    folder: z.string(),
    acts: z.array(attestation),
  })
  .refine(({ acts }) => new Set(acts.map(({ id }) => id)).size === acts.length, 'expected each id once')
  .refine(
    ({ acts }) => acts.every(({ id, file }) => file.state !== 'kept' || file.path.startsWith(`attestations/${id}/`)),
    'expected each file in the folder of its act',
  );
export type Ledger = z.infer<typeof ledger>;

/** A clause that asks for a dated human act, or the one fact `no-ledger` of a run that was given no ledger. */
const clause = z.discriminatedUnion('ledger', [
  z.strictObject({ id: z.literal('no-ledger'), ledger: z.literal(false) }),
  z.strictObject({
    /** `pci-dss-4.0.1 11.4.3`. */
    id: z.string(),
    ledger: z.literal(true),
    framework: z.string(),
    clause: z.string(),
    title: z.string(),
    periods: z.array(z.enum(actPeriods)),
  }),
]);

export const ledgerFacts = { attestation, clause } as const;

declare module '../core/fact.js' {
  interface FactKinds {
    attestation: z.infer<typeof attestation>;
    clause: z.infer<typeof clause>;
  }
}
