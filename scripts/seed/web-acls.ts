import {
  CreateWebACLCommand,
  PutLoggingConfigurationCommand,
  type Rule,
  type Scope,
  type VisibilityConfig,
} from '@aws-sdk/client-wafv2';
import { account, given, type Region } from './aws.js';

export interface WebAclPlan {
  readonly name: string;
  readonly description: string;
  readonly rules: readonly Rule[];
}

/** The ARN of a web ACL that allows what none of its rules decides. */
export async function buildWebAcl({ waf }: Region, scope: Scope, plan: WebAclPlan): Promise<string> {
  const made = await waf.send(
    new CreateWebACLCommand({
      Name: plan.name,
      Description: plan.description,
      Scope: scope,
      DefaultAction: { Allow: {} },
      Rules: [...plan.rules],
      VisibilityConfig: visibility(plan.name),
    }),
  );
  return given(made.Summary?.ARN, 'web ACL');
}

/** Logs of every request to a stream, without what it says of who asks. */
export async function logWebAcl({ waf, name }: Region, ResourceArn: string, stream: string): Promise<void> {
  await waf.send(
    new PutLoggingConfigurationCommand({
      LoggingConfiguration: {
        ResourceArn,
        LogDestinationConfigs: [`arn:aws:firehose:${name}:${account}:deliverystream/${stream}`],
        RedactedFields: [{ SingleHeader: { Name: 'authorization' } }],
      },
    }),
  );
}

/** Before CloudFront. Before: pinned to a version of the core rules that has expired since, and without a limit. */
export function edgeAcl(isBefore: boolean): WebAclPlan {
  return {
    name: 'wallet-edge',
    description: 'the wallet app',
    rules: inOrder([
      managed('AWSManagedRulesAmazonIpReputationList', {}),
      managed('AWSManagedRulesCommonRuleSet', isBefore ? { version: 'Version_1.0' } : {}),
      managed('AWSManagedRulesKnownBadInputsRuleSet', {}),
      managed('AWSManagedRulesSQLiRuleSet', {}),
      managed('AWSManagedRulesLinuxRuleSet', {}),
      managed('AWSManagedRulesUnixRuleSet', {}),
      ...(isBefore ? [] : [rateLimit(2000)]),
    ]),
  };
}

/** Before what is in the region. Before: the core rules only count since a launch, and a partner's agent is let by. */
export function regionalAcl(isBefore: boolean): WebAclPlan {
  return {
    name: 'wallet-regional',
    description: 'the public balancer, the partner API and the sign-in of operators',
    rules: inOrder([
      ...(isBefore ? [partnerAgent] : [rateLimit(1000)]),
      managed('AWSManagedRulesCommonRuleSet', { isCounting: isBefore }),
      managed('AWSManagedRulesKnownBadInputsRuleSet', {}),
      managed('AWSManagedRulesSQLiRuleSet', {}),
      ...(isBefore ? [] : [managed('AWSManagedRulesLinuxRuleSet', {}), managed('AWSManagedRulesUnixRuleSet', {})]),
    ]),
  };
}

type Unplaced = Omit<Rule, 'Priority'>;

function inOrder(rules: readonly Unplaced[]): Rule[] {
  return rules.map((rule, n) => ({ ...rule, Priority: n * 10 }));
}

function managed(Name: string, how: { readonly version?: string; readonly isCounting?: boolean }): Unplaced {
  return {
    Name,
    Statement: {
      ManagedRuleGroupStatement: {
        VendorName: 'AWS',
        Name,
        ...(how.version === undefined ? {} : { Version: how.version }),
      },
    },
    OverrideAction: how.isCounting === true ? { Count: {} } : { None: {} },
    VisibilityConfig: visibility(Name),
  };
}

/** Blocks an address that sends more than so many requests in five minutes. */
function rateLimit(Limit: number): Unplaced {
  return {
    Name: 'rate-limit',
    Statement: { RateBasedStatement: { Limit, EvaluationWindowSec: 300, AggregateKeyType: 'IP' } },
    Action: { Block: {} },
    VisibilityConfig: visibility('rate-limit'),
  };
}

/** Anybody can say that they are the partner. */
const partnerAgent: Unplaced = {
  Name: 'partner-integration',
  Statement: {
    ByteMatchStatement: {
      SearchString: new TextEncoder().encode('payroll-partner/2'),
      FieldToMatch: { SingleHeader: { Name: 'user-agent' } },
      TextTransformations: [{ Priority: 0, Type: 'NONE' }],
      PositionalConstraint: 'STARTS_WITH',
    },
  },
  Action: { Allow: {} },
  VisibilityConfig: visibility('partner-integration'),
};

function visibility(MetricName: string): VisibilityConfig {
  return { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName };
}
