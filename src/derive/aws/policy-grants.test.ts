import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyStatement, type PolicyStatement } from '../../facts/aws/policy.js';
import { grantsOf } from './policy-grants.js';

const own = '111122223333';
const allow = (more: object): PolicyStatement => policyStatement.parse({ effect: 'Allow', actions: ['a:b'], ...more });
const aws = (id: string) => ({ principals: [{ type: 'AWS', id }] });
const when = (operator: string, key: string, ...values: string[]) => ({ conditions: [{ operator, key, values }] });
const who = (...statements: PolicyStatement[]) =>
  grantsOf(statements).map((grant) => Object.fromEntries(Object.entries(grant).filter(([key]) => key !== 'statement')));

describe('a policy grants', () => {
  it.each([
    ['an account', own, [{ who: 'account', account: own }]],
    ['a role', `arn:aws:iam::${own}:role/a`, [{ who: 'account', account: own }]],
    ['a role of China', `arn:aws-cn:iam::${own}:role/a`, [{ who: 'account', account: own }]],
    ['a session', `arn:aws:sts::${own}:assumed-role/a/b`, [{ who: 'account', account: own }]],
    ['everybody', '*', [{ who: 'everybody' }]],
    ['everybody in an ARN', 'arn:aws:iam::*:root', [{ who: 'everybody' }]],
    ['a deleted user', 'AIDAEXAMPLE1', []],
    ['a deleted role', 'AROAEXAMPLE1', []],
    ['what only holds such an id', 'x-AIDAEXAMPLE1', [{ who: 'unclear', principal: 'x-AIDAEXAMPLE1' }]],
    ['what only begins as one', 'AIDAEXAMPLE1/x', [{ who: 'unclear', principal: 'AIDAEXAMPLE1/x' }]],
    ['such an id with nothing behind it', 'AIDA', [{ who: 'unclear', principal: 'AIDA' }]],
    ['a number that is too long', `${own}0`, [{ who: 'unclear', principal: `${own}0` }]],
    ['what ends in a number', `x${own}`, [{ who: 'unclear', principal: `x${own}` }]],
    [
      'what only holds an ARN',
      `x arn:aws:iam::${own}:role/a`,
      [{ who: 'unclear', principal: `x arn:aws:iam::${own}:role/a` }],
    ],
    ['an ARN of no partition', `arn::iam::${own}:role/a`, [{ who: 'unclear', principal: `arn::iam::${own}:role/a` }]],
    ['an ARN of no service', `arn:aws:::${own}:role/a`, [{ who: 'unclear', principal: `arn:aws:::${own}:role/a` }]],
    ['somebody', 'somebody', [{ who: 'unclear', principal: 'somebody' }]],
  ])('%s', (_name, id, expected) => {
    expect(who(allow(aws(id)))).toEqual(expected);
  });

  it('a deleted user no less where another kind of principal has such a name', () => {
    const federated = { principals: [{ type: 'Federated', id: 'AIDAEXAMPLE1' }] };
    expect(who(allow(federated))).toEqual([{ who: 'unclear', principal: 'AIDAEXAMPLE1' }]);
  });

  it('services nothing of their own, unless they are all of them', () => {
    expect(who(allow({ principals: [{ type: 'Service', id: 'a.amazonaws.com' }] }))).toEqual([]);
    expect(who(allow({ principals: [{ type: 'Service', id: '*' }] }))).toEqual([{ who: 'unclear', principal: '*' }]);
  });

  it('everybody but those that it leaves out', () => {
    expect(who(allow({ exceptPrincipals: [{ type: 'AWS', id: own }] }))).toEqual([{ who: 'everybody' }]);
  });

  it('nobody by a Deny', () => {
    expect(who({ ...allow(aws('*')), effect: 'Deny' })).toEqual([]);
  });

  it('by a statement that is named by its Sid or its place', () => {
    const both = [allow({ ...aws('*'), sid: 'Pull' }), allow(aws('*'))];
    expect(grantsOf(both).map(({ statement }) => statement)).toEqual(['Pull', 'statement 2']);
  });
});

describe('a condition on everybody', () => {
  const everybody = [{ who: 'everybody' }];
  it.each([
    ['StringEquals', 'aws:PrincipalAccount', [own], [{ who: 'account', account: own }]],
    ['StringEquals', 'AWS:principalaccount', [own], [{ who: 'account', account: own }]],
    ['ForAnyValue:ArnLike', 'aws:PrincipalArn', [`arn:aws:iam::${own}:role/*`], [{ who: 'account', account: own }]],
    ['ArnLike', 'aws:PrincipalArn', ['arn:aws:iam::*:role/a'], everybody],
    ['StringLike', 'aws:PrincipalAccount', ['1111*'], everybody],
    ['StringEquals', 'aws:PrincipalAccount', [own, '*'], everybody],
    ['StringEquals', 'aws:PrincipalAccount', [], everybody],
    ['StringNotEquals', 'aws:PrincipalAccount', [own], everybody],
    ['StringEqualsIfExists', 'aws:PrincipalAccount', [own], everybody],
    ['ForAllValues:StringEquals', 'aws:PrincipalAccount', [own], everybody],
    ['StringEquals', 'aws:PrincipalOrgID', ['o-1'], [{ who: 'limited', by: 'aws:PrincipalOrgID o-1' }]],
    ['StringLike', 'aws:PrincipalOrgID', ['o-*'], everybody],
    ['IpAddress', 'aws:SourceIp', ['192.0.2.0/24'], [{ who: 'limited', by: 'aws:SourceIp 192.0.2.0/24' }]],
    ['IpAddress', 'aws:SourceIp', ['0.0.0.0/1', '128.0.0.0/1'], everybody],
    ['IpAddress', 'aws:SourceIp', ['::/0'], everybody],
    ['StringLike', 'aws:SourceVpc', ['vpc-*'], everybody],
    ['Bool', 'aws:SecureTransport', ['true'], everybody],
    ['StringEquals', 'aws:PrincipalTag/team', ['a'], everybody],
    ['StringEquals', 'aws:PrincipalTag/team', [own], everybody],
    ['StringEqualsIgnoreCase', 'aws:SourceAccount', [own], [{ who: 'account', account: own }]],
    ['StringLike', 'aws:SourceArn', [`arn:aws:sns:eu-west-1:${own}:*`], [{ who: 'account', account: own }]],
    ['ArnEquals', 'aws:SourceArn', [`arn:aws:sns:eu-west-1:${own}:a`], [{ who: 'account', account: own }]],
    [
      'StringLike',
      'aws:PrincipalOrgPaths',
      ['o-1/r-1/ou-1/*'],
      [{ who: 'limited', by: 'aws:PrincipalOrgPaths o-1/r-1/ou-1/*' }],
    ],
    ['StringEquals', 'aws:SourceOrgID', ['o-1'], [{ who: 'limited', by: 'aws:SourceOrgID o-1' }]],
    ['StringEquals', 'aws:SourceOrgPaths', ['o-1/'], [{ who: 'limited', by: 'aws:SourceOrgPaths o-1/' }]],
    ['StringEquals', 'aws:SourceVpc', ['vpc-1'], [{ who: 'limited', by: 'aws:SourceVpc vpc-1' }]],
    ['StringEquals', 'aws:SourceVpce', ['vpce-1'], [{ who: 'limited', by: 'aws:SourceVpce vpce-1' }]],
    ['IpAddress', 'aws:SourceIp', ['192.0.2.0/24', '0.0.0.0/0'], everybody],
    ['StringLike', 'aws:PrincipalOrgID', ['-*'], [{ who: 'limited', by: 'aws:PrincipalOrgID -*' }]],
  ])('%s %s %j', (operator, key, values, expected) => {
    expect(who(allow({ ...aws('*'), ...when(operator, key, ...values) }))).toEqual(expected);
  });

  it('ties by the account where another ties by less', () => {
    const conditions = [
      ...when('StringEquals', 'aws:PrincipalOrgID', 'o-1').conditions,
      ...when('StringEquals', 'aws:PrincipalAccount', own).conditions,
    ];
    expect(who(allow({ ...aws('*'), conditions }))).toEqual([{ who: 'account', account: own }]);
  });

  it('never lets in an account that is not among its values, nor leaves one out', () => {
    const account = fc.stringMatching(/^\d{12}$/);
    fc.assert(
      fc.property(fc.array(account, { minLength: 1, maxLength: 5 }), (accounts) => {
        const granted = who(allow({ ...aws('*'), ...when('StringEquals', 'aws:PrincipalAccount', ...accounts) }));
        expect(granted).toEqual(accounts.map((each) => ({ who: 'account', account: each })));
      }),
    );
  });
});
