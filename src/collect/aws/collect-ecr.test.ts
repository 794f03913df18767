import { describe, expect, it } from 'vitest';
import { account, type Answers, collect, here, page, region, source } from '../../../test/helpers/aws-account.js';
import { collectingSink, type FakeAnswer } from '../../../test/helpers/aws-reads.js';
import type { Json, JsonObject } from '../../core/json.js';
import type { ReadLine, ReadRequest } from '../../core/read.js';
import { collectEcr } from './collect-ecr.js';

const arn = (name: string) => `arn:aws:ecr:${region}:${account}:repository/${name}`;
const digest = (n: number | string) => `sha256:${String(n).repeat(64)}`;
const idOf = (name: string, n: number | string) => `${arn(name)}@${digest(n)}`;

const registry = (scanType: string): FakeAnswer => ({
  pages: [{ registryId: account, scanningConfiguration: { scanType, rules: [] } }],
});
const repository = (repositoryName: string) => ({
  repositoryArn: arn(repositoryName),
  repositoryName,
  registryId: account,
  imageTagMutability: 'IMMUTABLE',
  imageScanningConfiguration: { scanOnPush: true },
});
const image = (n: number | string, more: JsonObject = {}): JsonObject => ({
  registryId: account,
  repositoryName: 'web',
  imageDigest: digest(n),
  imageTags: [`v${n}`],
  imagePushedAt: `2026-11-0${n}T00:00:00.000Z`,
  imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
  artifactMediaType: 'application/vnd.oci.image.config.v1+json',
  ...more,
});
const gone: FakeAnswer = { outcome: 'absent' };
const web = (more: Answers, ...images: Json[]): Answers => ({
  'ecr:GetRegistryScanningConfiguration': registry('BASIC'),
  'ecr:DescribeRepositories': page('repositories', repository('web')),
  'ecr:GetRepositoryPolicy': { pages: [{ policyText: '{"Statement":[]}' }] },
  'ecr:DescribeImages': page('imageDetails', ...images),
  ...more,
});
const index = { imageManifestMediaType: 'application/vnd.oci.image.index.v1+json' };
const manifests = (...listed: Json[]) => JSON.stringify({ manifests: listed });
const imagesIn = async (answers: Answers) => {
  const collected = await collect(answers);
  return { ...collected, images: collected.sink.of('aws.ecr.image') };
};

describe('the registry of a region', () => {
  it('is one fact, with the rules by which it scans', async () => {
    const { sink } = await collect({
      'ecr:GetRegistryScanningConfiguration': {
        pages: [
          {
            registryId: account,
            scanningConfiguration: {
              scanType: 'ENHANCED',
              rules: [
                { scanFrequency: 'CONTINUOUS_SCAN', repositoryFilters: [{ filter: 'prod*', filterType: 'WILDCARD' }] },
              ],
            },
          },
        ],
      },
    });
    expect(sink.of('aws.ecr.registry')).toMatchObject([
      {
        id: account,
        data: { scanType: 'ENHANCED', rules: [{ frequency: 'CONTINUOUS_SCAN', filters: ['prod*'] }] },
        evidence: [{ pointer: '/scanningConfiguration' }],
      },
    ]);
    expect(sink.coverage.get(`aws.ecr.registry ${here}`)?.gap).toBeNull();
  });

  it('whose answer has a way of filtering that nobody documented is a gap and no fact', async () => {
    const rules = [{ scanFrequency: 'SCAN_ON_PUSH', repositoryFilters: [{ filter: 'a', filterType: 'REGEX' }] }];
    const { sink } = await collect({
      'ecr:GetRegistryScanningConfiguration': {
        pages: [{ registryId: account, scanningConfiguration: { scanType: 'BASIC', rules } }],
      },
    });
    expect(sink.of('aws.ecr.registry')).toEqual([]);
    expect(sink.coverage.get(`aws.ecr.registry ${here}`)?.gap).toMatchObject({ reason: 'unsupported' });
  });

  it('that may not be read leaves open which images are in use, and asks Inspector nothing', async () => {
    const { sink, requests } = await collect(web({ 'ecr:GetRegistryScanningConfiguration': { outcome: 'denied' } }));
    expect(requests.map(({ operation }) => operation)).not.toContain('inspector2:ListCoverage');
    expect(sink.coverage.get(`aws.ecr.image ${here}`)?.gap).toMatchObject({ reason: 'denied' });
  });
});

describe('a repository', () => {
  it('has its policy with it', async () => {
    const policyText = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Sid: 'Pull', Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' },
    });
    const { sink } = await collect(web({ 'ecr:GetRepositoryPolicy': { pages: [{ policyText }] } }));
    expect(sink.of('aws.ecr.repository')).toMatchObject([
      {
        id: arn('web'),
        name: 'web',
        data: {
          tagMutability: 'IMMUTABLE',
          isScannedOnPush: true,
          policy: [{ sid: 'Pull', principals: [{ id: '*' }] }],
        },
        evidence: [{ pointer: '/repositories/0' }, { pointer: '/policyText' }],
      },
    ]);
    expect([...sink.gaps.keys()]).toEqual([]);
  });

  it('has the tags that its setting leaves out', async () => {
    const imageTagMutabilityExclusionFilters = [{ filter: 'dev-*', filterType: 'WILDCARD' }];
    const imageTagMutability = 'IMMUTABLE_WITH_EXCLUSION';
    const listed = { ...repository('web'), imageTagMutability, imageTagMutabilityExclusionFilters };
    const { sink } = await collect(web({ 'ecr:DescribeRepositories': page('repositories', listed) }));
    expect(sink.of('aws.ecr.repository')).toMatchObject([{ data: { exclusions: ['dev-*'] } }]);
  });

  it('whose scanning is not in the listing is none that can be judged', async () => {
    const listed = { ...repository('web'), imageScanningConfiguration: null };
    const { sink } = await collect(web({ 'ecr:DescribeRepositories': page('repositories', listed) }));
    expect(sink.of('aws.ecr.repository')).toEqual([]);
    expect(sink.coverage.get(`aws.ecr.repository ${here}`)?.gap).toMatchObject({ reason: 'unsupported' });
  });

  it('without a policy is told from one that is gone by what ECR says', async () => {
    const reads = source(web({ 'ecr:GetRepositoryPolicy': gone }));
    const sink = collectingSink();
    const transport = {
      async *read(request: ReadRequest): AsyncGenerator<ReadLine> {
        for await (const line of reads.read(request)) {
          const isGone = line.type === 'end' && line.outcome === 'absent';
          const error = { class: 'not-found', code: 'RepositoryPolicyNotFoundException', message: 'none' } as const;
          yield isGone ? { ...line, error } : line;
        }
      },
    };
    await collectEcr({ transport, sink }, { source: 'aws', account, region });
    expect(sink.of('aws.ecr.repository')).toMatchObject([{ data: { policy: null }, evidence: [{}] }]);
    expect([...sink.gaps.keys()]).toEqual([]);
  });

  it.each([
    ['whose policy may not be read', { outcome: 'denied' } as const, 'denied'],
    ['that is gone by the time that its policy is asked for', gone, 'missing'],
    ['whose policy is no JSON', { pages: [{ policyText: '{' }] }, 'unsupported'],
  ])('%s is a fact with a gap', async (_name, answer, reason) => {
    const { sink } = await collect(web({ 'ecr:GetRepositoryPolicy': answer }));
    expect(sink.of('aws.ecr.repository')).toMatchObject([{ data: { policy: null } }]);
    expect(sink.gaps.get(`aws.ecr.repository ${here} ${arn('web')}`)).toMatchObject({ reason });
  });
});

describe('the images of a repository', () => {
  it('are listed by one call a repository where the scanning is basic', async () => {
    const { sink, requests } = await imagesIn(web({}, image(1)));
    expect(sink.coverage.get(`aws.ecr.image ${here}`)?.reads.map(({ operation }) => operation)).toEqual([
      'ecr:DescribeRepositories',
      'ecr:DescribeImages',
    ]);
    const calls = requests.map(({ operation }) => operation).filter((name) => /^(ecr|inspector2):/.test(name));
    expect(calls.sort()).toEqual([
      'ecr:DescribeImages',
      'ecr:DescribeRepositories',
      'ecr:GetRegistryScanningConfiguration',
      'ecr:GetRepositoryPolicy',
    ]);
  });

  it('are the newest with a tag, without what is kept beside images and what is archived', async () => {
    const { images } = await imagesIn(
      web(
        {},
        image(1),
        image(2),
        image(3, { imageTags: [] }),
        image(4, { artifactMediaType: 'application/vnd.cncf.helm.config.v1+json' }),
        image(5, { imageTags: [`sha256-${'2'.repeat(64)}.sig`] }),
        image(6, { subjectManifestDigest: digest(2) }),
        image(7, { imageStatus: 'ARCHIVED' }),
      ),
    );
    expect(images).toMatchObject([
      { id: idOf('web', 2), name: 'v2', data: { isNewest: true, imageTags: ['v2'], scanStatus: null, counts: null } },
    ]);
  });

  it('are all that were pushed at the newest moment', async () => {
    const { images } = await imagesIn(
      web({}, image(1), image(2), image(3, { imagePushedAt: image(2)['imagePushedAt'] ?? '' })),
    );
    expect(images.map(({ id }) => id)).toEqual([idOf('web', 2), idOf('web', 3)]);
  });

  it('carry what the last scan said', async () => {
    const said = {
      imageScanStatus: { status: 'COMPLETE', description: 'done' },
      imageScanFindingsSummary: {
        imageScanCompletedAt: '2026-11-02T01:00:00.000Z',
        vulnerabilitySourceUpdatedAt: '2026-11-01T00:00:00.000Z',
        findingSeverityCounts: { LOW: 3 },
      },
    };
    const { images, requests } = await imagesIn(web({}, image(2, said)));
    expect(images[0]?.data).toMatchObject({
      scanStatus: 'COMPLETE',
      scanDescription: 'done',
      scannedAt: '2026-11-02T01:00:00.000Z',
      sourceUpdatedAt: '2026-11-01T00:00:00.000Z',
      counts: { LOW: 3 },
    });
    expect(requests.map(({ operation }) => operation)).not.toContain('ecr:DescribeImageScanFindings');
  });

  it('are also those that Inspector sees in use, tagged or not', async () => {
    const { images } = await imagesIn(
      web(
        {
          'ecr:GetRegistryScanningConfiguration': registry('ENHANCED'),
          'inspector2:ListCoverage': page('coveredResources', {
            resourceType: 'AWS_ECR_CONTAINER_IMAGE',
            resourceId: `${arn('web')}/${digest(1)}`,
            accountId: account,
            scanType: 'PACKAGE',
            resourceMetadata: { ecrImage: { inUseCount: 3 } },
          }),
        },
        image(1, { imageTags: [] }),
        image(2),
      ),
    );
    expect(images).toMatchObject([
      {
        id: idOf('web', 1),
        name: null,
        data: { isNewest: false, inUseCount: 3 },
        evidence: [{}, { pointer: '/coveredResources/0' }],
      },
      { id: idOf('web', 2), data: { isNewest: true, inUseCount: 0 } },
    ]);
  });

  it('that are in use and that no repository lists leave a gap', async () => {
    const use = {
      resourceType: 'AWS_ECR_CONTAINER_IMAGE',
      resourceId: `${arn('web')}/${digest(8)}`,
      resourceMetadata: { ecrImage: { inUseCount: 1 } },
    };
    const enhanced = {
      'ecr:GetRegistryScanningConfiguration': registry('ENHANCED'),
      'inspector2:ListCoverage': page('coveredResources', use),
    };
    const { sink } = await imagesIn(web(enhanced, image(1)));
    expect(sink.gaps.get(`aws.ecr.image ${here} ${idOf('web', 8)}`)).toMatchObject({ reason: 'missing' });
    const cut = { 'ecr:DescribeImages': { pages: [{ imageDetails: [] }], outcome: 'throttled' } } as const;
    expect([...(await imagesIn(web({ ...enhanced, ...cut }))).sink.gaps.keys()]).toEqual([]);
  });

  it('are not known in full where Inspector may not be asked', async () => {
    const { sink, images } = await imagesIn(
      web(
        {
          'ecr:GetRegistryScanningConfiguration': registry('ENHANCED'),
          'inspector2:ListCoverage': { outcome: 'denied' },
        },
        image(1),
      ),
    );
    expect(images).toHaveLength(1);
    expect(sink.coverage.get(`aws.ecr.image ${here}`)?.gap).toMatchObject({ reason: 'denied' });
  });

  it('may have no media types and no scan at all', async () => {
    const left = ['imageManifestMediaType', 'artifactMediaType'];
    const bare = Object.fromEntries(Object.entries(image(1)).filter(([name]) => !left.includes(name)));
    const { images } = await imagesIn(web({}, bare));
    expect(images).toMatchObject([{ data: { isIndex: false, scannedAt: null } }]);
  });

  it('may be newer than the newest of a list that was cut short', async () => {
    const { sink } = await imagesIn(
      web({ 'ecr:DescribeImages': { pages: [{ imageDetails: [image(1)] }], outcome: 'throttled' } }),
    );
    expect([...sink.gaps.keys()]).toEqual([`aws.ecr.image ${here} ${idOf('web', 1)}`]);
  });
});

describe('an index', () => {
  const given = (...listed: Json[]): FakeAnswer =>
    page('images', { imageId: { imageDigest: digest(2) }, imageManifest: manifests(...listed) });
  const attestation = { digest: digest(9), annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } };

  it('is a fact, and so are its platforms, without attestations', async () => {
    const { images, requests } = await imagesIn(
      web(
        { 'ecr:BatchGetImage': given({ digest: digest(3) }, { digest: digest(4) }, attestation) },
        image(2, index),
        image(3, { imageTags: [] }),
        image(4, { imageTags: [] }),
        image(1),
      ),
    );
    expect(images.map(({ data }) => [data.digest, data.isNewest, data.platforms, data.indexes])).toEqual([
      [digest(2), true, [digest(3), digest(4)], []],
      [digest(3), true, null, [digest(2)]],
      [digest(4), true, null, [digest(2)]],
    ]);
    expect(requests.filter(({ operation }) => operation === 'ecr:BatchGetImage').map(({ input }) => input)).toEqual([
      { repositoryName: 'web', imageIds: [{ imageDigest: digest(2) }] },
    ]);
  });

  it('that lists an image which is not there leaves a gap in its place', async () => {
    const { sink } = await imagesIn(web({ 'ecr:BatchGetImage': given({ digest: digest(3) }) }, image(2, index)));
    expect(sink.gaps.get(`aws.ecr.image ${here} ${idOf('web', 3)}`)).toMatchObject({ reason: 'missing' });
  });

  it.each([
    ['may not be read', { outcome: 'denied' } as const, 'denied'],
    ['is not given', page('images'), 'missing'],
    ['is no JSON', page('images', { imageId: { imageDigest: digest(2) }, imageManifest: 'x' }), 'unsupported'],
  ])('whose manifest %s has a gap', async (_name, answer, reason) => {
    const { sink, images } = await imagesIn(web({ 'ecr:BatchGetImage': answer }, image(2, index)));
    expect(images).toMatchObject([{ data: { isIndex: true, platforms: null } }]);
    expect(sink.gaps.get(`aws.ecr.image ${here} ${idOf('web', 2)}`)).toMatchObject({ reason });
  });
});

describe('the vulnerabilities of an image', () => {
  const counted = (more: JsonObject) => ({
    imageScanStatus: { status: 'ACTIVE' },
    imageScanFindingsSummary: { imageScanCompletedAt: '2026-11-02T01:00:00.000Z', findingSeverityCounts: more },
  });
  const enhanced = (severity: string, status = 'ACTIVE') => ({
    severity,
    status,
    firstObservedAt: '2026-11-02T00:00:00.000Z',
    fixAvailable: 'YES',
    packageVulnerabilityDetails: {
      vulnerabilityId: 'CVE-2026-0001',
      vendorCreatedAt: '2026-01-01T00:00:00.000Z',
      vulnerablePackages: [{ name: 'openssl', version: '1.0', fixedInVersion: '1.1' }],
    },
  });
  const scan = (...enhancedFindings: Json[]) => ({ imageId: {}, imageScanFindings: { enhancedFindings } });

  it('are read page by page where the scan counts any', async () => {
    const { sink, requests } = await collect(
      web(
        {
          'ecr:DescribeImageScanFindings': {
            pages: [scan(enhanced('CRITICAL'), enhanced('LOW')), scan(enhanced('HIGH'), enhanced('HIGH', 'CLOSED'))],
          },
        },
        image(2, counted({ HIGH: 1, CRITICAL: 1 })),
      ),
    );
    expect(sink.of('aws.ecr.vulnerabilities')).toMatchObject([
      {
        id: idOf('web', 2),
        data: {
          vulnerabilities: [
            {
              name: 'CVE-2026-0001',
              severity: 'CRITICAL',
              packages: ['openssl 1.0'],
              fix: 'YES',
              publishedAt: '2026-01-01T00:00:00.000Z',
              observedAt: '2026-11-02T00:00:00.000Z',
            },
            { severity: 'HIGH' },
          ],
        },
        evidence: [{ page: 0, pointer: '/imageScanFindings' }, { page: 1 }],
      },
    ]);
    expect(sink.coverage.get(`aws.ecr.vulnerabilities ${here}`)?.gap).toBeNull();
    const asked = (request: ReadRequest) => request.operation === 'ecr:DescribeImageScanFindings';
    expect(requests.filter(asked).map(({ input }) => input)).toEqual([
      { repositoryName: 'web', imageId: { imageDigest: digest(2) } },
    ]);
  });

  it.each([
    ['may not be read', { outcome: 'denied' } as const, 0, 'denied'],
    ['came in part', { pages: [scan(enhanced('HIGH'))], outcome: 'throttled' } as const, 1, 'throttled'],
    ['are left out of the answer', { pages: [{ imageId: {} }] }, 0, 'unsupported'],
  ])('that %s have a gap', async (_name, answer, facts, reason) => {
    const { sink } = await collect(
      web({ 'ecr:DescribeImageScanFindings': answer }, image(2, counted({ CRITICAL: 1 }))),
    );
    expect(sink.of('aws.ecr.vulnerabilities')).toHaveLength(facts);
    expect(sink.gaps.get(`aws.ecr.vulnerabilities ${here} ${idOf('web', 2)}`)).toMatchObject({ reason });
  });
});
