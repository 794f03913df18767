import { z } from 'zod';

/** A time as GitHub writes it, in UTC or with an offset; it comes out in UTC, ISO 8601 with milliseconds. */
export const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());
