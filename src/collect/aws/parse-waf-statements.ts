import { z } from 'zod';
import type { WafAction, WafStatement } from '../../facts/aws/waf.js';
import { byteMatch, patternSet, regex, sizeConstraint, sqli, xss } from './parse-waf-inspections.js';
import { tagged } from './parse-waf-tagged.js';

const action = (name: WafAction) => z.unknown().transform((): WafAction => name);

export const wireAction = tagged<WafAction>(
  {
    Allow: action('allow'),
    Block: action('block'),
    Count: action('count'),
    Captcha: action('captcha'),
    Challenge: action('challenge'),
  },
  () => 'other',
);

const overrides = z
  .array(z.object({ Name: z.string(), ActionToUse: wireAction }))
  .default([])
  .transform((all) => all.map(({ Name, ActionToUse }) => ({ name: Name, action: ActionToUse })));

const excluded = z
  .array(z.object({ Name: z.string() }))
  .default([])
  .transform((rules) => rules.map(({ Name }) => Name));

const forwarded = z
  .unknown()
  .optional()
  .transform((config) => config !== undefined);

const keyTypes = { IP: 'ip', FORWARDED_IP: 'forwarded-ip', CUSTOM_KEYS: 'custom-keys', CONSTANT: 'constant' } as const;
const aggregateKey = z.string().transform((text) => {
  const found = Object.entries(keyTypes).find(([name]) => name === text);
  return found === undefined ? 'other' : found[1];
});

const statement = z.lazy(() => wireStatement);
const scopeDown = statement.optional().transform((inner) => inner ?? null);

const geo = z.object({ CountryCodes: z.array(z.string()).default([]), ForwardedIPConfig: forwarded }).transform(
  (said): WafStatement => ({
    type: 'geo',
    countryCodes: said.CountryCodes,
    isForwarded: said.ForwardedIPConfig,
  }),
);

const ipSet = z.object({ ARN: z.string(), IPSetForwardedIPConfig: forwarded }).transform(
  (said): WafStatement => ({
    type: 'ip-set-reference',
    arn: said.ARN,
    isForwarded: said.IPSetForwardedIPConfig,
  }),
);

const asn = z
  .object({ AsnList: z.array(z.int()), ForwardedIPConfig: forwarded })
  .transform((said): WafStatement => ({ type: 'asn-match', asns: said.AsnList, isForwarded: said.ForwardedIPConfig }));

const labelMatch = z.object({ Scope: z.enum(['LABEL', 'NAMESPACE']), Key: z.string() }).transform(
  (said): WafStatement => ({
    type: 'label-match',
    scope: said.Scope === 'LABEL' ? 'label' : 'namespace',
    key: said.Key,
  }),
);

const ruleGroup = z.object({ ARN: z.string(), ExcludedRules: excluded, RuleActionOverrides: overrides }).transform(
  (said): WafStatement => ({
    type: 'rule-group-reference',
    arn: said.ARN,
    excludedRules: said.ExcludedRules,
    ruleActionOverrides: said.RuleActionOverrides,
  }),
);

const rateBased = z
  .object({
    Limit: z.int(),
    // Five minutes: https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html
    EvaluationWindowSec: z.int().default(300),
    AggregateKeyType: aggregateKey,
    CustomKeys: z.array(z.unknown()).default([]),
    ScopeDownStatement: scopeDown,
  })
  .transform(
    (said): WafStatement => ({
      type: 'rate-based',
      limit: said.Limit,
      evaluationWindowSec: said.EvaluationWindowSec,
      aggregateKey: said.AggregateKeyType,
      customKeys: said.CustomKeys.length,
      scopeDown: said.ScopeDownStatement,
    }),
  );

/** Of the configurations of managed groups only how far bot control goes is of use: the others are of forms and paths. */
const inspectionLevel = z
  .array(z.object({ AWSManagedRulesBotControlRuleSet: z.object({ InspectionLevel: z.string() }).optional() }))
  .default([])
  .transform((all) => all.flatMap((each) => each.AWSManagedRulesBotControlRuleSet?.InspectionLevel ?? [])[0] ?? null);

const managedGroup = z
  .object({
    VendorName: z.string(),
    Name: z.string(),
    Version: z.string().optional(),
    ExcludedRules: excluded,
    RuleActionOverrides: overrides,
    ScopeDownStatement: scopeDown,
    ManagedRuleGroupConfigs: inspectionLevel,
  })
  .transform(
    (said): WafStatement => ({
      type: 'managed-rule-group',
      vendor: said.VendorName,
      name: said.Name,
      version: said.Version ?? null,
      excludedRules: said.ExcludedRules,
      ruleActionOverrides: said.RuleActionOverrides,
      scopeDown: said.ScopeDownStatement,
      inspectionLevel: said.ManagedRuleGroupConfigs?.toLowerCase() ?? null,
    }),
  );

const several = z.array(statement).min(1);
const and = z
  .object({ Statements: several })
  .transform(({ Statements }): WafStatement => ({ type: 'and', statements: Statements }));
const or = z
  .object({ Statements: several })
  .transform(({ Statements }): WafStatement => ({ type: 'or', statements: Statements }));
const not = z
  .object({ Statement: statement })
  .transform(({ Statement }): WafStatement => ({ type: 'not', statement: Statement }));

/** What a rule matches. */
export const wireStatement: z.ZodType<WafStatement> = tagged<WafStatement>(
  {
    ByteMatchStatement: byteMatch,
    SqliMatchStatement: sqli,
    XssMatchStatement: xss,
    SizeConstraintStatement: sizeConstraint,
    GeoMatchStatement: geo,
    IPSetReferenceStatement: ipSet,
    AsnMatchStatement: asn,
    RegexMatchStatement: regex,
    RegexPatternSetReferenceStatement: patternSet,
    LabelMatchStatement: labelMatch,
    RuleGroupReferenceStatement: ruleGroup,
    RateBasedStatement: rateBased,
    ManagedRuleGroupStatement: managedGroup,
    AndStatement: and,
    OrStatement: or,
    NotStatement: not,
  },
  (name) => ({ type: 'other', name }),
);
