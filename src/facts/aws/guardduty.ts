import { z } from 'zod';

const setting = {
  /** As GuardDuty names it: `EKS_AUDIT_LOGS`, `RUNTIME_MONITORING`, `EC2_AGENT_MANAGEMENT`, … */
  name: z.string(),
  isEnabled: z.boolean(),
};

/**
 * The detector of one region, there is one at most, or that there is none. It stands in the account's scope, for each
 * region that was read one. Source: guardduty:ListDetectors, guardduty:GetDetector.
 */
const regionDetector = z.strictObject({
  /** The name of the region. */
  id: z.string(),
  /** Null where the region has no detector. */
  detectorId: z.string().nullable().default(null),
  /** False for one that is suspended, and where there is none. */
  isOn: z.boolean().default(false),
  features: z
    .array(z.strictObject({ ...setting, additional: z.array(z.strictObject(setting)).default([]) }))
    .default([]),
  /** Whether what `features` leaves out is off. Not so where GuardDuty lists the older data sources alone. */
  listsAllFeatures: z.boolean().default(true),
});

/**
 * The findings of one region's detector that nobody archived, of severity 7 or more; in the account's scope, for each
 * region that was read one. Source: guardduty:ListFindings, guardduty:GetFindings.
 */
const regionFindings = z.strictObject({
  /** The name of the region. */
  id: z.string(),
  findings: z
    .array(
      z.strictObject({
        id: z.string(),
        /** `UnauthorizedAccess:EC2/SSHBruteForce`, … */
        type: z.string(),
        /** 7.0 to 8.9 is high, 9.0 to 10.0 critical. */
        severity: z.number(),
        /** When GuardDuty made it: later sightings of the same update it. */
        createdAt: z.iso.datetime({ offset: true }),
        updatedAt: z.iso.datetime({ offset: true }),
        firstSeenAt: z.iso.datetime({ offset: true }).nullable().default(null),
        lastSeenAt: z.iso.datetime({ offset: true }).nullable().default(null),
        isArchived: z.boolean().default(false),
      }),
    )
    .default([]),
});

export const guardDutyFacts = {
  'aws.guardduty.region-detector': regionDetector,
  'aws.guardduty.region-findings': regionFindings,
} as const;

declare module '../../core/fact.js' {
  interface FactKinds {
    'aws.guardduty.region-detector': z.infer<typeof regionDetector>;
    'aws.guardduty.region-findings': z.infer<typeof regionFindings>;
  }
}
