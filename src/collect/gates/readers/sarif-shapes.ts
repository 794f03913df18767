import { z } from 'zod';

const level = z.enum(['none', 'note', 'warning', 'error']);
export type SarifLevel = z.infer<typeof level>;

const index = z.int().min(-1);
const ruleReference = z.object({ id: z.string().optional(), index: index.optional() });

// What has a default here has it in the specification: https://docs.oasis-open.org/sarif/sarif/v2.1.0/ §3.27, §3.20, §3.35, §3.58.
const location = z.object({
  physicalLocation: z
    .object({
      artifactLocation: z.object({ uri: z.string().optional() }).optional(),
      region: z.object({ startLine: z.int().optional() }).optional(),
    })
    .optional(),
});

export const sarifResult = z.object({
  ruleId: z.string().optional(),
  ruleIndex: index.optional(),
  rule: ruleReference.optional(),
  kind: z.enum(['pass', 'open', 'informational', 'notApplicable', 'review', 'fail']).default('fail'),
  level: level.optional(),
  baselineState: z.enum(['new', 'unchanged', 'updated', 'absent']).optional(),
  suppressions: z
    .array(z.object({ status: z.enum(['accepted', 'underReview', 'rejected']).default('accepted') }))
    .nullish()
    .transform((value) => value ?? []),
  locations: z.array(location).default([]),
});
export type SarifResult = z.infer<typeof sarifResult>;

const configuration = z.object({ level: level.optional() });

const component = z.object({
  name: z.string(),
  rules: z.array(z.object({ id: z.string(), defaultConfiguration: configuration.optional() })).default([]),
});
export const sarifTool = z.object({ driver: component, extensions: z.array(component).default([]) });

const notification = z.object({
  level: level.default('warning'),
  message: z.object({ text: z.string().optional() }).optional(),
});

const override = z.object({ descriptor: ruleReference, configuration });
export type SarifOverride = z.infer<typeof override>;

export const sarifInvocation = z.object({
  executionSuccessful: z.boolean(),
  endTimeUtc: z.string().optional(),
  toolExecutionNotifications: z.array(notification).default([]),
  toolConfigurationNotifications: z.array(notification).default([]),
  ruleConfigurationOverrides: z.array(override).default([]),
});
