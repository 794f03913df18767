import { describe, expect, it } from 'vitest';
import { parsePolicy } from './parse-policy.js';

const parse = (statement: object) => parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));
const allow = { Effect: 'Allow', Action: 'ecr:*' };

describe('a policy', () => {
  it('may have one statement that stands alone', () => {
    const text = JSON.stringify({ Id: 'p', Statement: { ...allow, Principal: '*' } });
    expect(parsePolicy(text)).toEqual([
      {
        sid: null,
        effect: 'Allow',
        principals: [{ type: 'AWS', id: '*' }],
        exceptPrincipals: [],
        actions: ['ecr:*'],
        exceptActions: [],
        conditions: [],
      },
    ]);
  });

  it('names principals one by one or in lists, of every type', () => {
    const Principal = { AWS: ['1', '2'], Service: 'a.amazonaws.com', Federated: 'f', CanonicalUser: 'c' };
    expect(parse({ ...allow, Sid: 's', Principal })[0]).toMatchObject({
      sid: 's',
      principals: [
        { type: 'AWS', id: '1' },
        { type: 'AWS', id: '2' },
        { type: 'Service', id: 'a.amazonaws.com' },
        { type: 'Federated', id: 'f' },
        { type: 'CanonicalUser', id: 'c' },
      ],
    });
  });

  it('may say whom and what it is not about', () => {
    const statement = { Effect: 'Deny', NotPrincipal: { AWS: '1' }, NotAction: ['a', 'b'], Resource: '*' };
    expect(parse(statement)[0]).toMatchObject({
      effect: 'Deny',
      principals: [],
      exceptPrincipals: [{ id: '1' }],
      exceptActions: ['a', 'b'],
    });
  });

  it('has the values of its conditions as texts', () => {
    const Condition = {
      Bool: { 'aws:SecureTransport': true },
      StringEquals: { 'aws:PrincipalOrgID': ['o-1', 'o-2'], 'aws:PrincipalAccount': '1' },
    };
    expect(parse({ ...allow, Principal: '*', Condition })[0]?.conditions).toEqual([
      { operator: 'Bool', key: 'aws:SecureTransport', values: ['true'] },
      { operator: 'StringEquals', key: 'aws:PrincipalOrgID', values: ['o-1', 'o-2'] },
      { operator: 'StringEquals', key: 'aws:PrincipalAccount', values: ['1'] },
    ]);
  });

  it.each([
    ['no principal', { ...allow }],
    ['a principal twice', { ...allow, Principal: '*', NotPrincipal: '*' }],
    ['no action', { Effect: 'Allow', Principal: '*' }],
    ['another effect', { ...allow, Effect: 'Maybe', Principal: '*' }],
    ['an unknown type of principal', { ...allow, Principal: { Anyone: '*' } }],
    ['an unknown member', { ...allow, Principal: '*', Unless: {} }],
  ])('with %s is refused', (_name, statement) => {
    expect(() => parse(statement)).toThrow();
  });

  it.each(['', '{', '[]', 'null'])('is refused as %j', (text) => {
    expect(() => parsePolicy(text)).toThrow();
  });
});
