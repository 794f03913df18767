import { describe, expect, it } from 'vitest';
import { distributionsOf, parseDistribution } from './parse-cloudfront.js';

describe('a page of distributions', () => {
  const list = (more: object) => ({ DistributionList: { Quantity: 1, IsTruncated: false, Items: [{}], ...more } });

  it.each([
    ['its items', list({}), [{}]],
    ['its items, with more to come', list({ IsTruncated: true, NextMarker: 'm' }), [{}]],
    ['none, where there are none', list({ Quantity: 0, Items: [] }), []],
    ['none, where the list of none is left out', list({ Quantity: 0, Items: undefined }), []],
  ])('has %s', (_name, answer, expected) => {
    expect(distributionsOf(answer)).toEqual(expected);
  });

  it.each([
    ['without the list', {}, /DistributionList/],
    ['that counts what it leaves out', list({ Items: undefined }), /a Quantity that is not 0/],
    ['that counts what it does not show', list({ Items: [] }), /a Quantity that is not 0/],
    ['that has more to come and does not say where', list({ IsTruncated: true }), /no NextMarker/],
    ['that has more to come at no place', list({ IsTruncated: true, NextMarker: '' }), /no NextMarker/],
    ['without a count', list({ Quantity: undefined }), /Quantity/],
    ['that does not say whether it is all', list({ IsTruncated: undefined }), /IsTruncated/],
    ['whose items are no list', list({ Items: {} }), /Items/],
  ])('%s is refused', (_name, answer, expected) => {
    expect(() => distributionsOf(answer)).toThrow(expected);
  });
});

describe('a distribution', () => {
  const arn = 'arn:aws:cloudfront::111122223333:distribution/E1';
  const wire = {
    ARN: arn,
    DomainName: 'd1.cloudfront.example',
    Enabled: true,
    Aliases: { Quantity: 2, Items: ['wallet.example', 'www.wallet.example'] },
    WebACLId: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/shop/1',
    ConnectionMode: 'tenant-only',
  };

  it('is named by the first of its other names', () => {
    expect(parseDistribution(wire)).toEqual({
      id: arn,
      name: 'wallet.example',
      data: {
        id: arn,
        domainName: 'd1.cloudfront.example',
        aliases: ['wallet.example', 'www.wallet.example'],
        isEnabled: true,
        isMultiTenant: true,
        webAclId: wire.WebACLId,
      },
    });
  });

  it.each([undefined, { Quantity: 0 }, { Quantity: 0, Items: [] }])(
    'without other names (%j) is named by its own',
    (Aliases) => {
      expect(parseDistribution({ ...wire, Aliases })).toMatchObject({
        name: 'd1.cloudfront.example',
        data: { aliases: [] },
      });
    },
  );

  it('has no web ACL where the answer leaves the text empty', () => {
    expect(parseDistribution({ ...wire, WebACLId: '' }).data.webAclId).toBeNull();
  });

  it.each([undefined, 'direct'])('is no tenants’ with a connection mode of %s', (ConnectionMode) => {
    expect(parseDistribution({ ...wire, ConnectionMode }).data.isMultiTenant).toBe(false);
  });

  it.each([
    ['without an ARN', { ARN: undefined }],
    ['without a domain name', { DomainName: undefined }],
    ['that is neither enabled nor disabled', { Enabled: undefined }],
    ['without a word on its web ACL', { WebACLId: undefined }],
    ['of an undocumented connection mode', { ConnectionMode: 'anycast' }],
    ['whose other names are no list', { Aliases: { Items: 'wallet.example' } }],
  ])('%s is refused', (_name, changed) => {
    expect(() => parseDistribution({ ...wire, ...changed })).toThrow();
  });
});
