import type { ImageTagMutability, RegistryScanningRule } from '@aws-sdk/client-ecr';
import { motoAccount } from '../peers/aws/moto.js';
import type { Case, Expected } from './plant.js';

const scanning = 'ecr-scanning-on';
const tags = 'ecr-tags-immutable';
const isPrivate = 'ecr-repositories-private';
const newest = 'newest-images-scanned';
const critical = 'no-overdue-critical-vulnerabilities';
const high = 'no-overdue-high-vulnerabilities';

export interface RepositoryCase extends Case<'repository'> {
  readonly repository: string;
  readonly mutability?: ImageTagMutability;
  readonly exclusions?: readonly string[];
  readonly isScannedOnPush?: boolean;
  /** The principal whom its policy lets in. */
  readonly lets?: unknown;
  readonly condition?: object;
  readonly effect?: 'Allow' | 'Deny';
  readonly image?: ImageCase;
}

export interface ImageCase extends Case<'image'> {
  readonly tag: string;
  /** Absent where it was never scanned. */
  readonly scan?: {
    readonly status: string;
    readonly days?: number;
    readonly counts?: Readonly<Record<string, number>>;
  };
}

/** A registry's rules, and what is in it. */
export interface RegistryCase {
  readonly region: string;
  readonly scanType: 'BASIC' | 'ENHANCED';
  readonly rules: readonly RegistryScanningRule[];
  readonly repositories: readonly RepositoryCase[];
}

const rule = (
  scanFrequency: 'SCAN_ON_PUSH' | 'CONTINUOUS_SCAN',
  ...filters: readonly string[]
): RegistryScanningRule => ({
  scanFrequency,
  repositoryFilters: filters.map((filter) => ({ filter, filterType: 'WILDCARD' })),
});

const role = (account: string) => ({ AWS: `arn:aws:iam::${account}:role/pull` });

export const registries: readonly RegistryCase[] = [
  {
    region: 'eu-west-1',
    scanType: 'BASIC',
    rules: [rule('SCAN_ON_PUSH', 'web', 'prod-*')],
    repositories: [
      {
        repository: 'shop-web',
        of: scanning,
        name: "a filter that the repository's name holds",
        built: 'filter web, shop-web',
      },
      {
        repository: 'prod-api',
        of: scanning,
        name: 'a filter with a wildcard that the whole name meets',
        built: 'filter prod-*, prod-api',
      },
      {
        repository: 'pre-prod-api',
        of: scanning,
        name: 'a filter with a wildcard that a part of the name meets',
        built: 'filter prod-*, pre-prod-api',
        verdicts: { [scanning]: 'fail' },
      },
      {
        repository: 'legacy',
        isScannedOnPush: true,
        of: scanning,
        name: "the repository's own setting beside rules that leave it out, which hold alone",
        built: 'filters web and prod-*, legacy, scanOnPush',
        verdicts: { [scanning]: 'fail' },
      },
      { repository: 'web-fixed', of: tags, name: 'immutable', built: 'IMMUTABLE' },
      {
        repository: 'web-loose',
        mutability: 'MUTABLE',
        of: tags,
        name: 'mutable',
        built: 'MUTABLE',
        verdicts: { [tags]: 'fail' },
      },
      {
        repository: 'web-loose-but',
        mutability: 'MUTABLE_WITH_EXCLUSION',
        exclusions: ['v*'],
        of: tags,
        name: 'mutable but some tags',
        built: 'MUTABLE_WITH_EXCLUSION v*',
        verdicts: { [tags]: 'fail' },
      },
      {
        repository: 'web-loose-but-all',
        mutability: 'MUTABLE_WITH_EXCLUSION',
        exclusions: ['*'],
        of: tags,
        name: 'mutable but all tags',
        built: 'MUTABLE_WITH_EXCLUSION *',
      },
      {
        repository: 'web-fixed-but-all',
        mutability: 'IMMUTABLE_WITH_EXCLUSION',
        exclusions: ['*'],
        of: tags,
        name: 'immutable but all tags',
        built: 'IMMUTABLE_WITH_EXCLUSION *',
        verdicts: { [tags]: 'fail' },
      },
      {
        repository: 'web-fixed-but',
        mutability: 'IMMUTABLE_WITH_EXCLUSION',
        exclusions: ['dev-*'],
        of: tags,
        name: 'immutable but tags that no image goes by alone',
        built: 'IMMUTABLE_WITH_EXCLUSION dev-*, image v1',
        image: around('v1'),
      },
      {
        repository: 'web-fixed-but-used',
        mutability: 'IMMUTABLE_WITH_EXCLUSION',
        exclusions: ['dev-*'],
        of: tags,
        name: 'immutable but tags that an image goes by alone',
        built: 'IMMUTABLE_WITH_EXCLUSION dev-*, image dev-1',
        image: around('dev-1'),
        verdicts: { [tags]: 'fail' },
      },
      { repository: 'web-own', of: isPrivate, name: 'no policy', built: 'none' },
      {
        repository: 'web-self',
        lets: role(motoAccount),
        of: isPrivate,
        name: 'a role of its own account',
        built: 'a role of its own account',
      },
      {
        repository: 'web-lambda',
        lets: { Service: 'lambda.amazonaws.com' },
        of: isPrivate,
        name: 'a service of AWS',
        built: 'lambda',
      },
      {
        repository: 'web-public',
        lets: '*',
        of: isPrivate,
        name: 'everybody',
        built: 'principal *',
        verdicts: { [isPrivate]: 'fail' },
      },
      {
        repository: 'web-public-aws',
        lets: { AWS: '*' },
        of: isPrivate,
        name: 'everybody, in the longer form',
        built: 'principal AWS *',
        verdicts: { [isPrivate]: 'fail' },
      },
      {
        repository: 'web-denies',
        lets: '*',
        effect: 'Deny',
        of: isPrivate,
        name: 'a statement that denies everybody',
        built: 'Deny *',
      },
      {
        repository: 'web-foreign',
        lets: role('444455556666'),
        of: isPrivate,
        name: 'another account',
        built: 'a role of 444455556666',
        verdicts: { [isPrivate]: 'fail' },
      },
      {
        repository: 'web-bound',
        lets: '*',
        condition: { StringEquals: { 'aws:PrincipalAccount': motoAccount } },
        of: isPrivate,
        name: 'everybody of its own account',
        built: 'principal *, aws:PrincipalAccount its own',
      },
      {
        repository: 'web-bound-foreign',
        lets: '*',
        condition: { StringEquals: { 'aws:PrincipalAccount': '444455556666' } },
        of: isPrivate,
        name: 'everybody of another account',
        built: 'principal *, aws:PrincipalAccount 444455556666',
        verdicts: { [isPrivate]: 'fail' },
      },
      {
        repository: 'web-organization',
        lets: '*',
        condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } },
        of: isPrivate,
        name: 'everybody of an organization, whose accounts are not told',
        built: 'principal *, aws:PrincipalOrgID',
        verdicts: { [isPrivate]: 'unknown' },
      },
      ...imageCases(),
    ],
  },
  {
    region: 'eu-central-1',
    scanType: 'BASIC',
    rules: [],
    repositories: [
      {
        repository: 'pushed',
        isScannedOnPush: true,
        of: scanning,
        name: "the repository's own setting",
        built: 'no rule, scanOnPush',
      },
      {
        repository: 'unpushed',
        of: scanning,
        name: 'neither the registry nor the repository',
        built: 'no rule, no scanOnPush',
        verdicts: { [scanning]: 'fail' },
      },
    ],
  },
  {
    region: 'eu-north-1',
    scanType: 'ENHANCED',
    rules: [rule('CONTINUOUS_SCAN', 'prod-*'), rule('SCAN_ON_PUSH', 'dev-*')],
    repositories: [
      {
        repository: 'prod-api',
        of: scanning,
        name: 'enhanced and continuous',
        built: 'ENHANCED, filter prod-*, prod-api',
      },
      { repository: 'dev-api', of: scanning, name: 'enhanced and on push', built: 'ENHANCED, filter dev-*, dev-api' },
      {
        repository: 'other',
        isScannedOnPush: true,
        of: scanning,
        name: 'enhanced, and no filter is about it',
        built: 'ENHANCED, other, scanOnPush',
        verdicts: { [scanning]: 'fail' },
      },
    ],
  },
];

function openOf(expected: Expected) {
  return { [critical]: expected, [high]: expected } as const;
}

/** An image that was scanned yesterday and is clean. */
function around(tag: string): ImageCase {
  return {
    of: newest,
    name: 'a complete and recent scan',
    built: 'COMPLETE of yesterday',
    tag,
    scan: { status: 'COMPLETE', days: 1, counts: {} },
  };
}

function imageCases(): RepositoryCase[] {
  const images: readonly ImageCase[] = [
    {
      of: newest,
      name: 'no scan',
      built: 'never scanned',
      tag: 'v1',
      verdicts: { [newest]: 'fail', ...openOf('unknown') },
    },
    {
      of: newest,
      name: 'a scan of 30 days ago',
      built: 'COMPLETE of 30 days ago',
      tag: 'v1',
      scan: { status: 'COMPLETE', days: 30, counts: {} },
    },
    {
      of: newest,
      name: 'a scan of 32 days ago',
      built: 'COMPLETE of 32 days ago',
      tag: 'v1',
      scan: { status: 'COMPLETE', days: 32, counts: {} },
      verdicts: { [newest]: 'fail' },
    },
    {
      of: newest,
      name: 'an image that cannot be scanned',
      built: 'UNSUPPORTED_IMAGE',
      tag: 'v1',
      scan: { status: 'UNSUPPORTED_IMAGE' },
      verdicts: { [newest]: 'fail', ...openOf('unknown') },
    },
    {
      of: newest,
      name: 'a scan that failed',
      built: 'FAILED',
      tag: 'v1',
      scan: { status: 'FAILED' },
      verdicts: { [newest]: 'unknown', ...openOf('unknown') },
    },
    {
      of: newest,
      name: 'a scan that goes on',
      built: 'IN_PROGRESS',
      tag: 'v1',
      scan: { status: 'IN_PROGRESS' },
      verdicts: { [newest]: 'unknown', ...openOf('unknown') },
    },
    {
      of: critical,
      name: 'medium vulnerabilities alone',
      built: 'COMPLETE with 3 medium ones',
      tag: 'v1',
      scan: { status: 'COMPLETE', days: 1, counts: { MEDIUM: 3 } },
    },
    {
      of: critical,
      name: 'a critical vulnerability of a basic scan, which does not say whether there is a fix',
      built: 'COMPLETE with a critical one',
      tag: 'v1',
      scan: { status: 'COMPLETE', days: 1, counts: { CRITICAL: 1 } },
      verdicts: { [critical]: 'unknown' },
    },
  ];
  return images.map((image, index) => ({
    repository: `web-image-${index}`,
    of: scanning,
    name: 'a repository of an image',
    built: 'filter web',
    image,
  }));
}
