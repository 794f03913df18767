import { z } from 'zod';

export const actPeriods = [
  'daily',
  'weekly',
  '90-days',
  '3-months',
  '6-months',
  '12-months',
  'risk-analysis',
  'significant-change',
] as const;

/** The shape of controls/frameworks/<id>.yaml: every clause of a framework, in its own order, titles in our own words. */
export const catalog = z.strictObject({
  id: z.string(),
  title: z.string(),
  groups: z.array(z.strictObject({ id: z.string(), title: z.string() })),
  clauses: z.array(
    z.strictObject({
      id: z.string(),
      group: z.string(),
      title: z.string(),
      /** How it can be evidenced: by reading alone, by reading and a dated human act, by such an act alone. */
      evidence: z.enum(['automatic', 'partial', 'attested']),
      /** When the human act has to be repeated, by the standard's own words; empty if it names none. */
      periods: z.array(z.enum(actPeriods)),
      responsible: z.enum(['entity', 'tenant', 'shared', 'third-party']),
      /** The clause that took its place on 31 March 2025. */
      supersededBy: z.string().optional(),
    }),
  ),
});
export type Catalog = z.infer<typeof catalog>;
export type CatalogClause = Catalog['clauses'][number];
