import { z } from 'zod';
import type { FactKinds } from '../../core/fact.js';

const status = z.enum(['ENABLED', 'DISABLED']).transform((text) => text === 'ENABLED');
const setting = { Name: z.string(), Status: status };
const source = z.object({ Status: status }).optional();

// Of 2023 and later. https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetDetector.html
const wireFeature = z.object({ ...setting, AdditionalConfiguration: z.array(z.object(setting)).default([]) });

// What features took the place of: what it does not name it says nothing of.
const wireDataSources = z.object({
  S3Logs: source,
  Kubernetes: z.object({ AuditLogs: source }).optional(),
  MalwareProtection: z.object({ ScanEc2InstanceWithFindings: z.object({ EbsVolumes: source }).optional() }).optional(),
});

const wireDetector = z.object({
  Status: status,
  Features: z.array(wireFeature).default([]),
  DataSources: wireDataSources.default({}),
});

type Detector = Pick<FactKinds['aws.guardduty.region-detector'], 'isOn' | 'features' | 'listsAllFeatures'>;

/** Whether the detector is on, and what it covers. Source: the whole answer of guardduty:GetDetector. */
export function parseDetector(answer: unknown): Detector {
  const { Status: isOn, Features, DataSources } = wireDetector.parse(answer);
  const listsAllFeatures = Features.length > 0;
  const features = listsAllFeatures
    ? Features.map((each) => ({
        name: each.Name,
        isEnabled: each.Status,
        additional: each.AdditionalConfiguration.map(({ Name, Status }) => ({ name: Name, isEnabled: Status })),
      }))
    : featuresOf(DataSources);
  return { isOn, features, listsAllFeatures };
}

/** The older data sources by the names that they have as features. */
function featuresOf({ S3Logs, Kubernetes, MalwareProtection }: z.infer<typeof wireDataSources>): Detector['features'] {
  const named = [
    { name: 'S3_DATA_EVENTS', said: S3Logs },
    { name: 'EKS_AUDIT_LOGS', said: Kubernetes?.AuditLogs },
    { name: 'EBS_MALWARE_PROTECTION', said: MalwareProtection?.ScanEc2InstanceWithFindings?.EbsVolumes },
  ];
  return named.flatMap(({ name, said }) =>
    said === undefined ? [] : [{ name, isEnabled: said.Status, additional: [] }],
  );
}

const time = z.iso.datetime({ offset: true });

const wireFinding = z.object({
  Id: z.string(),
  Type: z.string(),
  Severity: z.number(),
  CreatedAt: time,
  UpdatedAt: time,
  Service: z
    .object({ Archived: z.boolean().optional(), EventFirstSeen: time.optional(), EventLastSeen: time.optional() })
    .default({}),
});

/** An item of guardduty:GetFindings, without what it is about, which is not kept. */
export function parseFinding(item: unknown): FactKinds['aws.guardduty.region-findings']['findings'][number] {
  const { Id, Type, Severity, CreatedAt, UpdatedAt, Service } = wireFinding.parse(item);
  return {
    id: Id,
    type: Type,
    severity: Severity,
    createdAt: CreatedAt,
    updatedAt: UpdatedAt,
    firstSeenAt: Service.EventFirstSeen ?? null,
    lastSeenAt: Service.EventLastSeen ?? null,
    // Those that are not archived were asked for.
    isArchived: Service.Archived ?? false,
  };
}
