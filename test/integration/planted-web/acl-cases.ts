import type { LoggingFilter, ManagedRuleGroupStatement, Rule, Statement } from '@aws-sdk/client-wafv2';
import type { Case } from './plant.js';

type LogFilter = Pick<LoggingFilter, 'DefaultBehavior' | 'Filters'>;

/** A web ACL to plant; with all of a good one that the case leaves as it is. */
export interface AclCase extends Case<'acl'> {
  readonly rules: readonly Rule[];
  readonly defaultAction?: 'allow' | 'block';
  /** How it logs; `none` for not at all. */
  readonly log?: LogFilter | 'none';
}

const visible = (name: string) => ({
  SampledRequestsEnabled: false,
  CloudWatchMetricsEnabled: true,
  MetricName: name.replaceAll(/[^A-Za-z0-9]/g, ''),
});

export function ruleOf(
  Name: string,
  Priority: number,
  action: 'Block' | 'Allow' | 'Count',
  Statement: Statement,
): Rule {
  return { Name, Priority, Action: { [action]: {} }, Statement, VisibilityConfig: visible(Name) };
}

export function groupOf(
  Name: string,
  Priority: number,
  override: 'None' | 'Count' = 'None',
  more: Partial<ManagedRuleGroupStatement> = {},
): Rule {
  return {
    Name,
    Priority,
    OverrideAction: { [override]: {} },
    Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: `AWSManagedRules${Name}RuleSet`, ...more } },
    VisibilityConfig: visible(Name),
  };
}

export const crs = groupOf('Common', 10);
const sqli = groupOf('SQLi', 20);
const unix = groupOf('Unix', 30);
const known = groupOf('KnownBadInputs', 40);
export const flood = ruleOf('flood', 50, 'Block', { RateBasedStatement: { Limit: 2000, AggregateKeyType: 'IP' } });

/** What passes: four groups in their default actions, and a limit. */
export const good: readonly Rule[] = [crs, sqli, unix, known, flood];

/** The good rules, with those of the same names put in their place and others added. */
const withRules = (...rules: readonly Rule[]): Rule[] => [
  ...good.filter(({ Name }) => !rules.some((one) => one.Name === Name)),
  ...rules,
];

const underPath = (path: string): Statement => ({
  ByteMatchStatement: {
    SearchString: new TextEncoder().encode(path),
    FieldToMatch: { UriPath: {} },
    PositionalConstraint: 'STARTS_WITH',
    TextTransformations: [{ Priority: 0, Type: 'NONE' }],
  },
});
const coreLabels: Statement = { LabelMatchStatement: { Scope: 'NAMESPACE', Key: 'awswaf:managed:aws:core-rule-set:' } };
const sizeCounts = groupOf('Common', 10, 'None', {
  RuleActionOverrides: [{ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } }],
});
const largeBody = (OversizeHandling: 'MATCH' | 'NO_MATCH' | 'CONTINUE'): Rule =>
  ruleOf('large', 45, 'Block', {
    SizeConstraintStatement: {
      FieldToMatch: { Body: { OversizeHandling } },
      ComparisonOperator: 'GT',
      Size: 8192,
      TextTransformations: [{ Priority: 0, Type: 'NONE' }],
    },
  });
const logFilter = (
  behaviour: 'KEEP' | 'DROP',
  action: 'ALLOW' | 'BLOCK' | 'COUNT',
  DefaultBehavior: 'KEEP' | 'DROP',
): LogFilter => ({
  DefaultBehavior,
  Filters: [{ Behavior: behaviour, Requirement: 'MEETS_ANY', Conditions: [{ ActionCondition: { Action: action } }] }],
});

const owasp = 'web-acl-blocks-owasp-categories';
const bypass = 'no-bypassing-allow-rules';
const pinned = 'managed-rule-versions-current';
const rate = 'web-acl-rate-limited';
const oversize = 'web-acl-inspects-oversize';
const logging = 'web-acl-logging-on';
/** Of an Allow rule before everything else: what it lets by is met by no rule behind it. */
const letBy = { [owasp]: 'fail', [bypass]: 'fail', [rate]: 'fail', [oversize]: 'fail' } as const;

export const aclCases: readonly AclCase[] = [
  { of: owasp, name: 'four groups in their default actions', built: 'Common, SQLi, Unix, KnownBadInputs', rules: good },
  {
    of: owasp,
    name: 'rules listed in another order than their priorities',
    built: 'the good rules, last first',
    rules: [...good].reverse(),
  },
  {
    of: owasp,
    name: 'a group overridden to Count',
    built: 'Common with OverrideAction Count',
    rules: withRules(groupOf('Common', 10, 'Count')),
    verdicts: { [owasp]: 'fail', [oversize]: 'fail' },
  },
  {
    of: owasp,
    name: 'one rule of a group overridden to Count',
    built: 'CrossSiteScripting_BODY to Count',
    rules: withRules(
      groupOf('Common', 10, 'None', {
        RuleActionOverrides: [{ Name: 'CrossSiteScripting_BODY', ActionToUse: { Count: {} } }],
      }),
    ),
    verdicts: { [owasp]: 'fail' },
  },
  {
    of: owasp,
    name: 'one rule of a group overridden to Block, as it was',
    built: 'CrossSiteScripting_BODY to Block',
    rules: withRules(
      groupOf('Common', 10, 'None', {
        RuleActionOverrides: [{ Name: 'CrossSiteScripting_BODY', ActionToUse: { Block: {} } }],
      }),
    ),
  },
  {
    of: owasp,
    name: 'an excluded rule',
    built: 'SQLi_COOKIE excluded',
    rules: withRules(groupOf('SQLi', 20, 'None', { ExcludedRules: [{ Name: 'SQLi_COOKIE' }] })),
    verdicts: { [owasp]: 'fail' },
  },
  {
    of: owasp,
    name: 'an excluded rule that covers no required category',
    built: 'NoUserAgent_HEADER excluded',
    rules: withRules(groupOf('Common', 10, 'None', { ExcludedRules: [{ Name: 'NoUserAgent_HEADER' }] })),
  },
  {
    of: owasp,
    name: 'a scope-down statement that lets a path by',
    built: 'SQLi for what is not under /api',
    rules: withRules(
      groupOf('SQLi', 20, 'None', { ScopeDownStatement: { NotStatement: { Statement: underPath('/api') } } }),
    ),
    verdicts: { [owasp]: 'fail' },
  },
  {
    of: owasp,
    name: 'a group that counts, and a later rule that blocks by its labels',
    built: 'Common with Count at 10, its namespace blocked at 11',
    rules: withRules(groupOf('Common', 10, 'Count'), ruleOf('labels', 11, 'Block', coreLabels)),
  },
  {
    of: owasp,
    name: 'a label match that never matches, before the group that adds the labels',
    built: 'Common with Count at 10, its namespace blocked at 9',
    rules: withRules(groupOf('Common', 10, 'Count'), ruleOf('labels', 9, 'Block', coreLabels)),
    verdicts: { [owasp]: 'fail', [oversize]: 'fail' },
  },
  {
    of: owasp,
    name: 'a label match on a label that nothing adds',
    built: 'Common with Count at 10, another namespace blocked at 11',
    rules: withRules(
      groupOf('Common', 10, 'Count'),
      ruleOf('labels', 11, 'Block', {
        LabelMatchStatement: { Scope: 'NAMESPACE', Key: 'awswaf:managed:aws:core-rules:' },
      }),
    ),
    verdicts: { [owasp]: 'fail', [oversize]: 'fail' },
  },
  {
    of: owasp,
    name: 'default action Allow without a blocking group',
    built: 'a limit alone',
    rules: [flood],
    verdicts: { [owasp]: 'fail', [oversize]: 'fail' },
  },
  {
    of: owasp,
    name: 'default action Block without a group',
    built: 'a limit alone',
    rules: [flood],
    defaultAction: 'block',
  },
  {
    of: bypass,
    name: 'an earlier Allow rule',
    built: 'Allow under /health at 1',
    rules: withRules(ruleOf('health', 1, 'Allow', underPath('/health'))),
    verdicts: letBy,
  },
  {
    of: bypass,
    name: 'an Allow rule listed last with the lowest priority number',
    built: 'Allow from XK at 0, listed last',
    rules: [...good, ruleOf('home', 0, 'Allow', { GeoMatchStatement: { CountryCodes: ['XK'] } })],
    verdicts: letBy,
  },
  {
    of: bypass,
    name: 'an Allow rule behind all others',
    built: 'Allow under /health at 99, listed first',
    rules: [ruleOf('health', 99, 'Allow', underPath('/health')), ...good],
  },
  {
    of: bypass,
    name: 'an earlier rule that counts',
    built: 'Count under /health at 1',
    rules: withRules(ruleOf('health', 1, 'Count', underPath('/health'))),
  },
  {
    of: pinned,
    name: 'pinned to an expired version',
    built: 'Common Version_1.0',
    rules: withRules(groupOf('Common', 10, 'None', { Version: 'Version_1.0' })),
    verdicts: { [pinned]: 'fail' },
  },
  {
    of: pinned,
    name: 'pinned to a version that is on offer',
    built: 'Common Version_2.0',
    rules: withRules(groupOf('Common', 10, 'None', { Version: 'Version_2.0' })),
  },
  {
    of: rate,
    name: 'a rate-based rule that counts',
    built: 'Count after 2000 requests',
    rules: withRules({ ...flood, Action: { Count: {} } }),
    verdicts: { [rate]: 'fail' },
  },
  { of: rate, name: 'a rate-based rule that blocks', built: 'Block after 2000 requests', rules: good },
  {
    of: rate,
    name: 'a rate-based rule of one path',
    built: 'Block after 2000 requests under /login',
    rules: withRules({
      ...flood,
      Statement: {
        RateBasedStatement: { Limit: 2000, AggregateKeyType: 'IP', ScopeDownStatement: underPath('/login') },
      },
    }),
    verdicts: { [rate]: 'fail' },
  },
  {
    of: rate,
    name: 'no rate-based rule',
    built: 'the groups alone',
    rules: [crs, sqli, unix, known],
    verdicts: { [rate]: 'fail' },
  },
  {
    of: oversize,
    name: 'the size rule of the core rule set overridden to Count',
    built: 'SizeRestrictions_BODY to Count',
    rules: withRules(sizeCounts),
    verdicts: { [oversize]: 'fail' },
  },
  { of: oversize, name: 'the size rule of the core rule set as it is', built: 'SizeRestrictions_BODY', rules: good },
  {
    of: oversize,
    name: 'a rule of its own on the size of the body that matches what is oversize',
    built: 'Block over 8192 bytes, oversize MATCH',
    rules: withRules(sizeCounts, largeBody('MATCH')),
  },
  {
    of: oversize,
    name: 'a rule of its own on the size of the body that matches nothing oversize',
    built: 'Block over 8192 bytes, oversize NO_MATCH',
    rules: withRules(sizeCounts, largeBody('NO_MATCH')),
    verdicts: { [oversize]: 'fail' },
  },
  {
    of: oversize,
    name: 'a rule of its own on the size of what was inspected, which is never more',
    built: 'Block over 8192 bytes, oversize CONTINUE',
    rules: withRules(sizeCounts, largeBody('CONTINUE')),
    verdicts: { [oversize]: 'fail' },
  },
  {
    of: logging,
    name: 'metrics and no log',
    built: 'no logging configuration',
    rules: good,
    log: 'none',
    verdicts: { [logging]: 'fail' },
  },
  {
    of: logging,
    name: 'a filter that drops what is blocked',
    built: 'drop BLOCK, keep the rest',
    rules: good,
    log: logFilter('DROP', 'BLOCK', 'KEEP'),
    verdicts: { [logging]: 'fail' },
  },
  {
    of: logging,
    name: 'a filter that drops what is allowed',
    built: 'drop ALLOW, keep the rest',
    rules: good,
    log: logFilter('DROP', 'ALLOW', 'KEEP'),
  },
  {
    of: logging,
    name: 'a filter that keeps what is counted, and drops the rest',
    built: 'keep COUNT, drop the rest',
    rules: good,
    log: logFilter('KEEP', 'COUNT', 'DROP'),
    verdicts: { [logging]: 'fail' },
  },
  {
    of: logging,
    name: 'a filter that keeps what is blocked, and drops the rest',
    built: 'keep BLOCK, drop the rest',
    rules: good,
    log: logFilter('KEEP', 'BLOCK', 'DROP'),
  },
];
