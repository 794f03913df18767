import { z } from 'zod';
import { certificate } from '../../facts/aws/certificates.js';
import { freeText, type ItemParser } from '../reading/item-parser.js';

const wireCertificate = z
  .object({
    CertificateArn: z.string(),
    DomainName: freeText.optional(),
    Status: z.string(),
    Type: z.enum(['AMAZON_ISSUED', 'PRIVATE', 'IMPORTED']),
    InUse: z.boolean().optional(),
    // Said of certificates that can be exported: https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateSummary.html
    Exported: z.boolean().default(false),
    NotAfter: z.string().optional(),
    RenewalEligibility: z.enum(['ELIGIBLE', 'INELIGIBLE']).optional(),
  })
  // One that was never issued has no end; of any other it is the point.
  .refine(({ Status, NotAfter }) => NotAfter !== undefined || !hasEnd.includes(Status), 'expected NotAfter');

const hasEnd = ['ISSUED', 'EXPIRED', 'REVOKED'];

export const certificates: ItemParser<'aws.acm.certificate'> = {
  kind: 'aws.acm.certificate',
  member: 'CertificateSummaryList',
  parse(item) {
    const wire = wireCertificate.parse(item);
    return {
      id: wire.CertificateArn,
      name: wire.DomainName ?? null,
      data: certificate.parse({
        id: wire.CertificateArn,
        domainName: wire.DomainName,
        status: wire.Status,
        type: wire.Type,
        isInUse: wire.InUse,
        isExported: wire.Exported,
        notAfter: wire.NotAfter,
        renewsItself: wire.RenewalEligibility === 'ELIGIBLE',
      }),
    };
  },
};
