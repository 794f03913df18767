import { z } from 'zod';
import { ids } from './members.js';
import { policyStatement } from './policy.js';

const moment = z.iso.datetime({ precision: 3 });

/** How the private registry of a region scans what is pushed to it. */
export const ecrRegistry = z.strictObject({
  /** The account. */
  id: z.string(),
  scanType: z.enum(['BASIC', 'ENHANCED']),
  rules: z
    .array(
      z.strictObject({
        frequency: z.enum(['SCAN_ON_PUSH', 'CONTINUOUS_SCAN', 'MANUAL']),
        /** By the name of the repository; see derive/aws/ecr-scan-rules.ts. */
        filters: z.array(z.string()),
      }),
    )
    .default([]),
});

export const ecrRepository = z.strictObject({
  /** The ARN. */
  id: z.string(),
  repositoryName: z.string(),
  /** The account. */
  registryId: z.string(),
  tagMutability: z.enum(['MUTABLE', 'IMMUTABLE', 'MUTABLE_WITH_EXCLUSION', 'IMMUTABLE_WITH_EXCLUSION']),
  /** Tags, with `*` for any characters, to which the opposite of the setting applies. */
  exclusions: z.array(z.string()).default([]),
  /** The repository's own setting, which the registry's rules replace. */
  isScannedOnPush: z.boolean(),
  /** Null for a repository without a policy. */
  policy: z.array(policyStatement).nullable().default(null),
});

/**
 * An image that verdicts are about: the newest tagged one of its repository, one that Inspector sees in use, and the
 * images of single platforms that such a one is made of. What was superseded and is not in use is no fact.
 */
export const ecrImage = z.strictObject({
  /** `<ARN of the repository>@<digest>`. */
  id: z.string(),
  repositoryId: z.string(),
  repositoryName: z.string(),
  registryId: z.string(),
  digest: z.string(),
  imageTags: ids,
  pushedAt: moment,
  /** Whether it, or the index that it is a platform of, is the newest tagged one of the repository. */
  isNewest: z.boolean(),
  /** Tasks of ECS and pods of EKS that Inspector sees it in; 0 says nothing, since Inspector need not see all. */
  inUseCount: z.int().default(0),
  /** For an index of platforms: whatever it lists that is an image. Null for an image, and for what could not be read. */
  platforms: z.array(z.string()).nullable().default(null),
  isIndex: z.boolean().default(false),
  /** The digests of the indexes that list it. */
  indexes: ids,
  /** Null where ECR has never scanned it. */
  scanStatus: z.string().nullable().default(null),
  scanDescription: z.string().nullable().default(null),
  scannedAt: moment.nullable().default(null),
  /** When the data on vulnerabilities was last updated that the scan used. */
  sourceUpdatedAt: moment.nullable().default(null),
  /** Vulnerabilities by severity; null without a finished scan, which is not the same as none. */
  counts: z.record(z.string(), z.int()).nullable().default(null),
});

/** The critical and high vulnerabilities of an image whose scan counts any. */
export const ecrVulnerabilities = z.strictObject({
  /** The image's id. */
  id: z.string(),
  vulnerabilities: z.array(
    z.strictObject({
      /** `CVE-2026-0001`, `ALAS2-2026-123`, … */
      name: z.string(),
      severity: z.string(),
      packages: ids,
      /** `PARTIAL`: for some of the packages. Null where the scanner does not say, as in basic scanning. */
      fix: z.enum(['YES', 'PARTIAL', 'NO']).nullable().default(null),
      /** When the vendor published it. */
      publishedAt: moment.nullable().default(null),
      /** When it was first seen in this image. */
      observedAt: moment.nullable().default(null),
    }),
  ),
});

export const ecrFacts = {
  'aws.ecr.registry': ecrRegistry,
  'aws.ecr.repository': ecrRepository,
  'aws.ecr.image': ecrImage,
  'aws.ecr.vulnerabilities': ecrVulnerabilities,
} as const;

declare module '../../core/fact.js' {
  interface FactKinds {
    'aws.ecr.registry': z.infer<typeof ecrRegistry>;
    'aws.ecr.repository': z.infer<typeof ecrRepository>;
    'aws.ecr.image': z.infer<typeof ecrImage>;
    'aws.ecr.vulnerabilities': z.infer<typeof ecrVulnerabilities>;
  }
}
