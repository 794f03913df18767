import { describe, expect, it } from 'vitest';
import { inAccount, inRegion } from '../../../test/helpers/aws-collector.js';
import { type Api, apiStagesOf, parseApi, parseRestApi, type RestApi, restStagesOf } from './parse-api-gateway.js';

const redacted = { redacted: 'card-number' };

describe('a REST API', () => {
  const wire = { id: 'a1', name: 'pay', endpointConfiguration: { types: ['EDGE'] }, disableExecuteApiEndpoint: true };

  it('has endpoints and perhaps its default one disabled', () => {
    expect(parseRestApi(wire)).toEqual({
      apiId: 'a1',
      name: 'pay',
      endpointTypes: ['EDGE'],
      isDefaultEndpointDisabled: true,
    });
  });

  it('without a name has none, and its default endpoint unless it is said to be disabled', () => {
    const bare = { id: 'a1', endpointConfiguration: { types: ['PRIVATE'] } };
    expect(parseRestApi(bare)).toMatchObject({ name: null, isDefaultEndpointDisabled: false });
  });

  it('with a card number in its name shows that one was there', () => {
    expect(parseRestApi({ ...wire, name: redacted }).name).toBe('[redacted: card-number]');
  });

  it.each([
    ['without an id', { id: undefined }],
    ['without a word on its endpoints', { endpointConfiguration: undefined }],
    ['without types of endpoint', { endpointConfiguration: {} }],
    ['of no type of endpoint', { endpointConfiguration: { types: [] } }],
    ['of an undocumented type of endpoint', { endpointConfiguration: { types: ['REGIONAL', 'ORBITAL'] } }],
    ['whose default endpoint is neither on nor off', { disableExecuteApiEndpoint: 'true' }],
  ])('%s is refused', (_name, changed) => {
    expect(() => parseRestApi({ ...wire, ...changed })).toThrow();
  });
});

describe('a stage of a REST API', () => {
  const api: RestApi = { apiId: 'a1', name: 'pay', endpointTypes: ['REGIONAL'], isDefaultEndpointDisabled: false };
  const stages = restStagesOf(api, inRegion);
  const acl = 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shop/1';

  it('is what its API is, and has a web ACL', () => {
    const id = 'arn:aws:apigateway:eu-west-1::/restapis/a1/stages/live';
    expect(stages.member).toBe('item');
    expect(stages.parse({ stageName: 'live', webAclArn: acl })).toEqual({
      id,
      name: 'pay/live',
      data: {
        id,
        apiId: 'a1',
        stageName: 'live',
        endpointTypes: ['REGIONAL'],
        isDefaultEndpointDisabled: false,
        webAclId: acl,
      },
    });
  });

  it.each([{}, { webAclArn: '' }])('has no web ACL where none is named: %j', (said) => {
    expect(stages.parse({ stageName: 'live', ...said }).data.webAclId).toBeNull();
  });

  it.each([
    ['cn-north-1', 'arn:aws-cn:apigateway:cn-north-1::/restapis/a1/stages/live'],
    ['us-gov-west-1', 'arn:aws-us-gov:apigateway:us-gov-west-1::/restapis/a1/stages/live'],
  ])('of %s is in the partition of that region', (region, id) => {
    expect(restStagesOf(api, { ...inRegion, region }).parse({ stageName: 'live' }).id).toBe(id);
  });

  it('of an API without a name has none either', () => {
    expect(restStagesOf({ ...api, name: null }, inRegion).parse({ stageName: 'live' }).name).toBeNull();
  });

  it('of no region names none', () => {
    expect(restStagesOf(api, inAccount).parse({ stageName: 'live' }).id).toBe(
      'arn:aws:apigateway:::/restapis/a1/stages/live',
    );
  });

  it.each([{}, { stageName: 1 }, { stageName: 'live', webAclArn: null }])('of that shape is refused: %j', (said) => {
    expect(() => stages.parse(said)).toThrow();
  });
});

describe('an HTTP or WebSocket API', () => {
  const wire = { ApiId: 'b1', Name: 'push', ProtocolType: 'WEBSOCKET', DisableExecuteApiEndpoint: true };

  it('has a protocol and perhaps its default endpoint disabled', () => {
    expect(parseApi(wire)).toEqual({
      apiId: 'b1',
      name: 'push',
      protocol: 'WEBSOCKET',
      isDefaultEndpointDisabled: true,
    });
    expect(parseApi({ ApiId: 'b1', ProtocolType: 'HTTP' })).toEqual({
      apiId: 'b1',
      name: null,
      protocol: 'HTTP',
      isDefaultEndpointDisabled: false,
    });
    expect(parseApi({ ...wire, Name: redacted }).name).toBe('[redacted: card-number]');
  });

  it.each([
    ['without an id', { ApiId: undefined }],
    ['without a protocol', { ProtocolType: undefined }],
    ['of an undocumented protocol', { ProtocolType: 'GRPC' }],
    ['whose default endpoint is neither on nor off', { DisableExecuteApiEndpoint: null }],
  ])('%s is refused', (_name, changed) => {
    expect(() => parseApi({ ...wire, ...changed })).toThrow();
  });
});

describe('a stage of an HTTP API', () => {
  const api: Api = { apiId: 'b1', name: 'push', protocol: 'HTTP', isDefaultEndpointDisabled: true };

  it('is what its API is, the default one by its own name', () => {
    const stages = apiStagesOf(api, inRegion);
    const id = 'arn:aws:apigateway:eu-west-1::/apis/b1/stages/$default';
    expect(stages.member).toBe('Items');
    expect(stages.parse({ StageName: '$default' })).toEqual({
      id,
      name: 'push/$default',
      data: { id, apiId: 'b1', stageName: '$default', protocol: 'HTTP', isDefaultEndpointDisabled: true },
    });
  });

  it('of an API without a name has none either', () => {
    expect(apiStagesOf({ ...api, name: null }, inRegion).parse({ StageName: 'live' }).name).toBeNull();
  });

  it('without a name of its own is refused', () => {
    expect(() => apiStagesOf(api, inRegion).parse({})).toThrow();
  });
});
