import { z } from 'zod';
import type { Period } from '../core/nights.js';

const text = z.string();
const count = z.int().min(0);
const previousPack = z.strictObject({ packId: text, sha256: text }).nullable();

/** results/period.json. */
export const period: z.ZodType<Period> = z.strictObject({
  store: text,
  cadence: text,
  place: z.strictObject({ sequence: count.nullable(), previousPack, why: text.nullable() }),
  from: text,
  to: text,
  days: count,
  ran: count,
  without: z.array(z.strictObject({ from: text, to: text, days: count })),
  since: text.nullable(),
  packs: count,
  faults: z.array(
    z.strictObject({
      kind: z.enum(['gap', 'fork', 'wrong-previous', 'late', 'clock']),
      packs: z.array(text),
      text,
    }),
  ),
  apart: z.array(z.strictObject({ packId: text, why: text })),
  unread: z.array(text),
  foreign: count,
  others: z.array(text),
});
