import { z } from 'zod';

const count = z.int().nonnegative();

/** How grave, gravest first. npm's moderate is medium; `unranked` where the tool does not say. */
export const ranks = ['critical', 'high', 'medium', 'low', 'info', 'unranked'] as const;
export type Rank = (typeof ranks)[number];

/** The findings of one rank, by whether a version without it is known; each finding is in one of the three. */
const tally = z.strictObject({
  rank: z.enum(ranks),
  fixable: count.default(0),
  unfixable: count.default(0),
  /** The report does not say whether there is a fix. */
  unsaid: count.default(0),
});
export type Tally = z.infer<typeof tally>;

/** One tally a rank that has findings, gravest first. */
export const tallies = z.array(tally).default([]);
