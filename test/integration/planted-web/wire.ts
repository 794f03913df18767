import type { FirewallManagerRuleGroup } from '@aws-sdk/client-wafv2';
import type { flood } from './acl-cases.js';
import { crs, good, groupOf } from './acl-cases.js';
import { type Case, daysAgo, emptyPlaces, type Planted, planted } from './plant.js';
import { images, type ImageCase } from './wire-images.js';

// What moto cannot represent: groups of Firewall Manager, certificates near their end, dates of vulnerabilities, images in use.

const account = '123456789012';
const region = 'eu-west-1';
const at = (id: string) => ({ region, id });
const number = (index: number) => String(index + 1).padStart(2, '0');

/** prepay.yaml for an audit of these answers. */
export const wireConfiguration = `version: 1
scope:
  aws:
    - account: "${account}"
      regions: [${region}]
`;

interface ManagedCase extends Case<'acl'> {
  readonly rules: readonly (typeof flood)[];
  readonly pre: readonly FirewallManagerRuleGroup[];
  readonly post: readonly FirewallManagerRuleGroup[];
}

function byManager({
  Name,
  Priority,
  OverrideAction,
  Statement,
  VisibilityConfig,
}: typeof flood): FirewallManagerRuleGroup {
  const FirewallManagerStatement = { ManagedRuleGroupStatement: Statement?.ManagedRuleGroupStatement };
  return { Name, Priority, OverrideAction, FirewallManagerStatement, VisibilityConfig };
}

const owasp = 'web-acl-blocks-owasp-categories';
const without = (...names: readonly string[]) => good.filter(({ Name = '' }) => !names.includes(Name));

const acls: readonly ManagedCase[] = [
  {
    of: owasp,
    name: "groups of Firewall Manager before and behind the ACL's rules",
    built: 'Common before, SQLi behind, by Firewall Manager',
    rules: without('Common', 'SQLi'),
    pre: [byManager(crs)],
    post: [byManager(groupOf('SQLi', 1))],
  },
  {
    of: owasp,
    name: 'a group of Firewall Manager overridden to Count',
    built: 'Common before, by Firewall Manager, with Count',
    rules: without('Common'),
    pre: [byManager(groupOf('Common', 1, 'Count'))],
    post: [],
    verdicts: { [owasp]: 'fail', 'web-acl-inspects-oversize': 'fail' },
  },
  {
    of: owasp,
    name: 'a group that neither the ACL nor Firewall Manager has',
    built: 'all but SQLi',
    rules: without('SQLi'),
    pre: [],
    post: [],
    verdicts: { [owasp]: 'fail' },
  },
];
const aclArn = (index: number) =>
  `arn:aws:wafv2:${region}:${account}:regional/webacl/acl-${number(index)}/id-${number(index)}`;

const names: Readonly<Record<string, readonly string[]>> = {
  Common: ['GenericLFI', 'GenericRFI', 'CrossSiteScripting'].flatMap((name) =>
    ['QUERYARGUMENTS', 'URIPATH', 'BODY', ...(name === 'CrossSiteScripting' ? ['COOKIE'] : [])].map(
      (part) => `${name}_${part}`,
    ),
  ),
  SQLi: ['SQLi_QUERYARGUMENTS', 'SQLi_BODY', 'SQLi_COOKIE'],
  Unix: ['UNIXShellCommandsVariables_QUERYSTRING', 'UNIXShellCommandsVariables_BODY'],
  KnownBadInputs: ['JavaDeserializationRCE', 'Log4JRCE'].flatMap((name) =>
    ['HEADER', 'BODY', 'URIPATH', 'QUERYSTRING'].map((part) => `${name}_${part}`),
  ),
};

interface CertificateCase extends Case<'certificate'> {
  readonly status: string;
  /** Negative for an end that is to come. */
  readonly daysAgo: number;
  readonly isInUse: boolean;
}

const ending = 'certificates-not-expiring';
const certificates: readonly CertificateCase[] = [
  {
    of: ending,
    name: 'in use, with 31 days left',
    built: 'ISSUED, 31 days',
    status: 'ISSUED',
    daysAgo: -31,
    isInUse: true,
  },
  {
    of: ending,
    name: 'in use, with 29 days left',
    built: 'ISSUED, 29 days',
    status: 'ISSUED',
    daysAgo: -29,
    isInUse: true,
    verdicts: { [ending]: 'fail' },
  },
  {
    of: ending,
    name: 'in use, and over',
    built: 'EXPIRED',
    status: 'EXPIRED',
    daysAgo: 2,
    isInUse: true,
    verdicts: { [ending]: 'fail' },
  },
  {
    of: ending,
    name: 'in use, and revoked',
    built: 'REVOKED, 200 days',
    status: 'REVOKED',
    daysAgo: -200,
    isInUse: true,
    verdicts: { [ending]: 'fail' },
  },
  {
    of: ending,
    name: 'over, and not in use',
    built: 'EXPIRED, not in use',
    status: 'EXPIRED',
    daysAgo: 2,
    isInUse: false,
    verdicts: { [ending]: 'not-applicable' },
  },
];
const certificateArn = (index: number) => `arn:aws:acm:${region}:${account}:certificate/${number(index)}`;

const balancer = `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/app/web/1`;
const repositoryArn = (one: ImageCase) => `arn:aws:ecr:${region}:${account}:repository/${one.repository}`;
const repositories = [...new Set(images.map(({ repository }) => repository))];

/** What canned.py answers, of an account that never subscribed to Shield Advanced. */
export function wireAnswers(): Readonly<Record<string, unknown>> {
  return {
    'ec2.DescribeRegions': { Regions: [{ RegionName: region, OptInStatus: 'opt-in-not-required' }] },
    'wafv2.ListWebACLs': [
      {
        input: { Scope: 'REGIONAL' },
        output: {
          WebACLs: acls.map((_, index) => ({
            Name: `acl-${number(index)}`,
            Id: `id-${number(index)}`,
            ARN: aclArn(index),
            LockToken: 't',
          })),
        },
      },
      { output: { WebACLs: [] } },
    ],
    'wafv2.GetWebACL': acls.map(({ rules, pre, post }, index) => ({
      input: { Name: `acl-${number(index)}` },
      output: {
        WebACL: {
          Name: `acl-${number(index)}`,
          Id: `id-${number(index)}`,
          ARN: aclArn(index),
          DefaultAction: { Allow: {} },
          VisibilityConfig: { SampledRequestsEnabled: false, CloudWatchMetricsEnabled: true, MetricName: 'acl' },
          Rules: rules,
          PreProcessFirewallManagerRuleGroups: pre,
          PostProcessFirewallManagerRuleGroups: post,
          ManagedByFirewallManager: true,
        },
      },
    })),
    'wafv2.DescribeManagedRuleGroup': Object.entries(names).map(([name, rules]) => ({
      input: { Name: `AWSManagedRules${name}RuleSet` },
      output: {
        VersionName: 'Version_2.0',
        Capacity: 700,
        Rules: [...rules, ...(name === 'Common' ? ['SizeRestrictions_BODY'] : [])].map((Name) => ({
          Name,
          Action: { Block: {} },
        })),
      },
    })),
    'wafv2.ListLoggingConfigurations': [
      {
        input: { Scope: 'REGIONAL', LogScope: 'CUSTOMER' },
        output: {
          LoggingConfigurations: acls.map((_, index) => ({
            ResourceArn: aclArn(index),
            LogDestinationConfigs: [`arn:aws:logs:${region}:${account}:log-group:aws-waf-logs-a`],
          })),
        },
      },
      { output: { LoggingConfigurations: [] } },
    ],
    'wafv2.GetWebACLForResource': {
      WebACL: {
        Name: 'managed',
        Id: 'id',
        ARN: aclArn(0),
        DefaultAction: { Allow: {} },
        VisibilityConfig: { SampledRequestsEnabled: false, CloudWatchMetricsEnabled: true, MetricName: 'acl' },
      },
    },
    'cloudfront.ListDistributions': {
      DistributionList: { Marker: '', MaxItems: 100, IsTruncated: false, Quantity: 0 },
    },
    'shield.GetSubscriptionState': { SubscriptionState: 'INACTIVE' },
    'elbv2.DescribeLoadBalancers': {
      LoadBalancers: [
        {
          LoadBalancerArn: balancer,
          LoadBalancerName: 'web',
          DNSName: 'web.example',
          Type: 'application',
          Scheme: 'internet-facing',
          VpcId: 'vpc-1',
          SecurityGroups: [],
          AvailabilityZones: [{ SubnetId: 'subnet-1' }],
          IpAddressType: 'ipv4',
        },
      ],
    },
    'acm.ListCertificates': {
      CertificateSummaryList: certificates.map(({ status, daysAgo: days, isInUse }, index) => ({
        CertificateArn: certificateArn(index),
        DomainName: 'wallet.example',
        Status: status,
        Type: 'IMPORTED',
        InUse: isInUse,
        NotAfter: daysAgo(days),
        RenewalEligibility: 'INELIGIBLE',
      })),
    },
    'ecr.GetRegistryScanningConfiguration': {
      registryId: account,
      scanningConfiguration: {
        scanType: 'ENHANCED',
        rules: [{ scanFrequency: 'CONTINUOUS_SCAN', repositoryFilters: [{ filter: '*', filterType: 'WILDCARD' }] }],
      },
    },
    'ecr.DescribeRepositories': {
      repositories: repositories.map((repositoryName) => ({
        repositoryArn: `arn:aws:ecr:${region}:${account}:repository/${repositoryName}`,
        repositoryName,
        registryId: account,
        imageTagMutability: 'IMMUTABLE',
        imageScanningConfiguration: { scanOnPush: false },
      })),
    },
    'ecr.DescribeImages': repositories.map((repositoryName) => ({
      input: { repositoryName },
      output: { imageDetails: images.filter(({ repository }) => repository === repositoryName).map(imageDetail) },
    })),
    'ecr.DescribeImageScanFindings': images.map((one) => ({
      input: { repositoryName: one.repository },
      output: {
        registryId: account,
        repositoryName: one.repository,
        imageId: { imageDigest: one.digest },
        imageScanStatus: { status: 'ACTIVE', description: '' },
        imageScanFindings: { enhancedFindings: (one.vulnerabilities ?? []).map(enhancedFinding) },
      },
    })),
    'inspector2.ListCoverage': {
      coveredResources: images
        .filter(({ isInUse }) => isInUse === true)
        .map((one) => ({
          resourceType: 'AWS_ECR_CONTAINER_IMAGE',
          resourceId: `${repositoryArn(one)}/${one.digest}`,
          accountId: account,
          scanType: 'PACKAGE',
          resourceMetadata: { ecrImage: { inUseCount: 1 } },
        })),
    },
  };
}

function imageDetail({ repository, digest, tags, pushedDays, scannedDays, vulnerabilities }: ImageCase): object {
  const counts: Record<string, number> = {};
  for (const { severity } of vulnerabilities ?? []) counts[severity] = (counts[severity] ?? 0) + 1;
  const scan =
    scannedDays === null
      ? {}
      : {
          imageScanStatus: { status: 'ACTIVE', description: '' },
          imageScanFindingsSummary: { imageScanCompletedAt: daysAgo(scannedDays), findingSeverityCounts: counts },
        };
  return {
    registryId: account,
    repositoryName: repository,
    imageDigest: digest,
    imageTags: tags,
    imagePushedAt: daysAgo(pushedDays),
    imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
    artifactMediaType: 'application/vnd.oci.image.config.v1+json',
    ...scan,
  };
}

function enhancedFinding({
  severity,
  fix,
  publishedDays,
  observedDays,
  status,
}: NonNullable<ImageCase['vulnerabilities']>[number]): object {
  return {
    findingArn: `arn:aws:inspector2:${region}:${account}:finding/1`,
    severity,
    status: status ?? 'ACTIVE',
    type: 'PACKAGE_VULNERABILITY',
    firstObservedAt: daysAgo(observedDays),
    fixAvailable: fix,
    packageVulnerabilityDetails: {
      vulnerabilityId: 'CVE-2026-0001',
      ...(publishedDays === undefined ? {} : { vendorCreatedAt: daysAgo(publishedDays) }),
      vulnerablePackages: [{ name: 'openssl', version: '3.0.1' }],
    },
  };
}

const noDetector = {
  'guardduty-on': 'fail',
  'guardduty-features-on': 'fail',
  'no-stale-guardduty-findings': 'not-applicable',
} as const;

/** Every verdict that an audit of these answers comes to, where Shield Advanced is as told. */
export function wirePlanted(shield: { name: string; built: string; expected: 'fail' | 'unknown' }): Planted[] {
  const { name, built, expected } = shield;
  const of = 'shield-protects-internet-facing';
  const all = [
    ...acls.flatMap((one, index) => planted('acl', one, at(aclArn(index)))),
    ...planted('facing', { of, name, built, verdicts: { [of]: expected } }, at(balancer)),
    ...certificates.flatMap((one, index) => planted('certificate', one, at(certificateArn(index)))),
    ...repositories.flatMap((repository) =>
      unnamed(
        planted(
          'repository',
          { of: 'ecr-scanning-on', name: '', built: '' },
          at(`arn:aws:ecr:${region}:${account}:repository/${repository}`),
        ),
      ),
    ),
    ...images.flatMap((one) => planted('image', one, at(`${repositoryArn(one)}@${one.digest}`))),
    ...unnamed(
      planted(
        'region',
        { of: 'guardduty-on', name: '', built: '', verdicts: noDetector },
        { region: null, id: region },
      ),
    ),
  ];
  return [...all, ...emptyPlaces(all, account, [region])];
}

function unnamed(verdicts: readonly Planted[]): Planted[] {
  return verdicts.map((one) => ({ ...one, name: null }));
}
