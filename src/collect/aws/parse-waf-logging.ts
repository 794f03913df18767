import { z } from 'zod';
import { wafFacts } from '../../facts/aws/waf.js';
import type { ItemParser } from '../reading/item-parser.js';
import { wireField } from './parse-waf-fields.js';
import { tagged } from './parse-waf-tagged.js';

type Condition = { action: string } | { label: string } | { other: string };

const behavior = z.enum(['KEEP', 'DROP']).transform((text) => (text === 'KEEP' ? 'keep' : 'drop'));

const wireCondition = tagged<Condition>(
  {
    ActionCondition: z.object({ Action: z.string() }).transform(({ Action }): Condition => ({ action: Action })),
    LabelNameCondition: z
      .object({ LabelName: z.string() })
      .transform(({ LabelName }): Condition => ({ label: LabelName })),
  },
  (name) => ({ other: name }),
);

const wireFilter = z
  .object({
    Behavior: behavior,
    Requirement: z.enum(['MEETS_ALL', 'MEETS_ANY']),
    Conditions: z.array(wireCondition),
  })
  .transform((filter) => ({
    behavior: filter.Behavior,
    requirement: filter.Requirement === 'MEETS_ALL' ? 'all' : 'any',
    conditions: filter.Conditions,
  }));

const wireLogging = z.object({
  ResourceArn: z.string(),
  // CUSTOMER where it is not said: https://docs.aws.amazon.com/waf/latest/APIReference/API_LoggingConfiguration.html
  LogScope: z.enum(['CUSTOMER', 'SECURITY_LAKE', 'CLOUDWATCH_TELEMETRY_RULE_MANAGED']).default('CUSTOMER'),
  // No destination of the account's own is named where another service has its own hand on the records.
  LogDestinationConfigs: z.array(z.string()).default([]),
  RedactedFields: z.array(wireField).default([]),
  LoggingFilter: z
    .object({ DefaultBehavior: behavior, Filters: z.array(wireFilter) })
    .transform(({ DefaultBehavior, Filters }) => ({ defaultBehavior: DefaultBehavior, filters: Filters }))
    .optional(),
});

export const loggingConfigurations: ItemParser<'aws.wafv2.logging-configuration'> = {
  kind: 'aws.wafv2.logging-configuration',
  member: 'LoggingConfigurations',
  parse(item) {
    const wire = wireLogging.parse(item);
    const id = `${wire.ResourceArn}/${wire.LogScope}`;
    return {
      id,
      name: null,
      data: wafFacts['aws.wafv2.logging-configuration'].parse({
        id,
        webAclId: wire.ResourceArn,
        logScope: wire.LogScope,
        destinations: wire.LogDestinationConfigs,
        redactedFields: wire.RedactedFields.map(({ kind }) => kind),
        filter: wire.LoggingFilter ?? null,
      }),
    };
  },
};
