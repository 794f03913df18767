import {
  CreateRepositoryCommand,
  PutImageCommand,
  PutRegistryScanningConfigurationCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { sha256Hex } from '../../src/core/json.js';
import { account, daysBefore, plant, type Region } from './aws.js';
import { type Found, type Image, imagesAfter, imagesBefore } from './registry-images.js';

/** The registry of the wallet platform: how it scans, its repositories, what was pushed and what the scans found. */
export async function buildRegistry(region: Region, day: Date, isBefore: boolean): Promise<void> {
  await region.ecr.send(
    new PutRegistryScanningConfigurationCommand({
      scanType: 'ENHANCED',
      rules: [
        {
          scanFrequency: 'CONTINUOUS_SCAN',
          repositoryFilters: [{ filter: isBefore ? 'wallet/*' : '*', filterType: 'WILDCARD' }],
        },
      ],
    }),
  );
  const images = isBefore ? imagesBefore : imagesAfter;
  for (const repositoryName of ['wallet/api', 'wallet/web', 'ledger/worker']) {
    await region.ecr.send(
      new CreateRepositoryCommand({ repositoryName, imageTagMutability: isBefore ? 'MUTABLE' : 'IMMUTABLE' }),
    );
  }
  await region.ecr.send(
    new SetRepositoryPolicyCommand({ repositoryName: 'wallet/web', policyText: isBefore ? openPolicy : ownPolicy }),
  );
  for (const { repository, tag } of images) await push(region, repository, tag);
  const scans = images.map((image) => [`${image.repository}|${image.tag}`, scanOf(image, day)] as const);
  await plant(region, 'ecr', Object.fromEntries(scans));
  await plant(
    region,
    'inspector',
    images.flatMap((image) => useOf(region, image, day)),
  );
}

async function push({ ecr }: Region, repositoryName: string, imageTag: string): Promise<void> {
  const imageManifest = manifestOf(repositoryName, imageTag);
  const imageDigest = digestOf(imageManifest);
  await ecr.send(new PutImageCommand({ repositoryName, imageTag, imageManifest, imageDigest }));
}

function manifestOf(repository: string, tag: string): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: {
      mediaType: 'application/vnd.docker.container.image.v1+json',
      size: 1,
      digest: digestOf(`${repository}:${tag}`),
    },
    layers: [],
  });
}

function digestOf(text: string): string {
  return `sha256:${sha256Hex(text)}`;
}

function scanOf({ status, counts, pushedDays, found }: Image, day: Date): object {
  const pushedAt = daysBefore(day, pushedDays, 10).toISOString();
  if (status === null) return { pushedAt };
  const description = status === 'ACTIVE' ? 'Continuous scan is selected for image.' : 'The image is scanned no more.';
  return {
    status,
    description,
    pushedAt,
    completedAt: daysBefore(day, 1, 4).toISOString(),
    counts,
    enhancedFindings: (found ?? []).map((each) => enhanced(each, day)),
  };
}

function enhanced({ id, severity, name, version, fixedIn, publishedDays }: Found, day: Date): object {
  return {
    awsAccountId: account,
    type: 'PACKAGE_VULNERABILITY',
    status: 'ACTIVE',
    severity,
    title: `${id} - ${name}`,
    firstObservedAt: daysBefore(day, publishedDays - 2).toISOString(),
    fixAvailable: 'YES',
    packageVulnerabilityDetails: {
      vulnerabilityId: id,
      source: 'DEBIAN_CVE',
      vendorCreatedAt: daysBefore(day, publishedDays).toISOString(),
      vulnerablePackages: [{ name, version, packageManager: 'OS', fixedInVersion: fixedIn }],
    },
  };
}

/** What Inspector says of the image where it covers it. https://docs.aws.amazon.com/inspector/v2/APIReference/API_CoveredResource.html */
function useOf({ name }: Region, image: Image, day: Date): object[] {
  const { repository, tag, status, inUse, pushedDays } = image;
  if (inUse === null) return [];
  const digest = digestOf(manifestOf(repository, tag));
  const isActive = status === 'ACTIVE';
  return [
    {
      accountId: account,
      resourceId: `arn:aws:ecr:${name}:${account}:repository/${repository}/${digest}`,
      resourceType: 'AWS_ECR_CONTAINER_IMAGE',
      scanType: 'PACKAGE',
      scanStatus: {
        statusCode: isActive ? 'ACTIVE' : 'INACTIVE',
        reason: isActive ? 'SUCCESSFUL' : 'SCAN_ELIGIBILITY_EXPIRED',
      },
      lastScannedAt: daysBefore(day, 1, 4).getTime() / 1000,
      resourceMetadata: {
        ecrRepository: { name: repository, scanFrequency: 'SCAN_CONTINUOUSLY' },
        ecrImage: {
          tags: [tag],
          imagePulledAt: daysBefore(day, Math.min(pushedDays, 2), 11).getTime() / 1000,
          lastInUseAt: daysBefore(day, 1, 23).getTime() / 1000,
          inUseCount: inUse,
        },
      },
    },
  ];
}

function policy(sid: string, principal: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: sid,
        Effect: 'Allow',
        Principal: principal === '*' ? '*' : { AWS: principal },
        Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      },
    ],
  });
}

const openPolicy = policy('PullByPartners', '*');
const ownPolicy = policy('PullByCluster', `arn:aws:iam::${account}:role/wallet-cluster-nodes`);
