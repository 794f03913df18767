import {
  CreateRepositoryCommand,
  ECRClient,
  PutImageCommand,
  PutRegistryScanningConfigurationCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { given } from '../../../scripts/seed/aws.js';
import { sha256Hex } from '../../../src/core/json.js';
import { daysAgo, type Planted, planted } from './plant.js';
import { type ImageCase, registries, type RegistryCase, type RepositoryCase } from './registry-cases.js';

/** Plants registries, repositories and images; resolves to their verdicts. */
export async function plantRegistries(endpoint: string): Promise<Planted[]> {
  return (await Promise.all(registries.map((one) => plantRegistry(endpoint, one)))).flat();
}

async function plantRegistry(
  endpoint: string,
  { region, scanType, rules, repositories }: RegistryCase,
): Promise<Planted[]> {
  const ecr = new ECRClient({ endpoint, region });
  await ecr.send(new PutRegistryScanningConfigurationCommand({ scanType, rules: [...rules] }));
  const scans: Record<string, unknown> = {};
  const all: Planted[] = [];
  for (const one of repositories) {
    const id = await buildRepository(ecr, one);
    const verdicts = planted('repository', one, { region, id });
    all.push(
      ...(one.name === 'a repository of an image' ? verdicts.map((each) => ({ ...each, name: null })) : verdicts),
    );
    const { image, repository } = one;
    if (image === undefined) continue;
    const digest = await push(ecr, repository, image.tag);
    if (image.scan !== undefined) scans[`${repository}|${image.tag}`] = scanOf(image.scan);
    const known = { 'running-images-scanned': 'unknown', ...image.verdicts } as const;
    all.push(...planted('image', { ...image, verdicts: known }, { region, id: `${id}@${digest}` }));
  }
  await fetch(`${endpoint}/_plus/ecr?region=${region}`, { method: 'POST', body: JSON.stringify(scans) });
  return all;
}

async function buildRepository(ecr: ECRClient, one: RepositoryCase): Promise<string> {
  const repositoryName = one.repository;
  const made = await ecr.send(
    new CreateRepositoryCommand({
      repositoryName,
      imageTagMutability: one.mutability ?? 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: one.isScannedOnPush === true },
      ...(one.exclusions === undefined
        ? {}
        : {
            imageTagMutabilityExclusionFilters: one.exclusions.map((filter) => ({
              filter,
              filterType: 'WILDCARD' as const,
            })),
          }),
    }),
  );
  if (one.lets !== undefined) {
    const statement = { Sid: 'Pull', Effect: one.effect ?? 'Allow', Principal: one.lets, Action: 'ecr:BatchGetImage' };
    const Statement = [{ ...statement, ...(one.condition === undefined ? {} : { Condition: one.condition }) }];
    const policyText = JSON.stringify({ Version: '2012-10-17', Statement });
    await ecr.send(new SetRepositoryPolicyCommand({ repositoryName, policyText, force: true }));
  }
  return given(made.repository?.repositoryArn, 'repositoryArn');
}

/** Pushes an image that no other repository has; resolves to its digest. */
async function push(ecr: ECRClient, repositoryName: string, imageTag: string): Promise<string> {
  const config = {
    mediaType: 'application/vnd.docker.container.image.v1+json',
    size: 1,
    digest: `sha256:${sha256Hex(repositoryName)}`,
  };
  const mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
  const imageManifest = JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [] });
  const imageDigest = `sha256:${sha256Hex(imageManifest)}`;
  await ecr.send(new PutImageCommand({ repositoryName, imageTag, imageManifest, imageDigest }));
  return imageDigest;
}

function scanOf({ status, days, counts = {} }: NonNullable<ImageCase['scan']>): object {
  const findings = Object.keys(counts).map((severity) => ({
    name: `CVE-2026-000${severity.length}`,
    severity,
    attributes: [{ key: 'package_name', value: 'openssl' }],
  }));
  return { status, ...(days === undefined ? {} : { completedAt: daysAgo(days), counts, findings }) };
}
