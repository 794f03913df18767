import { z } from 'zod';

/** Tags by key. */
export const tags = z.record(z.string(), z.string()).default({});
/** The account that owns a thing. */
export const ownerId = z.string().nullable().default(null);
export const cidrs = z.array(z.string()).default([]);
export const ids = z.array(z.string()).default([]);
