import { z } from 'zod';
import { ids } from './members.js';
import { wafRule, wafRuleOverrides, wafStatement } from './waf-rules.js';

export type { WafAction, WafField, WafRule, WafStatement } from './waf-rules.js';

/** A rule group that Firewall Manager puts before or behind the ACL's own rules. */
const firewallManagerRuleGroup = z.strictObject({
  name: z.string(),
  priority: z.int(),
  /** What becomes of the group's own actions: `none` leaves them, `count` turns whatever it decides into count. */
  overrideAction: z.enum(['none', 'count', 'other']),
  /** `managed-rule-group` or `rule-group-reference`; `other` where AWS has added a kind. */
  statement: wafStatement,
});

const loggingCondition = z.union([
  /** `ALLOW`, `BLOCK`, `COUNT`, `CAPTCHA`, `CHALLENGE`, `EXCLUDED_AS_COUNT`, … */
  z.strictObject({ action: z.string() }),
  /** The full name of a label. */
  z.strictObject({ label: z.string() }),
  /** A kind that AWS has added since: what it is met by is not known. */
  z.strictObject({ other: z.string() }),
]);

/** Where the records of an ACL's requests go. One that no such fact names logs to nowhere. */
const loggingConfiguration = z.strictObject({
  /** The ACL's ARN, and `/<log scope>` behind it: an ACL may have one of each scope. */
  id: z.string(),
  webAclId: z.string(),
  /** Whose it is: `CUSTOMER`, `SECURITY_LAKE`, `CLOUDWATCH_TELEMETRY_RULE_MANAGED`, … */
  logScope: z.string().default('CUSTOMER'),
  /** ARNs of a log group, a bucket or a delivery stream. */
  destinations: ids,
  /** Kinds of the parts of a request that are left out of each record, as in a statement's field. */
  redactedFields: ids,
  /** Null where every record is kept. Filters are weighed in order: the first that is met decides. */
  filter: z
    .strictObject({
      /** What becomes of a record that meets no filter. */
      defaultBehavior: z.enum(['keep', 'drop']),
      filters: z.array(
        z.strictObject({
          behavior: z.enum(['keep', 'drop']),
          requirement: z.enum(['all', 'any']),
          conditions: z.array(loggingCondition),
        }),
      ),
    })
    .nullable()
    .default(null),
});

const webAcl = z.strictObject({
  /** The ARN. */
  id: z.string(),
  webAclName: z.string().default(''),
  /** `CLOUDFRONT` ACLs are kept once an account: their fact's scope names no region. */
  wafScope: z.enum(['REGIONAL', 'CLOUDFRONT']),
  /** What becomes of a request that no rule ends. */
  defaultAction: z.enum(['allow', 'block']),
  /** In the order of the answer; WAF weighs them by priority, the lowest first. */
  rules: z.array(wafRule).default([]),
  /** Weighed before all rules of the ACL. */
  preProcessGroups: z.array(firewallManagerRuleGroup).default([]),
  /** Weighed behind all rules of the ACL. */
  postProcessGroups: z.array(firewallManagerRuleGroup).default([]),
  managedByFirewallManager: z.boolean().default(false),
  /** `awswaf:<account>:webacl:<name>:`, before the labels that its own rules add; null where the answer has none. */
  labelNamespace: z.string().nullable().default(null),
  /**
   * How much of a body is inspected, in KiB, by type of resource (`CLOUDFRONT`, `API_GATEWAY`, `COGNITO_USER_POOL`,
   * `APP_RUNNER_SERVICE`, `VERIFIED_ACCESS_INSTANCE`, …), where that is set: it is 16 where it is not. It is 8, and
   * cannot be set, for load balancers and AppSync.
   */
  bodyInspectionKb: z.record(z.string(), z.int()).default({}),
  /** What a regional ACL is in front of; null for CLOUDFRONT, of which WAF lists nothing: CloudFront does. */
  resourceArns: z.array(z.string()).nullable().default(null),
});

const ipSet = z.strictObject({
  /** The ARN. */
  id: z.string(),
  ipSetName: z.string().default(''),
  version: z.enum(['IPV4', 'IPV6']),
  /** Blocks; WAF takes any prefix length but /0. */
  addresses: z.array(z.string()),
});

const ruleGroup = z.strictObject({
  /** The ARN. */
  id: z.string(),
  ruleGroupName: z.string().default(''),
  labelNamespace: z.string().nullable().default(null),
  rules: z.array(wafRule).default([]),
});

/** One version of a managed rule group as its vendor describes it. */
const managedRuleGroup = z.strictObject({
  /** {@link managedRuleGroupId}: `<vendor>/<name>`, and `@<version>` where a statement asks for one. */
  id: z.string(),
  vendor: z.string(),
  groupName: z.string(),
  /** The version that a statement asks for; null for the vendor's default. */
  version: z.string().nullable().default(null),
  /** The version that was described; null where the vendor keeps none. */
  describedVersion: z.string().nullable().default(null),
  /** Whether the version that is asked for has expired: WAF uses the default one then, and its rules stand here. */
  isExpired: z.boolean().default(false),
  labelNamespace: z.string().nullable().default(null),
  capacity: z.int().nullable().default(null),
  /** Each rule with the action that it takes where nothing overrides it. */
  rules: wafRuleOverrides,
  availableLabels: ids,
});

/** The versions of a managed rule group that are on offer. Read for groups that a statement pins to a version. */
const managedRuleGroupVersions = z.strictObject({
  /** `<vendor>/<name>` */
  id: z.string(),
  vendor: z.string(),
  groupName: z.string(),
  currentDefaultVersion: z.string().nullable().default(null),
  /** One that is missing here has expired or is about to: WAF lists none for which an end is scheduled. */
  versions: z.array(
    z.strictObject({
      name: z.string(),
      /** ISO 8601, UTC. */
      lastUpdate: z.string().nullable().default(null),
    }),
  ),
});

/** The id of the fact that describes a managed rule group in the version that a statement asks for. */
export function managedRuleGroupId(vendor: string, name: string, version: string | null): string {
  return version === null ? `${vendor}/${name}` : `${vendor}/${name}@${version}`;
}

export const wafFacts = {
  'aws.wafv2.web-acl': webAcl,
  'aws.wafv2.logging-configuration': loggingConfiguration,
  'aws.wafv2.ip-set': ipSet,
  'aws.wafv2.rule-group': ruleGroup,
  'aws.wafv2.managed-rule-group': managedRuleGroup,
  'aws.wafv2.managed-rule-group-versions': managedRuleGroupVersions,
} as const;

declare module '../../core/fact.js' {
  interface FactKinds {
    'aws.wafv2.web-acl': z.infer<typeof webAcl>;
    'aws.wafv2.logging-configuration': z.infer<typeof loggingConfiguration>;
    'aws.wafv2.ip-set': z.infer<typeof ipSet>;
    'aws.wafv2.rule-group': z.infer<typeof ruleGroup>;
    'aws.wafv2.managed-rule-group': z.infer<typeof managedRuleGroup>;
    'aws.wafv2.managed-rule-group-versions': z.infer<typeof managedRuleGroupVersions>;
  }
}
