import { z } from 'zod';

/** Tags by key. */
export const tags = z.record(z.string(), z.string()).default({});
export const cidrs = z.array(z.string()).default([]);
export const ids = z.array(z.string()).default([]);
