import {
  CreateApiCommand as CreateHttpApiCommand,
  ApiGatewayV2Client,
  CreateStageCommand,
} from '@aws-sdk/client-apigatewayv2';
import { AppSyncClient, CreateGraphqlApiCommand } from '@aws-sdk/client-appsync';
import { PutImageCommand } from '@aws-sdk/client-ecr';
import {
  CreateIPSetCommand,
  CreateRuleGroupCommand,
  type Rule,
  type Statement,
  type VisibilityConfig,
} from '@aws-sdk/client-wafv2';
import {
  account,
  closeRegion,
  daysBefore,
  given,
  midnightOf,
  openRegion,
  plant,
  type Region,
} from '../../../../scripts/seed/aws.js';
import { shield } from '../../../../scripts/seed/detection.js';
import { buildWebAcl } from '../../../../scripts/seed/web-acls.js';
import { sha256Hex } from '../../../../src/core/json.js';

/**
 * Plants in the region, and in what is kept once an account, what the demo platform lacks and some reads need: a web ACL
 * that refers to a rule group, an IP set and a pinned version of a managed group; APIs of AppSync and HTTP; an index of
 * images; a subscription to Shield Advanced.
 */
export async function plantWeb(endpoint: string, regionName: string): Promise<void> {
  const region = openRegion(endpoint, regionName);
  const global = openRegion(endpoint, 'us-east-1');
  try {
    await buildReferringAcl(region);
    await buildApis(endpoint, regionName);
    await pushIndex(region);
    await shield(global, { planted: `arn:aws:ec2:${regionName}:${account}:eip-allocation/eipalloc-0123456789abcdef0` });
  } finally {
    for (const each of [region, global]) closeRegion(each);
  }
}

async function buildReferringAcl(region: Region): Promise<void> {
  const { waf } = region;
  const office = { Name: 'planted-office', Scope: 'REGIONAL', IPAddressVersion: 'IPV4' } as const;
  const set = await waf.send(new CreateIPSetCommand({ ...office, Addresses: ['192.0.2.0/24'] }));
  const groupName = 'planted-group';
  const group = await waf.send(
    new CreateRuleGroupCommand({
      Name: groupName,
      Scope: 'REGIONAL',
      Capacity: 10,
      Rules: [blocking('office', 0, { IPSetReferenceStatement: { ARN: given(set.Summary?.ARN, 'IP set') } })],
      VisibilityConfig: visibility(groupName),
    }),
  );
  const pinned = { VendorName: 'AWS', Name: 'AWSManagedRulesPHPRuleSet', Version: 'Version_2.0' };
  await buildWebAcl(region, 'REGIONAL', {
    name: 'planted',
    description: 'refers to one of everything',
    rules: [
      deciding('group', 0, { RuleGroupReferenceStatement: { ARN: given(group.Summary?.ARN, 'rule group') } }),
      deciding('pinned', 1, { ManagedRuleGroupStatement: pinned }),
    ],
  });
}

function blocking(Name: string, Priority: number, statement: Statement): Rule {
  return { Name, Priority, Statement: statement, Action: { Block: {} }, VisibilityConfig: visibility(Name) };
}

/** As the rules that it refers to decide. */
function deciding(Name: string, Priority: number, statement: Statement): Rule {
  return { Name, Priority, Statement: statement, OverrideAction: { None: {} }, VisibilityConfig: visibility(Name) };
}

function visibility(MetricName: string): VisibilityConfig {
  return { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName };
}

async function buildApis(endpoint: string, region: string): Promise<void> {
  const config = { endpoint, region, credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' } };
  const appSync = new AppSyncClient(config);
  const apis = new ApiGatewayV2Client(config);
  await appSync.send(new CreateGraphqlApiCommand({ name: 'planted', authenticationType: 'API_KEY' }));
  const { ApiId } = await apis.send(new CreateHttpApiCommand({ Name: 'planted', ProtocolType: 'HTTP' }));
  await apis.send(new CreateStageCommand({ ApiId, StageName: '$default' }));
  for (const client of [appSync, apis]) client.destroy();
}

/** An index of one platform, newer than what else is in the repository. */
async function pushIndex(region: Region): Promise<void> {
  const repositoryName = 'wallet/api';
  const platform = await push(
    region,
    repositoryName,
    'planted-amd64',
    'application/vnd.docker.distribution.manifest.v2+json',
    {
      config: {
        mediaType: 'application/vnd.docker.container.image.v1+json',
        size: 1,
        digest: `sha256:${sha256Hex('planted')}`,
      },
      layers: [],
    },
  );
  await push(region, repositoryName, 'planted', 'application/vnd.docker.distribution.manifest.list.v2+json', {
    manifests: [{ ...platform, platform: { architecture: 'amd64', os: 'linux' } }],
  });
  const pushedAt = midnightOf(new Date());
  await plant(region, 'ecr', {
    [`${repositoryName}|planted`]: { pushedAt: daysBefore(pushedAt, 0).toISOString() },
    [`${repositoryName}|planted-amd64`]: {
      pushedAt: daysBefore(pushedAt, 0).toISOString(),
      status: 'COMPLETE',
      completedAt: daysBefore(pushedAt, 0).toISOString(),
      counts: { HIGH: 1 },
      findings: [{ name: 'CVE-2026-90099', severity: 'HIGH', attributes: [{ key: 'package_name', value: 'zlib' }] }],
    },
  });
}

interface Pushed {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

async function push(
  { ecr }: Region,
  repositoryName: string,
  imageTag: string,
  mediaType: string,
  content: object,
): Promise<Pushed> {
  const imageManifest = JSON.stringify({ schemaVersion: 2, mediaType, ...content });
  const digest = `sha256:${sha256Hex(imageManifest)}`;
  await ecr.send(
    new PutImageCommand({
      repositoryName,
      imageTag,
      imageManifest,
      imageDigest: digest,
      imageManifestMediaType: mediaType,
    }),
  );
  return { mediaType, digest, size: imageManifest.length };
}
