import type { FactKinds } from '../../../core/fact.js';

type WebAcl = FactKinds['aws.wafv2.web-acl'];

// https://docs.aws.amazon.com/waf/latest/developerguide/waf-oversize-request-components.html
const fixedKb = 8;
const usualKb = 16;

/** What an ARN of such a resource holds, and what the setting of its limit is called. */
const settable: readonly (readonly [RegExp, string])[] = [
  [/:apigateway:/, 'API_GATEWAY'],
  [/:cognito-idp:/, 'COGNITO_USER_POOL'],
  [/:apprunner:/, 'APP_RUNNER_SERVICE'],
  [/:verified-access-instance\//, 'VERIFIED_ACCESS_INSTANCE'],
  [/:bedrock-agentcore:/, 'AGENTCORE_GATEWAY'],
];

/**
 * How many bytes of a body are inspected, by the resources that the ACL is in front of, each number once and the smallest
 * first. One in front of nothing is taken to be meant for a load balancer, of which the least is inspected.
 */
export function inspectedBytes({ wafScope, resourceArns, bodyInspectionKb }: WebAcl): readonly number[] {
  const limitOf = (type: string): number => bodyInspectionKb[type] ?? usualKb;
  const limits =
    wafScope === 'CLOUDFRONT'
      ? [limitOf('CLOUDFRONT')]
      : (resourceArns ?? []).map((arn) => {
          const found = settable.find(([pattern]) => pattern.test(arn));
          return found === undefined ? fixedKb : limitOf(found[1]);
        });
  const all = limits.length === 0 ? [fixedKb] : limits;
  return [...new Set(all)].sort((a, b) => a - b).map((kb) => kb * 1024);
}
