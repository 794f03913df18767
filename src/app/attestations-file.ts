import { z } from 'zod';
import { actOutcomes } from '../core/acts.js';
import { isDay } from '../core/period.js';
import { attestationId } from '../facts/ledger.js';

const text = z
  .string('expected text, in quotes if it is a number')
  .min(1)
  .max(500)
  .refine((value) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value), 'expected no control characters');
const day = z.string().refine(isDay, 'expected a day of the calendar, YYYY-MM-DD');

/** A path below the folder: no way out of it, on any system. */
const evidencePath = text
  .max(300)
  .refine(
    (path) =>
      !/^[/~]|[\\:]/u.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'),
    'expected a path below the folder of attestations, such as evidence/report.pdf',
  );

/** One attestation: a YAML file of the ledger's folder. */
export const attestationFile = z.strictObject({
  id: attestationId,
  title: text,
  clauses: z
    .array(z.strictObject({ framework: text, clause: text }))
    .min(1)
    .max(100),
  /** The effective date: when it was done. */
  performedOn: day,
  /** When it was put into the ledger. */
  recordedOn: day,
  performedBy: text,
  owner: text,
  outcome: z.enum(actOutcomes),
  file: evidencePath,
  sha256: z.string().regex(/^[0-9a-f]{64}$/u, 'expected 64 lowercase hexadecimal digits'),
  validUntil: day.optional(),
  /** The id of the act of 12.3.1 that sets `everyDays`. */
  basis: attestationId.optional(),
  everyDays: z.int().min(1).max(366).optional(),
  trigger: text.optional(),
  correctiveAction: z.strictObject({ what: text, owner: text, dueOn: day }).optional(),
});
export type AttestationFile = z.infer<typeof attestationFile>;
