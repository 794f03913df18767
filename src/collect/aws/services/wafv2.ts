import { z } from 'zod';
import { atDeserialize, clientConfig, defineService, noteServerDate } from '../service.js';

/** As deep as statements are looked into: And, Or and Not within each other some twenty times. */
const deepest = 64;

/**
 * What is searched for, at any depth of the statements: it may be the secret header of a proxy. So may the value of a
 * header that a rule inserts, and what a blocked request is answered is of no use.
 */
function secretsOf(answer: string): string[] {
  const anywhere = Array.from({ length: deepest }, (_, depth) => `/${answer}${'/*'.repeat(depth)}`);
  return [
    ...anywhere.flatMap((place) => [`${place}/SearchString`, `${place}/RegexString`]),
    ...anywhere
      .slice(0, headersDeepest)
      .flatMap((place) => [
        `${place}/CustomRequestHandling/InsertHeaders/*/Value`,
        `${place}/CustomResponse/ResponseHeaders/*/Value`,
      ]),
    `/${answer}/CustomResponseBodies/*/Content`,
  ];
}

/** `Rules/0/Statement/ManagedRuleGroupStatement/RuleActionOverrides/0/ActionToUse/Block` is the deepest that has headers. */
const headersDeepest = 9;

export const wafv2 = defineService({
  name: 'wafv2',
  library: '@aws-sdk/client-wafv2',
  // What protects CloudFront is kept once an account, and asked for in the region that has what is global.
  isGlobal: true,
  paging: { size: 'Limit', request: 'NextMarker', response: 'NextMarker' },
  input: z.strictObject({
    Limit: z.int().optional(),
    NextMarker: z.string().optional(),
    Scope: z.enum(['REGIONAL', 'CLOUDFRONT']).optional(),
    Name: z.string().optional(),
    Id: z.string().optional(),
    ARN: z.string().optional(),
    WebACLArn: z.string().optional(),
    ResourceArn: z.string().optional(),
    ResourceType: z
      .enum([
        'APPLICATION_LOAD_BALANCER',
        'API_GATEWAY',
        'APPSYNC',
        'COGNITO_USER_POOL',
        'APP_RUNNER_SERVICE',
        'VERIFIED_ACCESS_INSTANCE',
        'AGENTCORE_GATEWAY',
      ])
      .optional(),
    LogScope: z.enum(['CUSTOMER', 'SECURITY_LAKE', 'CLOUDWATCH_TELEMETRY_RULE_MANAGED']).optional(),
    VendorName: z.string().optional(),
    VersionName: z.string().optional(),
  }),
  // What some resources need beside WAF's own permissions: https://docs.aws.amazon.com/waf/latest/developerguide/security_iam_service-with-iam.html
  operations: {
    ListWebACLs: { answers: 'WebACLs', pageSize: 100 },
    GetWebACL: { answers: 'WebACL', neverKept: secretsOf('WebACL') },
    GetWebACLForResource: {
      answers: 'WebACL',
      neverKept: secretsOf('WebACL'),
      // It is asked about load balancers and user pools; what it needs for other resources is not needed.
      permissions: ['wafv2:GetWebACLForResource', 'wafv2:GetWebACL', 'cognito-idp:GetWebACLForResource'],
    },
    ListResourcesForWebACL: {
      answers: 'ResourceArns',
      permissions: [
        'wafv2:ListResourcesForWebACL',
        'apprunner:ListAssociatedServicesForWebAcl',
        'cognito-idp:ListResourcesForWebACL',
        'ec2:DescribeVerifiedAccessInstanceWebAclAssociations',
      ],
    },
    ListLoggingConfigurations: { answers: 'LoggingConfigurations', pageSize: 100 },
    GetRuleGroup: { answers: 'RuleGroup', neverKept: secretsOf('RuleGroup') },
    GetIPSet: { answers: 'IPSet' },
    DescribeManagedRuleGroup: { answers: 'Rules' },
    ListAvailableManagedRuleGroupVersions: { answers: 'Versions', pageSize: 100 },
  },
  async connect(options) {
    const sdk = await import('@aws-sdk/client-wafv2');
    const client = new sdk.WAFV2Client(clientConfig(options));
    client.middlewareStack.add(noteServerDate, atDeserialize);
    return {
      ListWebACLs: ({ Scope, Limit, NextMarker }, abortSignal) =>
        client.send(new sdk.ListWebACLsCommand({ Scope, Limit, NextMarker }), { abortSignal }),
      GetWebACL: ({ Name, Scope, Id }, abortSignal) =>
        client.send(new sdk.GetWebACLCommand({ Name, Scope, Id }), { abortSignal }),
      GetWebACLForResource: async ({ ResourceArn }, abortSignal) => {
        const output = await client.send(new sdk.GetWebACLForResourceCommand({ ResourceArn }), { abortSignal });
        // Without an ACL the answer has no such member: null, as the documentation has it, says that it was an answer.
        return { ...output, WebACL: output.WebACL ?? null };
      },
      ListResourcesForWebACL: ({ WebACLArn, ResourceType }, abortSignal) =>
        client.send(new sdk.ListResourcesForWebACLCommand({ WebACLArn, ResourceType }), { abortSignal }),
      ListLoggingConfigurations: ({ Scope, LogScope, Limit, NextMarker }, abortSignal) =>
        client.send(new sdk.ListLoggingConfigurationsCommand({ Scope, LogScope, Limit, NextMarker }), { abortSignal }),
      GetRuleGroup: ({ ARN }, abortSignal) => client.send(new sdk.GetRuleGroupCommand({ ARN }), { abortSignal }),
      GetIPSet: ({ Name, Scope, Id }, abortSignal) =>
        client.send(new sdk.GetIPSetCommand({ Name, Scope, Id }), { abortSignal }),
      DescribeManagedRuleGroup: ({ VendorName, Name, Scope, VersionName }, abortSignal) =>
        client.send(new sdk.DescribeManagedRuleGroupCommand({ VendorName, Name, Scope, VersionName }), { abortSignal }),
      ListAvailableManagedRuleGroupVersions: ({ VendorName, Name, Scope, Limit, NextMarker }, abortSignal) =>
        client.send(
          new sdk.ListAvailableManagedRuleGroupVersionsCommand({ VendorName, Name, Scope, Limit, NextMarker }),
          { abortSignal },
        ),
    };
  },
});
