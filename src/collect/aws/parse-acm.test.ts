import { describe, expect, it } from 'vitest';
import { collect, region } from '../../../test/helpers/aws-account.js';
import { awsOperation } from './operations.js';
import { certificates } from './parse-acm.js';

const arn = `arn:aws:acm:${region}:111122223333:certificate/c-1`;
const wire = {
  CertificateArn: arn,
  DomainName: 'wallet.example',
  Status: 'ISSUED',
  Type: 'AMAZON_ISSUED',
  InUse: true,
  NotAfter: '2027-01-01T00:00:00.000Z',
  RenewalEligibility: 'ELIGIBLE',
};

describe('certificates', () => {
  it('are asked for whatever their key and origin, which ACM does not do by itself', async () => {
    const { requests } = await collect({});
    expect(requests.find(({ operation }) => operation === 'acm:ListCertificates')?.input).toEqual({
      Includes: {
        keyTypes: ['RSA_1024', 'RSA_2048', 'RSA_3072', 'RSA_4096', 'EC_prime256v1', 'EC_secp384r1', 'EC_secp521r1'],
      },
      CertificateKeyPairOrigins: ['AWS_MANAGED', 'ACME', 'CUSTOMER_PROVIDED'],
    });
    expect(awsOperation('acm:ListCertificates').paging).toMatchObject({ sizeMember: 'MaxItems', size: 1000 });
  });

  it('are named by their domain', () => {
    expect(certificates.parse(wire)).toEqual({
      id: arn,
      name: 'wallet.example',
      data: {
        id: arn,
        domainName: 'wallet.example',
        status: 'ISSUED',
        type: 'AMAZON_ISSUED',
        isInUse: true,
        isExported: false,
        notAfter: '2027-01-01T00:00:00.000Z',
        renewsItself: true,
      },
    });
  });

  it('without a domain, an end, or a word on use or renewal have none made up', () => {
    const { data, name } = certificates.parse({ CertificateArn: arn, Status: 'FAILED', Type: 'AMAZON_ISSUED' });
    expect(name).toBeNull();
    expect(data).toMatchObject({ domainName: '', isInUse: null, notAfter: null, renewsItself: false });
  });

  it.each(['PRIVATE', 'IMPORTED'])('that are %s are not renewed where ACM says so', (Type) => {
    const { data } = certificates.parse({ ...wire, Type, RenewalEligibility: 'INELIGIBLE' });
    expect([data.type, data.renewsItself]).toEqual([Type, false]);
  });

  it('that were exported are told from those that were not', () => {
    expect(certificates.parse({ ...wire, Exported: true }).data.isExported).toBe(true);
    expect(certificates.parse({ ...wire, Exported: false }).data.isExported).toBe(false);
  });

  it.each([
    ['without an ARN', { CertificateArn: undefined }],
    ['without a status', { Status: undefined }],
    ['without a type', { Type: undefined }],
    ['of another type', { Type: 'BORROWED' }],
    ['that was issued and has no end', { NotAfter: undefined }],
    ['that has ended and has no end', { NotAfter: undefined, Status: 'EXPIRED' }],
    ['that was revoked and has no end', { NotAfter: undefined, Status: 'REVOKED' }],
    ['whose end is no time', { NotAfter: 'soon' }],
    ['exported to an extent that nobody documented', { Exported: 'PARTLY' }],
  ])('%s are refused', (_name, changed) => {
    expect(() => certificates.parse({ ...wire, ...changed })).toThrow();
  });
});
