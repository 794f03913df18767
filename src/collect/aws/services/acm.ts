import { z } from 'zod';
import { atDeserialize, clientConfig, defineService, noteServerDate } from '../service.js';

const keyTypes = [
  'RSA_1024',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'EC_prime256v1',
  'EC_secp384r1',
  'EC_secp521r1',
] as const;
const origins = ['AWS_MANAGED', 'ACME', 'CUSTOMER_PROVIDED'] as const;

/**
 * Unless asked for all of them, ACM lists certificates with the smaller RSA keys alone, and none that was had by ACME.
 * https://docs.aws.amazon.com/acm/latest/APIReference/API_ListCertificates.html
 */
const everyCertificate = { Includes: { keyTypes }, CertificateKeyPairOrigins: origins };

export const acm = defineService({
  name: 'acm',
  library: '@aws-sdk/client-acm',
  paging: { size: 'MaxItems', request: 'NextToken', response: 'NextToken' },
  input: z.strictObject({
    MaxItems: z.int().optional(),
    NextToken: z.string().optional(),
    Includes: z.strictObject({ keyTypes: z.array(z.enum(keyTypes)) }).optional(),
    CertificateKeyPairOrigins: z.array(z.enum(origins)).optional(),
  }),
  operations: {
    ListCertificates: { answers: 'CertificateSummaryList', pageSize: 1000, input: everyCertificate },
  },
  async connect(options) {
    const sdk = await import('@aws-sdk/client-acm');
    const client = new sdk.ACMClient(clientConfig(options));
    client.middlewareStack.add(noteServerDate, atDeserialize);
    return {
      ListCertificates: (input, abortSignal) => client.send(new sdk.ListCertificatesCommand(input), { abortSignal }),
    };
  },
});
