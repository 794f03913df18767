import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { ApiGatewayV2Client, CreateApiCommand, CreateStageCommand } from '@aws-sdk/client-apigatewayv2';
import { AppSyncClient, CreateGraphqlApiCommand } from '@aws-sdk/client-appsync';
import { CloudFrontClient, CreateDistributionCommand } from '@aws-sdk/client-cloudfront';
import { CognitoIdentityProviderClient, CreateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { CreateProtectionCommand, CreateSubscriptionCommand, ShieldClient } from '@aws-sdk/client-shield';
import type { WAFV2Client } from '@aws-sdk/client-wafv2';
import { AssociateWebACLCommand } from '@aws-sdk/client-wafv2';
import { given } from '../../../scripts/seed/aws.js';
import { type Planted, planted, type VerdictsOf } from './plant.js';

export interface Place {
  readonly endpoint: string;
  readonly region: string;
}

const bare = { 'internet-facing-resources-have-web-acl': 'fail' } as const;
/** Shield Advanced protects none of these by themselves. */
const notProtectable = { 'shield-protects-internet-facing': 'not-applicable' } as const;

/** A resource with the name of its case, once behind the ACL and once not. */
async function eachWay(
  what: string,
  waf: WAFV2Client,
  { region, acl, verdicts }: { region: string | null; acl: string; verdicts: VerdictsOf<'facing'> },
  build: (name: string) => Promise<string>,
): Promise<Planted[]> {
  const id = await build(`${what.toLowerCase().replaceAll(' ', '-')}-with`);
  await waf.send(new AssociateWebACLCommand({ WebACLArn: acl, ResourceArn: id }));
  const without = await build(`${what.toLowerCase().replaceAll(' ', '-')}-without`);
  const of = 'internet-facing-resources-have-web-acl';
  return [
    ...planted(
      'facing',
      { of, name: `${what} behind a web ACL`, built: 'a web ACL of the region', verdicts },
      { region, id },
    ),
    ...planted(
      'facing',
      { of, name: `${what} without one`, built: 'no web ACL', verdicts: { ...verdicts, ...bare } },
      { region, id: without },
    ),
  ];
}

/** Plants APIs and user pools; resolves to their verdicts. */
export async function plantApis({ endpoint, region }: Place, waf: WAFV2Client, acl: string): Promise<Planted[]> {
  const rest = new APIGatewayClient({ endpoint, region });
  const apis = new ApiGatewayV2Client({ endpoint, region });
  const appsync = new AppSyncClient({ endpoint, region });
  const cognito = new CognitoIdentityProviderClient({ endpoint, region });
  const arn = (path: string) => `arn:aws:apigateway:${region}::/${path}`;
  const options = { region, acl, verdicts: notProtectable };
  const restStage = async (name: string, types: 'REGIONAL' | 'PRIVATE' = 'REGIONAL'): Promise<string> => {
    const api = await rest.send(new CreateRestApiCommand({ name, endpointConfiguration: { types: [types] } }));
    const restApiId = given(api.id, 'id');
    const made = await rest.send(
      new CreateResourceCommand({ restApiId, parentId: given(api.rootResourceId, 'root'), pathPart: 'cards' }),
    );
    const method = { restApiId, resourceId: given(made.id, 'id'), httpMethod: 'GET' };
    await rest.send(new PutMethodCommand({ ...method, authorizationType: 'AWS_IAM' }));
    await rest.send(new PutIntegrationCommand({ ...method, type: 'MOCK' }));
    await rest.send(new CreateDeploymentCommand({ restApiId, stageName: 'live' }));
    return arn(`restapis/${restApiId}/stages/live`);
  };
  const httpStage = async (Name: string, DisableExecuteApiEndpoint: boolean): Promise<string> => {
    const { ApiId } = await apis.send(new CreateApiCommand({ Name, ProtocolType: 'HTTP', DisableExecuteApiEndpoint }));
    await apis.send(new CreateStageCommand({ ApiId, StageName: 'live' }));
    return arn(`apis/${given(ApiId, 'ApiId')}/stages/live`);
  };
  const graphql = async (name: string, visibility: 'GLOBAL' | 'PRIVATE' = 'GLOBAL'): Promise<string> => {
    const made = await appsync.send(new CreateGraphqlApiCommand({ name, authenticationType: 'AWS_IAM', visibility }));
    return given(made.graphqlApi?.arn, 'arn');
  };
  const pool = async (PoolName: string): Promise<string> => {
    const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName }));
    return given(UserPool?.Arn, 'Arn');
  };
  // Neither faces the internet: an audit has nothing to say of them.
  await restStage('private', 'PRIVATE');
  await graphql('private', 'PRIVATE');
  const of = 'internet-facing-resources-have-web-acl';
  const open = planted(
    'facing',
    {
      of,
      name: 'HTTP API stage, which cannot have one',
      built: 'default endpoint open',
      verdicts: { ...notProtectable, ...bare },
    },
    { region, id: await httpStage('open', false) },
  );
  const closed = planted(
    'facing',
    {
      of,
      name: 'HTTP API stage that only custom domain names lead to',
      built: 'default endpoint disabled',
      verdicts: { ...notProtectable, [of]: 'unknown' },
    },
    { region, id: await httpStage('closed', true) },
  );
  return [
    ...(await eachWay('REST API stage', waf, options, (name) => restStage(name))),
    ...open,
    ...closed,
    ...(await eachWay('AppSync API', waf, options, (name) => graphql(name))),
    ...(await eachWay('User pool', waf, options, pool)),
  ];
}

/** Plants distributions, the first of them protected by Shield Advanced; resolves to their verdicts. */
export async function plantDistributions({ endpoint }: Place, acl: string): Promise<Planted[]> {
  const client = new CloudFrontClient({ endpoint, region: 'us-east-1' });
  const build = async (name: string, WebACLId: string, Enabled: boolean): Promise<string> => {
    const made = await client.send(
      new CreateDistributionCommand({
        DistributionConfig: {
          CallerReference: name,
          Comment: name,
          Enabled,
          WebACLId,
          Origins: {
            Quantity: 1,
            Items: [
              { Id: 'o', DomainName: 'site.s3.us-east-1.amazonaws.com', S3OriginConfig: { OriginAccessIdentity: '' } },
            ],
          },
          DefaultCacheBehavior: {
            TargetOriginId: 'o',
            ViewerProtocolPolicy: 'redirect-to-https',
            MinTTL: 0,
            ForwardedValues: { QueryString: false, Cookies: { Forward: 'none' } },
          },
        },
      }),
    );
    return given(made.Distribution?.ARN, 'ARN');
  };
  const of = 'internet-facing-resources-have-web-acl';
  const shield = 'shield-protects-internet-facing';
  const off = { [of]: 'not-applicable', [shield]: 'not-applicable' } as const;
  const guarded = await build('guarded', acl, true);
  await protect(endpoint, guarded);
  return [
    ...planted(
      'facing',
      { of, name: 'Distribution behind a web ACL', built: 'a web ACL of CloudFront' },
      { region: null, id: guarded },
    ),
    ...planted(
      'facing',
      { of, name: 'Distribution without one', built: 'no web ACL', verdicts: { ...bare, [shield]: 'fail' } },
      { region: null, id: await build('bare', '', true) },
    ),
    ...planted(
      'facing',
      {
        of,
        name: 'Distribution behind AWS WAF Classic',
        built: 'an id of WAF Classic',
        verdicts: { ...bare, [shield]: 'fail' },
      },
      { region: null, id: await build('classic', '473e64fd-f30b-4765-81a0-62ad96dd167a', true) },
    ),
    ...planted(
      'facing',
      { of, name: 'Distribution that is disabled', built: 'no web ACL, disabled', verdicts: off },
      { region: null, id: await build('off', '', false) },
    ),
  ];
}

/** Subscribes the account to Shield Advanced. */
export async function subscribe(endpoint: string): Promise<void> {
  await new ShieldClient({ endpoint, region: 'us-east-1' }).send(new CreateSubscriptionCommand({}));
}

/** Has Shield Advanced protect the resource. */
export async function protect(endpoint: string, ResourceArn: string): Promise<void> {
  const client = new ShieldClient({ endpoint, region: 'us-east-1' });
  await client.send(new CreateProtectionCommand({ Name: ResourceArn.slice(-20), ResourceArn }));
}
