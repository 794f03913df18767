import { z } from 'zod';
import { ids } from './members.js';

/** A CloudFront distribution. Source: cloudfront:ListDistributions. */
export const distribution = z.strictObject({
  /** The ARN. */
  id: z.string(),
  domainName: z.string().default(''),
  /** Other names that it answers to. */
  aliases: ids,
  isEnabled: z.boolean(),
  /** Whether tenants share it. Each may put another web ACL in the place of the distribution's, or none. */
  isMultiTenant: z.boolean().default(false),
  /** The ARN of a web ACL, or the id of one of AWS WAF Classic; null for none. */
  webAclId: z.string().nullable().default(null),
});

/** A deployed stage of a REST API. Source: apigateway GetRestApis and GetStages. */
export const restStage = z.strictObject({
  /** The ARN: `arn:aws:apigateway:<region>::/restapis/<api>/stages/<stage>`. */
  id: z.string(),
  apiId: z.string(),
  stageName: z.string(),
  /** `EDGE`, `REGIONAL`, `PRIVATE`: a private API has that type alone. */
  endpointTypes: ids,
  /** Whether only custom domain names lead to it. */
  isDefaultEndpointDisabled: z.boolean().default(false),
  webAclId: z.string().nullable().default(null),
});

/** A stage of an HTTP or WebSocket API, to which no web ACL can be attached. Source: apigatewayv2 GetApis and GetStages. */
export const apiStage = z.strictObject({
  /** The ARN: `arn:aws:apigateway:<region>::/apis/<api>/stages/<stage>`. */
  id: z.string(),
  apiId: z.string(),
  stageName: z.string(),
  protocol: z.enum(['HTTP', 'WEBSOCKET']),
  isDefaultEndpointDisabled: z.boolean().default(false),
});

/** An AppSync API. Source: appsync:ListGraphqlApis, appsync:ListApis. */
export const appsyncApi = z.strictObject({
  /** The ARN. */
  id: z.string(),
  /** `GRAPHQL`, `MERGED` or `EVENT`. */
  type: z.enum(['GRAPHQL', 'MERGED', 'EVENT']),
  /** False where only VPC endpoints lead to it. */
  isPublic: z.boolean(),
  /** The names that it answers to. */
  hostNames: ids,
  webAclId: z.string().nullable().default(null),
});

/** A Cognito user pool. Source: cognito-idp:ListUserPools. */
export const userPool = z.strictObject({
  /** The ARN. */
  id: z.string(),
  poolId: z.string(),
});

/** Which web ACL a resource has, asked of the resource's side. Source: wafv2:GetWebACLForResource. */
const webAclAssociation = z.strictObject({
  /** The ARN of the resource. */
  id: z.string(),
  /** The ARN of the web ACL; null for none. */
  webAclId: z.string().nullable().default(null),
});

export const edgeFacts = {
  'aws.cloudfront.distribution': distribution,
  'aws.apigateway.rest-stage': restStage,
  'aws.apigatewayv2.stage': apiStage,
  'aws.appsync.api': appsyncApi,
  'aws.cognito-idp.user-pool': userPool,
  'aws.wafv2.association': webAclAssociation,
} as const;

declare module '../../core/fact.js' {
  interface FactKinds {
    'aws.cloudfront.distribution': z.infer<typeof distribution>;
    'aws.apigateway.rest-stage': z.infer<typeof restStage>;
    'aws.apigatewayv2.stage': z.infer<typeof apiStage>;
    'aws.appsync.api': z.infer<typeof appsyncApi>;
    'aws.cognito-idp.user-pool': z.infer<typeof userPool>;
    'aws.wafv2.association': z.infer<typeof webAclAssociation>;
  }
}
