import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateDetectorCommand, type DetectorFeature, GuardDutyClient } from '@aws-sdk/client-guardduty';
import { motoAccount } from '../peers/aws/moto.js';
import { type Case, daysAgo, type Planted, planted } from './plant.js';

interface Found {
  readonly severity: number;
  readonly days: number;
  readonly isArchived?: boolean;
}

interface RegionCase extends Case<'region'> {
  readonly region: string;
  /** Absent where there is no detector. */
  readonly detector?: { readonly isOn: boolean; readonly features: readonly DetectorFeature[] };
  readonly findings: readonly Found[];
}

const on = 'guardduty-on';
const features = 'guardduty-features-on';
const stale = 'no-stale-guardduty-findings';
const all: readonly DetectorFeature[] = [
  'S3_DATA_EVENTS',
  'EKS_AUDIT_LOGS',
  'EBS_MALWARE_PROTECTION',
  'RUNTIME_MONITORING',
];
const older: readonly DetectorFeature[] = [...all.slice(0, 3), 'EKS_RUNTIME_MONITORING'];
const without = (...left: readonly DetectorFeature[]) => all.filter((one) => !left.includes(one));

const cases: readonly RegionCase[] = [
  {
    region: 'eu-west-1',
    of: stale,
    name: 'a finding of severity 7.0, 31 days old',
    built: 'all features; 7.0 of 31 days ago',
    detector: { isOn: true, features: all },
    // 30 days and 23 hours.
    findings: [{ severity: 7, days: 31 }],
    verdicts: { [stale]: 'fail' },
  },
  {
    region: 'eu-central-1',
    of: stale,
    name: 'a finding of severity 6.9, one that is archived, and a new one',
    built: 'all features; 6.9 of 80 days ago, 9.0 of 80 archived, 7.0 of 30',
    detector: { isOn: true, features: all },
    findings: [
      { severity: 6.9, days: 80 },
      { severity: 9, days: 80, isArchived: true },
      { severity: 7, days: 30 },
    ],
  },
  {
    region: 'eu-north-1',
    of: on,
    name: 'a detector that is suspended',
    built: 'suspended, all features',
    detector: { isOn: false, features: all },
    findings: [],
    verdicts: { [on]: 'fail', [features]: 'fail', [stale]: 'not-applicable' },
  },
  {
    region: 'eu-west-2',
    of: on,
    name: 'no detector',
    built: 'none',
    findings: [],
    verdicts: { [on]: 'fail', [features]: 'fail', [stale]: 'not-applicable' },
  },
  {
    region: 'eu-west-3',
    of: on,
    name: 'a detector that is on',
    built: 'all features',
    detector: { isOn: true, features: all },
    findings: [],
  },
  {
    region: 'us-east-1',
    of: features,
    name: 'without runtime monitoring',
    built: 'all but RUNTIME_MONITORING',
    detector: { isOn: true, features: without('RUNTIME_MONITORING') },
    findings: [],
    verdicts: { [features]: 'fail' },
  },
  {
    region: 'us-east-2',
    of: features,
    name: 'with runtime monitoring of EKS alone, the older feature',
    built: 'EKS_RUNTIME_MONITORING and the others',
    detector: { isOn: true, features: older },
    findings: [],
    verdicts: { [features]: 'fail' },
  },
  {
    region: 'ca-central-1',
    of: features,
    name: 'with the unified runtime monitoring',
    built: 'all features',
    detector: { isOn: true, features: all },
    findings: [],
  },
  {
    region: 'us-west-2',
    of: features,
    name: 'without malware protection',
    built: 'all but EBS_MALWARE_PROTECTION',
    detector: { isOn: true, features: without('EBS_MALWARE_PROTECTION') },
    findings: [],
    verdicts: { [features]: 'fail' },
  },
];

/** The regions in which this plants. */
export const detectorRegions = cases.map(({ region }) => region);

/** Plants detectors and their findings; resolves to the verdicts on every region that the account has. */
export async function plantDetectors(endpoint: string): Promise<Planted[]> {
  for (const { region, detector, findings } of cases) {
    if (detector === undefined) continue;
    const Features = all
      .concat(older)
      .filter((Name, index, names) => names.indexOf(Name) === index)
      .filter((Name) => Name !== 'EKS_RUNTIME_MONITORING' || detector.features.includes(Name))
      .map((Name) => ({
        Name,
        Status: detector.features.includes(Name) ? ('ENABLED' as const) : ('DISABLED' as const),
      }));
    const client = new GuardDutyClient({ endpoint, region });
    await client.send(new CreateDetectorCommand({ Enable: detector.isOn, Features }));
    const body = JSON.stringify(findings.map((one, index) => finding(region, index, one)));
    await fetch(`${endpoint}/_plus/guardduty?region=${region}`, { method: 'POST', body });
  }
  const { Regions = [] } = await new EC2Client({ endpoint, region: 'us-east-1' }).send(new DescribeRegionsCommand({}));
  const others = Regions.flatMap(({ RegionName = '' }) => (detectorRegions.includes(RegionName) ? [] : [RegionName]));
  const notApplicable = { [on]: 'not-applicable', [features]: 'not-applicable', [stale]: 'not-applicable' } as const;
  return [
    ...cases.flatMap((one) => planted('region', one, { region: null, id: one.region })),
    ...others.flatMap((id) =>
      planted('region', { of: on, name: '', built: '', verdicts: notApplicable }, { region: null, id }).map(
        (one): Planted => ({ ...one, name: null }),
      ),
    ),
  ];
}

function finding(region: string, index: number, { severity, days, isArchived = false }: Found): object {
  return {
    Id: `f-${index}`,
    AccountId: motoAccount,
    Arn: `arn:aws:guardduty:${region}:${motoAccount}:detector/d/finding/f-${index}`,
    Region: region,
    SchemaVersion: '2.0',
    Type: 'Recon:EC2/Portscan',
    Severity: severity,
    CreatedAt: daysAgo(days),
    UpdatedAt: daysAgo(1),
    Title: 'planted',
    Resource: {},
    Service: { Archived: isArchived },
  };
}
