import { z } from 'zod';
import { ecrImage } from '../../facts/aws/ecr.js';
import type { ItemParser } from '../reading/item-parser.js';
import { jsonText } from './parse-policy.js';

// https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-manifest-formats.html
const indexTypes = [
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
];

// What is kept beside images and runs nothing. Any other type, one that nobody has heard of too, is taken for an image.
const besideImages = [
  'application/vnd.cncf.helm.',
  'application/vnd.cncf.notary.',
  'application/vnd.dev.cosign.',
  'application/vnd.dev.sigstore.',
  'application/vnd.in-toto',
  'application/vnd.cyclonedx',
  'application/spdx',
  'text/spdx',
];
// Signatures and attestations in the repository of what they are about, by the name that cosign gives them:
// https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md
const cosignTag = /^sha256-[0-9a-f]{64}(\.(sig|att|sbom))?$/;

const moment = z.string();
const summary = z.object({
  imageScanCompletedAt: moment.optional(),
  vulnerabilitySourceUpdatedAt: moment.optional(),
  findingSeverityCounts: z.record(z.string(), z.int()).optional(),
});

const wireImage = z.object({
  registryId: z.string(),
  repositoryName: z.string(),
  imageDigest: z.string(),
  imageTags: z.array(z.string()).default([]),
  imagePushedAt: moment,
  imageScanStatus: z.object({ status: z.string().optional(), description: z.string().optional() }).optional(),
  imageScanFindingsSummary: summary.optional(),
  imageManifestMediaType: z.string().optional(),
  artifactMediaType: z.string().optional(),
  subjectManifestDigest: z.string().optional(),
  imageStatus: z.enum(['ACTIVE', 'ARCHIVED', 'ACTIVATING']).optional(),
});
type WireImage = z.infer<typeof wireImage>;

/** An image of the repository, not yet known to be new or in use; its name is the tags that it has. */
export function imagesOf(repositoryId: string): ItemParser<'aws.ecr.image'> {
  return {
    kind: 'aws.ecr.image',
    member: 'imageDetails',
    parse(item) {
      const wire = wireImage.parse(item);
      const id = `${repositoryId}@${wire.imageDigest}`;
      const isIndex = indexTypes.includes(wire.imageManifestMediaType ?? '');
      const data = ecrImage.parse({
        id,
        repositoryId,
        repositoryName: wire.repositoryName,
        registryId: wire.registryId,
        digest: wire.imageDigest,
        imageTags: wire.imageTags,
        pushedAt: wire.imagePushedAt,
        isNewest: false,
        isIndex,
        scanStatus: wire.imageScanStatus?.status,
        scanDescription: wire.imageScanStatus?.description,
        scannedAt: wire.imageScanFindingsSummary?.imageScanCompletedAt,
        sourceUpdatedAt: wire.imageScanFindingsSummary?.vulnerabilitySourceUpdatedAt,
        counts: wire.imageScanFindingsSummary?.findingSeverityCounts,
      });
      return { id, name: wire.imageTags.length === 0 ? null : wire.imageTags.join(', '), data };
    },
  };
}

/** Whether it can be run: no signature, chart or bill of materials, and not archived, which nothing can pull. */
export function isRunnable(item: unknown): boolean {
  const wire: WireImage = wireImage.parse(item);
  const { artifactMediaType: type = '', imageTags: tags } = wire;
  if (wire.imageStatus === 'ARCHIVED' || wire.subjectManifestDigest !== undefined) return false;
  if (besideImages.some((start) => type.startsWith(start))) return false;
  return tags.length === 0 || !tags.every((tag) => cosignTag.test(tag));
}

const platform = z.object({ os: z.string().optional() }).optional();
const manifest = z.object({
  manifests: z.array(
    z.object({
      digest: z.string(),
      platform,
      artifactType: z.string().optional(),
      annotations: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
});
const wireManifest = z.object({
  imageId: z.object({ imageDigest: z.string() }),
  imageManifest: jsonText.pipe(manifest),
});

/** The digest of an index, and those of the images that it lists, attestations left out. */
export function parseIndex(item: unknown): { readonly digest: string; readonly platforms: readonly string[] } {
  const { imageId, imageManifest } = wireManifest.parse(item);
  // BuildKit lists an attestation as a platform that is unknown, and says so in an annotation as well.
  // https://docs.docker.com/build/metadata/attestations/attestation-storage/
  const images = imageManifest.manifests.filter(
    ({ annotations, artifactType }) =>
      annotations['vnd.docker.reference.type'] !== 'attestation-manifest' && artifactType === undefined,
  );
  return { digest: imageId.imageDigest, platforms: images.map(({ digest }) => digest) };
}
