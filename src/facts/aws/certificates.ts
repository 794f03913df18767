import { z } from 'zod';

/** A certificate of AWS Certificate Manager, issued or not. Source: acm:ListCertificates. */
export const certificate = z.strictObject({
  /** The ARN. */
  id: z.string(),
  domainName: z.string().default(''),
  /** `ISSUED`, `EXPIRED`, `PENDING_VALIDATION`, `REVOKED`, … */
  status: z.string(),
  /** `AMAZON_ISSUED` and `PRIVATE` may be renewed by AWS; `IMPORTED` never is. */
  type: z.string(),
  /** Null where ACM does not say so. */
  isInUse: z.boolean().nullable().default(null),
  /** Whether it was handed out with its key, so that it may be served where ACM does not see it. */
  isExported: z.boolean().default(false),
  /** Null for one that was not issued. */
  notAfter: z.iso.datetime({ precision: 3 }).nullable().default(null),
  /** Whether ACM says that it renews the certificate by itself. */
  renewsItself: z.boolean().default(false),
});

export const certificateFacts = { 'aws.acm.certificate': certificate } as const;

declare module '../../core/fact.js' {
  interface FactKinds {
    'aws.acm.certificate': z.infer<typeof certificate>;
  }
}
