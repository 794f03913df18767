import { z } from 'zod';
import { cadenceMs } from '../core/chain.js';

/** A name of S3 (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html) and a prefix, or a folder. */
const url = z
  .string()
  .min(1)
  .max(500)
  .refine((text) => !/\p{Cc}/u.test(text), 'expected no control characters')
  .refine(
    (text) =>
      !/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[^/]+)*\/?$/.test(text),
    'expected a folder such as ./evidence, or s3://bucket/prefix',
  );

/** Where sealed packs are kept and chained. */
export const storeSetting = z.union(
  [
    url,
    z.strictObject({
      url,
      /** Days for which S3 keeps each object from being changed or removed (Object Lock). */
      retainDays: z.int().min(1).max(3650).optional(),
      mode: z.enum(['COMPLIANCE', 'GOVERNANCE']).default('COMPLIANCE'),
    }),
  ],
  'expected a folder such as ./evidence, s3://bucket/prefix, or { url: s3://…, retainDays: 365, mode: COMPLIANCE }',
);

/** How often a pack is expected. */
export const cadence = z
  .string()
  .refine((text) => cadenceMs(text) !== null, 'expected a duration in hours, days or weeks, such as P1D, PT6H or P1W');
