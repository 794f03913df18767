import { z } from 'zod';

const day = z.iso.date('expected a day such as 2026-11-25');
const path = z.string().min(1);

const ways = ['key', 'command', 'kms'] as const;

/** `signing` of prepay.yaml: paths are relative to the file. */
export const signingSchema = z
  .strictObject({
    /** Path of the private key file. */
    key: path.optional(),
    /** The program that signs, and its arguments. */
    command: z.array(z.string().max(1000)).min(1).max(50).optional(),
    /** Variables that the program gets beside the few that any program needs. */
    environment: z.array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/u, 'expected names of variables')).optional(),
    /** The program's public key. */
    publicKey: path.optional(),
    kms: z
      .string()
      .regex(
        /^(?:alias\/[\w/-]{1,250}|arn:aws[\w-]*:kms:[a-z0-9-]+:\d{12}:(?:key|alias)\/[\w/-]{1,250})$/u,
        'expected the ARN of a KMS key or alias, or an alias such as alias/prepay',
      )
      .optional(),
    kmsProfile: z.string().min(1).optional(),
    timestamp: z
      .strictObject({
        url: z.url({ protocol: /^https?$/u }),
        caFile: path,
        policy: z
          .string()
          .regex(/^[0-2](?:\.(?:0|[1-9]\d{0,17}))+$/u, 'expected an object identifier such as 1.2.3.4.1')
          .optional(),
        required: z.boolean().default(true),
      })
      .optional(),
    keys: z
      .array(
        z
          .strictObject({ publicKey: path, validFrom: day, validUntil: day })
          .refine(({ validFrom, validUntil }) => validFrom <= validUntil, {
            path: ['validUntil'],
            message: 'expected no day before validFrom',
          }),
      )
      .min(1)
      .optional(),
    required: z.boolean().default(false),
  })
  .superRefine((signing, context) => {
    const refuse = (key: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [key], message });
    };
    const [first, second] = ways.filter((way) => signing[way] !== undefined);
    if (second !== undefined) refuse(second, `expected one way to sign, got ${String(first)} and ${second}`);
    if (signing.command !== undefined && signing.publicKey === undefined)
      refuse('command', 'expected signing.publicKey beside it, the key that its signatures are checked with');
    if (signing.command?.[0]?.includes('/') === false)
      refuse('command', 'expected a path, such as ./sign or /usr/bin/sign');
    for (const key of ['publicKey', 'environment'] as const) {
      if (signing[key] !== undefined && signing.command === undefined) refuse(key, 'goes with signing.command only');
    }
    if (signing.kmsProfile !== undefined && signing.kms === undefined)
      refuse('kmsProfile', 'goes with signing.kms only');
  });
