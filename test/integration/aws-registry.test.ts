import {
  CreateRepositoryCommand,
  ECRClient,
  PutImageCommand,
  PutRegistryScanningConfigurationCommand,
  type RegistryScanningRule,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { collectEcr } from '../../src/collect/aws/collect-ecr.js';
import { sha256Hex } from '../../src/core/json.js';
import { collectingSink } from '../helpers/aws-reads.js';
import { recording, replayed } from './peers/aws/account.js';
import { type Moto, motoAccount, startMoto } from './peers/aws/moto.js';

const region = 'eu-west-1';
const there = { source: 'aws', account: motoAccount, region } as const;
const policyText = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'Pull', Effect: 'Allow', Principal: { AWS: '*' }, Action: ['ecr:BatchGetImage'] }],
});
const scanned = '2026-11-20T00:00:00Z';
let moto: Moto;
let ecr: ECRClient;

/** An image's manifest that no other image has. */
function manifest(name: string): string {
  const config = {
    mediaType: 'application/vnd.docker.container.image.v1+json',
    size: 1,
    digest: `sha256:${sha256Hex(name)}`,
  };
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config,
    layers: [],
  });
}

async function push(repositoryName: string, imageTag: string): Promise<void> {
  const imageManifest = manifest(`${repositoryName}|${imageTag}`);
  const imageDigest = `sha256:${sha256Hex(imageManifest)}`;
  await ecr.send(new PutImageCommand({ repositoryName, imageTag, imageManifest, imageDigest }));
}

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
  moto = await startMoto();
  ecr = new ECRClient({ region, endpoint: moto.url });
  for (const repositoryName of ['web', 'api']) {
    await ecr.send(new CreateRepositoryCommand({ repositoryName, imageScanningConfiguration: { scanOnPush: true } }));
  }
  await ecr.send(new SetRepositoryPolicyCommand({ repositoryName: 'web', policyText }));
  await push('web', 'v1');
  await push('web', 'v2');
  await push('api', 'v1');
  const rule: RegistryScanningRule = {
    scanFrequency: 'SCAN_ON_PUSH',
    repositoryFilters: [{ filter: 'web', filterType: 'WILDCARD' }],
  };
  await ecr.send(new PutRegistryScanningConfigurationCommand({ scanType: 'BASIC', rules: [rule] }));
  const body = JSON.stringify({
    'web|v1': { status: 'COMPLETE', completedAt: scanned, counts: {}, pushedAt: '2026-10-01T00:00:00Z' },
    'web|v2': {
      status: 'COMPLETE',
      completedAt: scanned,
      counts: { CRITICAL: 1 },
      pushedAt: '2026-11-01T00:00:00Z',
      findings: [
        {
          name: 'CVE-2026-0001',
          severity: 'CRITICAL',
          attributes: [
            { key: 'package_name', value: 'openssl' },
            { key: 'package_version', value: '1.0' },
          ],
        },
      ],
    },
  });
  await fetch(`${moto.url}/_plus/ecr?region=${region}`, { method: 'POST', body });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await moto.stop();
});
beforeEach(async () => {
  await moto.faults([]);
  await moto.resetCalls();
});

describe('the container registry of a region', () => {
  it('is read in few calls, and replays to the same', async () => {
    const recorded = recording(moto.url);
    const sink = collectingSink();
    await collectEcr({ transport: recorded.transport, sink }, there);
    expect([...sink.gaps]).toEqual([]);
    expect([...sink.coverage].map(([place, { gap }]) => [place.split(' ')[0], gap])).toEqual([
      ['aws.ecr.registry', null],
      ['aws.ecr.repository', null],
      ['aws.ecr.image', null],
      ['aws.ecr.vulnerabilities', null],
    ]);
    expect(await moto.calls()).toEqual({
      'ecr:GetRegistryScanningConfiguration': 1,
      'ecr:DescribeRepositories': 1,
      'ecr:GetRepositoryPolicy': 2,
      'ecr:DescribeImages': 2,
      'ecr:DescribeImageScanFindings': 1,
    });
    expect(sink.of('aws.ecr.registry')).toMatchObject([
      { data: { scanType: 'BASIC', rules: [{ frequency: 'SCAN_ON_PUSH', filters: ['web'] }] } },
    ]);
    const policies = sink.of('aws.ecr.repository').map(({ name, data }) => [name, data.policy?.[0]?.sid ?? null]);
    expect(policies.sort()).toEqual([
      ['api', null],
      ['web', 'Pull'],
    ]);
    const images = sink
      .of('aws.ecr.image')
      .map(({ data }) => [data.repositoryName, data.imageTags, data.scanStatus, data.counts]);
    expect(images.sort()).toEqual([
      ['api', ['v1'], null, null],
      ['web', ['v2'], 'COMPLETE', { CRITICAL: 1 }],
    ]);
    expect(sink.of('aws.ecr.vulnerabilities')).toMatchObject([
      { data: { vulnerabilities: [{ name: 'CVE-2026-0001', packages: ['openssl 1.0'], fix: null }] } },
    ]);
    const again = collectingSink();
    await collectEcr({ transport: replayed(recorded), sink: again }, there);
    const sorted = ({ facts }: typeof sink) => facts.map((fact) => JSON.stringify(fact)).sort();
    expect(sorted(again)).toEqual(sorted(sink));
  });

  it.each([
    'ecr:DescribeRepositories',
    'ecr:DescribeImages',
    'ecr:GetRepositoryPolicy',
    'ecr:DescribeImageScanFindings',
  ])('is not whole where %s is denied', async (op) => {
    await moto.faults([{ op, kind: 'denied' }]);
    const sink = collectingSink();
    await collectEcr({ transport: recording(moto.url).transport, sink }, there);
    const gaps = [...sink.gaps.values(), ...[...sink.coverage.values()].map(({ gap }) => gap)];
    expect(gaps.filter((gap) => gap !== null).map(({ reason }) => reason)).toContain('denied');
  });

  it('asks Inspector what is in use where the scanning is enhanced', async () => {
    await ecr.send(new PutRegistryScanningConfigurationCommand({ scanType: 'ENHANCED', rules: [] }));
    const sink = collectingSink();
    await collectEcr({ transport: recording(moto.url).transport, sink }, there);
    expect(sink.coverage.get(`aws.ecr.image ${motoAccount}/${region}`)?.gap).toBeNull();
    expect(Object.keys(await moto.calls()).filter((name) => name.startsWith('inspector2'))).toHaveLength(1);
  });
});
