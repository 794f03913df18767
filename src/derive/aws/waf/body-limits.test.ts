import { expect, it } from 'vitest';
import { wafFacts } from '../../../facts/aws/waf.js';
import { inspectedBytes } from './body-limits.js';

const kb = (more: Readonly<Record<string, unknown>>) => {
  const wire = { id: 'acl', wafScope: 'REGIONAL', defaultAction: 'allow', ...more };
  return inspectedBytes(wafFacts['aws.wafv2.web-acl'].parse(wire)).map((bytes) => bytes / 1024);
};

const alb = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop/1';
const settable = [
  ['API_GATEWAY', 'arn:aws:apigateway:eu-west-1::/restapis/a/stages/prod'],
  ['COGNITO_USER_POOL', 'arn:aws:cognito-idp:eu-west-1:111122223333:userpool/p'],
  ['APP_RUNNER_SERVICE', 'arn:aws:apprunner:eu-west-1:111122223333:service/s/1'],
  ['VERIFIED_ACCESS_INSTANCE', 'arn:aws:ec2:eu-west-1:111122223333:verified-access-instance/vai-1'],
  ['AGENTCORE_GATEWAY', 'arn:aws:bedrock-agentcore:eu-west-1:111122223333:gateway/g'],
] as const;

it.each(settable)('the limit of %s is its own, and the usual one where none is set', (type, arn) => {
  expect(kb({ resourceArns: [arn], bodyInspectionKb: { [type]: 48 } })).toEqual([48]);
  expect(kb({ resourceArns: [arn] })).toEqual([16]);
  const others = settable.flatMap(([other]) => (other === type ? [] : [[other, 64]]));
  expect(kb({ resourceArns: [arn], bodyInspectionKb: Object.fromEntries(others) })).toEqual([16]);
});

it('the limit of load balancers and of AppSync cannot be set', () => {
  const appsync = 'arn:aws:appsync:eu-west-1:111122223333:apis/a';
  expect(kb({ resourceArns: [alb, appsync], bodyInspectionKb: { APPSYNC: 64, API_GATEWAY: 64 } })).toEqual([8]);
});

it('several limits come the smallest first, each once', () => {
  const [gateway, pool, runner] = settable.map(([, arn]) => arn);
  const bodyInspectionKb = { API_GATEWAY: 64, COGNITO_USER_POOL: 32 };
  expect(kb({ resourceArns: [gateway, alb, pool, runner, alb], bodyInspectionKb })).toEqual([8, 16, 32, 64]);
});

it('an ACL of CloudFront has its limit, whatever it is in front of, and one of nothing that of a load balancer', () => {
  expect(kb({ wafScope: 'CLOUDFRONT', resourceArns: null })).toEqual([16]);
  expect(kb({ wafScope: 'CLOUDFRONT', resourceArns: null, bodyInspectionKb: { CLOUDFRONT: 64 } })).toEqual([64]);
  expect([kb({ resourceArns: [] }), kb({ resourceArns: null })]).toEqual([[8], [8]]);
});
