import { describe, expect, it } from 'vitest';
import { eventApis, graphqlApis } from './parse-appsync.js';

const redacted = { redacted: 'card-number' };
const dns = { REALTIME: 'b.appsync.example', GRAPHQL: 'a.appsync.example', OTHER: 'a.appsync.example' };

describe('a GraphQL API', () => {
  const arn = 'arn:aws:appsync:eu-west-1:111122223333:apis/g1';
  const wire = { arn, name: 'shop', apiType: 'MERGED', visibility: 'PRIVATE', dns, wafWebAclArn: 'acl' };

  it('has a type, a visibility, host names and a web ACL', () => {
    expect(graphqlApis.parse(wire)).toEqual({
      id: arn,
      name: 'shop',
      data: {
        id: arn,
        type: 'MERGED',
        isPublic: false,
        hostNames: ['a.appsync.example', 'b.appsync.example'],
        webAclId: 'acl',
      },
    });
  });

  it('of which nothing else is said is public, without host names or web ACL', () => {
    expect(graphqlApis.parse({ arn })).toEqual({
      id: arn,
      name: null,
      data: { id: arn, type: 'GRAPHQL', isPublic: true, hostNames: [], webAclId: null },
    });
    expect(graphqlApis.parse({ arn, visibility: 'GLOBAL' }).data.isPublic).toBe(true);
    expect(graphqlApis.parse({ arn, wafWebAclArn: '' }).data.webAclId).toBeNull();
  });

  it('with a card number in its name shows that one was there', () => {
    expect(graphqlApis.parse({ ...wire, name: redacted }).name).toBe('[redacted: card-number]');
  });

  it.each([
    ['without an ARN', { arn: undefined }],
    ['of an undocumented type', { apiType: 'EVENT' }],
    ['of an undocumented visibility', { visibility: 'SOME' }],
    ['whose host names are a list', { dns: ['a'] }],
    ['whose host name is no text', { dns: { GRAPHQL: null } }],
    ['whose web ACL is no ARN', { wafWebAclArn: { Id: 'acl' } }],
  ])('%s is refused', (_name, changed) => {
    expect(() => graphqlApis.parse({ ...wire, ...changed })).toThrow();
  });
});

describe('an event API', () => {
  const apiArn = 'arn:aws:appsync:eu-west-1:111122223333:apis/e1';

  it('is public', () => {
    expect(eventApis.parse({ apiArn, name: 'push', dns, wafWebAclArn: 'acl' })).toEqual({
      id: apiArn,
      name: 'push',
      data: {
        id: apiArn,
        type: 'EVENT',
        isPublic: true,
        hostNames: ['a.appsync.example', 'b.appsync.example'],
        webAclId: 'acl',
      },
    });
  });

  it('without a name, host names or a web ACL has none', () => {
    expect(eventApis.parse({ apiArn })).toMatchObject({ name: null, data: { hostNames: [], webAclId: null } });
  });

  it.each([
    ['without an ARN', { apiArn: undefined }],
    ['whose host name is no text', { dns: { HTTP: 1 } }],
    ['whose web ACL is no ARN', { wafWebAclArn: 1 }],
  ])('%s is refused', (_name, changed) => {
    expect(() => eventApis.parse({ apiArn, ...changed })).toThrow();
  });
});
