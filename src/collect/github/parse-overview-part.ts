import { z } from 'zod';
import type { EvidenceRef } from '../../core/read.js';

/** Where in the answer something stands, by its pointer below `data`. */
export type At = (pointer: string) => EvidenceRef;

const wireErrors = z.object({
  body: z.object({
    data: z.record(z.string(), z.unknown()),
    errors: z.array(z.object({ path: z.array(z.union([z.string(), z.int()])).optional() })).default([]),
  }),
});

/**
 * One part of an answer; null where GitHub names an error in it, or one that it places nowhere, and where it is of another
 * shape than documented. A member that is null beside an error was refused, and is not absent.
 */
export function partOf<T>(response: unknown, name: string, shape: z.ZodType<T>): T | null {
  const { data } = wireErrors.safeParse(response);
  if (data === undefined) return null;
  const isStruck = data.body.errors.some(({ path }) => path === undefined || path[0] === undefined || path[0] === name);
  return isStruck ? null : (shape.safeParse(data.body.data[name]).data ?? null);
}

/** A list of which GitHub gave everything. */
export function whole<T>({
  totalCount,
  nodes,
}: {
  readonly totalCount: number;
  readonly nodes: readonly T[];
}): readonly T[] | null {
  return nodes.length === totalCount ? nodes : null;
}
