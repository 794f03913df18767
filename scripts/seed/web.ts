import { RequestCertificateCommand } from '@aws-sdk/client-acm';
import {
  CreateDeploymentCommand,
  CreateRestApiCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { CreateDistributionCommand } from '@aws-sdk/client-cloudfront';
import { CreateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DescribeListenersCommand, ModifyListenerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AssociateWebACLCommand } from '@aws-sdk/client-wafv2';
import { account, daysBefore, given, plant, type Region } from './aws.js';
import { buildWebAcl, edgeAcl, logWebAcl, regionalAcl } from './web-acls.js';

export interface WebPlan {
  readonly main: Region;
  /** us-east-1, where what is in no region is asked for. */
  readonly global: Region;
  readonly balancerArn: string;
  readonly day: Date;
  readonly isBefore: boolean;
}

/** What the internet meets beside the balancer: the app's distribution, the partners' API, the tenants' user pool, and web ACLs. */
export async function buildWeb({
  main,
  global,
  balancerArn,
  day,
  isBefore,
}: WebPlan): Promise<{ distribution: string }> {
  await certify(main, balancerArn, day, isBefore);
  const edge = await buildWebAcl(global, 'CLOUDFRONT', edgeAcl(isBefore));
  const regional = await buildWebAcl(main, 'REGIONAL', regionalAcl(isBefore));
  const distribution = await buildDistribution(global, edge);
  const stage = await buildStage(main);
  const pool = await buildUserPool(main);
  // Before: the ACL was made for the API, and nobody put it in front of what was there already or came later.
  const behind = isBefore ? [stage] : [balancerArn, stage, pool];
  for (const ResourceArn of behind) {
    await main.waf.send(new AssociateWebACLCommand({ WebACLArn: regional, ResourceArn }));
  }
  await logWebAcl(global, edge, 'aws-waf-logs-wallet-edge');
  if (!isBefore) await logWebAcl(main, regional, 'aws-waf-logs-wallet-regional');
  return { distribution };
}

/** A certificate for the balancer. Before: one that was brought along, and that ends soon. */
async function certify(region: Region, balancerArn: string, day: Date, isBefore: boolean): Promise<void> {
  const { acm, elb } = region;
  const DomainName = 'wallet.prepay.example';
  const made = await acm.send(new RequestCertificateCommand({ DomainName, ValidationMethod: 'DNS' }));
  const CertificateArn = given(made.CertificateArn, 'certificate');
  const ends = daysBefore(day, isBefore ? -11 : -250).getTime() / 1000;
  await plant(region, 'acm', {
    [DomainName]: {
      Status: 'ISSUED',
      Type: isBefore ? 'IMPORTED' : 'AMAZON_ISSUED',
      RenewalEligibility: isBefore ? 'INELIGIBLE' : 'ELIGIBLE',
      NotBefore: ends - 395 * 86_400,
      NotAfter: ends,
      InUseBy: [balancerArn],
    },
  });
  const { Listeners = [] } = await elb.send(new DescribeListenersCommand({ LoadBalancerArn: balancerArn }));
  for (const { ListenerArn, Protocol } of Listeners) {
    if (Protocol !== 'HTTPS') continue;
    await elb.send(new ModifyListenerCommand({ ListenerArn, Certificates: [{ CertificateArn }] }));
  }
}

/** The ARN of the distribution of the wallet's app. */
async function buildDistribution({ cloudFront }: Region, webAclArn: string): Promise<string> {
  const origin = 'wallet-app';
  const made = await cloudFront.send(
    new CreateDistributionCommand({
      DistributionConfig: {
        CallerReference: origin,
        Comment: 'the wallet app of every tenant',
        Enabled: true,
        WebACLId: webAclArn,
        Aliases: { Quantity: 1, Items: ['app.prepay.example'] },
        Origins: {
          Quantity: 1,
          Items: [
            {
              Id: origin,
              DomainName: 'wallet-app-assets.s3.eu-west-1.amazonaws.com',
              S3OriginConfig: { OriginAccessIdentity: '' },
            },
          ],
        },
        DefaultCacheBehavior: {
          TargetOriginId: origin,
          ViewerProtocolPolicy: 'redirect-to-https',
          CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
        },
        ViewerCertificate: {
          ACMCertificateArn: `arn:aws:acm:us-east-1:${account}:certificate/2f6b1f0e-0d5c-4d7e-9a57-6f1c6f9b1c11`,
          SSLSupportMethod: 'sni-only',
          MinimumProtocolVersion: 'TLSv1.2_2021',
        },
      },
    }),
  );
  return given(made.Distribution?.ARN, 'distribution');
}

/** The ARN of the stage that partners call. */
async function buildStage({ apiGateway, name }: Region): Promise<string> {
  const made = await apiGateway.send(
    new CreateRestApiCommand({ name: 'partner-api', endpointConfiguration: { types: ['REGIONAL'] } }),
  );
  const restApiId = given(made.id, 'API');
  const { items = [] } = await apiGateway.send(new GetResourcesCommand({ restApiId }));
  const method = { restApiId, resourceId: given(items[0]?.id, 'root resource'), httpMethod: 'POST' };
  await apiGateway.send(new PutMethodCommand({ ...method, authorizationType: 'AWS_IAM' }));
  await apiGateway.send(
    new PutIntegrationCommand({
      ...method,
      type: 'HTTP',
      integrationHttpMethod: 'POST',
      uri: 'https://wallet.prepay.example/partner',
    }),
  );
  const stageName = 'prod';
  await apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName }));
  return `arn:aws:apigateway:${name}::/restapis/${restApiId}/stages/${stageName}`;
}

/** The ARN of the pool in which the tenants' operators sign in. */
async function buildUserPool({ cognito, name }: Region): Promise<string> {
  const made = await cognito.send(
    new CreateUserPoolCommand({ PoolName: 'tenant-operators', MfaConfiguration: 'OFF', DeletionProtection: 'ACTIVE' }),
  );
  return `arn:aws:cognito-idp:${name}:${account}:userpool/${given(made.UserPool?.Id, 'user pool')}`;
}
