import { CreateDetectorCommand, type DetectorFeatureConfiguration } from '@aws-sdk/client-guardduty';
import { CreateProtectionCommand, CreateSubscriptionCommand } from '@aws-sdk/client-shield';
import { account, daysBefore, given, plant, type Region } from './aws.js';

/** A detector with every feature that the platform has something for; before: without the later ones. */
export async function watch(region: Region, isBefore: boolean): Promise<string> {
  const features: DetectorFeatureConfiguration[] = [
    { Name: 'S3_DATA_EVENTS', Status: 'ENABLED' },
    { Name: 'EKS_AUDIT_LOGS', Status: 'ENABLED' },
    { Name: 'EBS_MALWARE_PROTECTION', Status: isBefore ? 'DISABLED' : 'ENABLED' },
    { Name: 'RDS_LOGIN_EVENTS', Status: isBefore ? 'DISABLED' : 'ENABLED' },
    { Name: 'LAMBDA_NETWORK_LOGS', Status: isBefore ? 'DISABLED' : 'ENABLED' },
    {
      Name: 'RUNTIME_MONITORING',
      Status: isBefore ? 'DISABLED' : 'ENABLED',
      AdditionalConfiguration: [
        { Name: 'EKS_ADDON_MANAGEMENT', Status: isBefore ? 'DISABLED' : 'ENABLED' },
        { Name: 'ECS_FARGATE_AGENT_MANAGEMENT', Status: 'DISABLED' },
        { Name: 'EC2_AGENT_MANAGEMENT', Status: isBefore ? 'DISABLED' : 'ENABLED' },
      ],
    },
  ];
  const made = await region.guardDuty.send(
    new CreateDetectorCommand({ Enable: true, FindingPublishingFrequency: 'FIFTEEN_MINUTES', Features: features }),
  );
  return given(made.DetectorId, 'detector');
}

/** Two findings on the bastion: of the one of high severity, nobody has said in seven weeks what became of it; after, it is archived. */
export async function findAttackers(region: Region, detectorId: string, day: Date, isBefore: boolean): Promise<void> {
  const finding = (id: string, type: string, severity: number, days: number, isArchived: boolean) => ({
    Id: id,
    AccountId: account,
    Arn: `arn:aws:guardduty:${region.name}:${account}:detector/${detectorId}/finding/${id}`,
    Partition: 'aws',
    Region: region.name,
    SchemaVersion: '2.0',
    Type: type,
    Severity: severity,
    CreatedAt: daysBefore(day, days, 3).toISOString(),
    UpdatedAt: daysBefore(day, days, 9).toISOString(),
    Title: `${type} on the bastion`,
    Resource: { ResourceType: 'Instance' },
    Service: {
      Archived: isArchived,
      Count: 3,
      EventFirstSeen: daysBefore(day, days, 3).toISOString(),
      EventLastSeen: daysBefore(day, days, 9).toISOString(),
    },
  });
  await plant(region, 'guardduty', [
    finding('5cc1f0d26b1c4d0c8d8a4bfa0d0e7a11', 'UnauthorizedAccess:EC2/SSHBruteForce', 8, 49, !isBefore),
    finding('7ac3b90f4d1e4e3f9a2b6c5d4e3f2a10', 'Recon:EC2/PortProbeUnprotectedPort', 2, 5, false),
  ]);
}

/** A subscription to Shield Advanced, and the protection of these resources. */
export async function shield({ shield: client }: Region, resources: Readonly<Record<string, string>>): Promise<void> {
  await client.send(new CreateSubscriptionCommand({}));
  for (const [Name, ResourceArn] of Object.entries(resources)) {
    await client.send(new CreateProtectionCommand({ Name, ResourceArn }));
  }
}
