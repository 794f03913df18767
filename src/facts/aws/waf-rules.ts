import { z } from 'zod';
import { ids } from './members.js';

/** `other` is one that AWS has added since: what it does is not known. */
const action = z.enum(['allow', 'block', 'count', 'captcha', 'challenge', 'other']);
export type WafAction = z.infer<typeof action>;

/** Rules of a group by name, each with an action. */
export const wafRuleOverrides = z.array(z.strictObject({ name: z.string(), action })).default([]);

/** The parts of a request that a statement can look at. */
const wafFieldKinds = [
  'single-header',
  'single-query-argument',
  'all-query-arguments',
  'uri-path',
  'query-string',
  'body',
  'method',
  'json-body',
  'headers',
  'cookies',
  'header-order',
  'ja3-fingerprint',
  'ja4-fingerprint',
  'uri-fragment',
  'other',
] as const;

const field = z.strictObject({
  kind: z.enum(wafFieldKinds),
  /** Of a single header or query argument: which. */
  name: z.string().nullable().default(null),
  /**
   * What becomes of a request whose body (headers, cookies) is larger than what WAF inspects: `continue` inspects what
   * fits, `match` counts as a match and `no-match` as none. Null for parts that are inspected whole, or have no such setting.
   */
  oversizeHandling: z.enum(['continue', 'match', 'no-match']).nullable().default(null),
});
export type WafField = z.infer<typeof field>;

const aggregateKey = z.enum(['ip', 'forwarded-ip', 'custom-keys', 'constant', 'other']);

/** Whether what a URL encodes is decoded before it is looked at: whatever a browser sends of it is encoded. */
const isDecoded = z.boolean().default(false);

const leaves = [
  /** The text that is searched for is not kept: it is often a secret that proves that a request came through a proxy. */
  z.strictObject({
    type: z.literal('byte-match'),
    field,
    /** `EXACTLY`, `STARTS_WITH`, `ENDS_WITH`, `CONTAINS`, `CONTAINS_WORD` */
    positional: z.string(),
  }),
  z.strictObject({ type: z.literal('sqli'), field, sensitivity: z.enum(['low', 'high']).default('low'), isDecoded }),
  z.strictObject({ type: z.literal('xss'), field, isDecoded }),
  z.strictObject({
    type: z.literal('size-constraint'),
    field,
    comparison: z.enum(['EQ', 'NE', 'LE', 'LT', 'GE', 'GT']),
    size: z.int(),
    /** Whether the bytes are counted as they came, with no transformation before that can make them fewer. */
    isAsSent: z.boolean().default(false),
  }),
  z.strictObject({
    type: z.literal('geo'),
    countryCodes: ids,
    /** Whether the address is taken from a header, which a client can write. */
    isForwarded: z.boolean().default(false),
  }),
  z.strictObject({
    type: z.literal('ip-set-reference'),
    arn: z.string(),
    isForwarded: z.boolean().default(false),
  }),
  /** The expression is not kept either. */
  z.strictObject({ type: z.literal('regex'), field }),
  z.strictObject({ type: z.literal('regex-pattern-set-reference'), arn: z.string(), field }),
  z.strictObject({
    type: z.literal('asn-match'),
    asns: z.array(z.int()).default([]),
    isForwarded: z.boolean().default(false),
  }),
  z.strictObject({ type: z.literal('label-match'), scope: z.enum(['label', 'namespace']), key: z.string() }),
  z.strictObject({
    type: z.literal('rule-group-reference'),
    arn: z.string(),
    /** Rules that only count: the old form of an override. */
    excludedRules: ids,
    ruleActionOverrides: wafRuleOverrides,
  }),
  /** A kind that AWS has added since, by the name that the API has for it: what it matches is not known. */
  z.strictObject({ type: z.literal('other'), name: z.string() }),
] as const;

type Leaf = z.infer<(typeof leaves)[number]>;

interface RateBased {
  type: 'rate-based';
  /** Requests in a window. */
  limit: number;
  evaluationWindowSec: number;
  aggregateKey: z.infer<typeof aggregateKey>;
  /** How many custom keys the requests are counted by; 0 where they are not. */
  customKeys: number;
  /** Null where every request is counted. */
  scopeDown: WafStatement | null;
}

interface ManagedRuleGroup {
  type: 'managed-rule-group';
  vendor: string;
  name: string;
  /** The version that it is pinned to; null for the vendor's default. */
  version: string | null;
  /** Rules that only count: the old form of an override. */
  excludedRules: string[];
  ruleActionOverrides: { name: string; action: WafAction }[];
  /** Null where the group sees every request. */
  scopeDown: WafStatement | null;
  /** `common` or `targeted`, of AWS's bot control; null for other groups. */
  inspectionLevel: string | null;
}

/** What a rule of WAF matches. */
export type WafStatement =
  | Leaf
  | RateBased
  | ManagedRuleGroup
  | { type: 'and' | 'or'; statements: WafStatement[] }
  | { type: 'not'; statement: WafStatement };

const scopeDown = z.lazy(() => wafStatement.nullable()).default(null);

export const wafStatement: z.ZodType<WafStatement> = z.discriminatedUnion('type', [
  ...leaves,
  z.strictObject({
    type: z.literal('rate-based'),
    limit: z.int(),
    evaluationWindowSec: z.int().default(300),
    aggregateKey: aggregateKey.default('ip'),
    customKeys: z.int().default(0),
    scopeDown,
  }),
  z.strictObject({
    type: z.literal('managed-rule-group'),
    vendor: z.string().default('AWS'),
    name: z.string(),
    version: z.string().nullable().default(null),
    excludedRules: ids,
    ruleActionOverrides: wafRuleOverrides,
    scopeDown,
    inspectionLevel: z.string().nullable().default(null),
  }),
  z.strictObject({ type: z.enum(['and', 'or']), statements: z.array(z.lazy(() => wafStatement)) }),
  z.strictObject({ type: z.literal('not'), statement: z.lazy(() => wafStatement) }),
]);

export const wafRule = z.strictObject({
  name: z.string(),
  /** WAF weighs the lowest first. */
  priority: z.int(),
  /** Of a rule that matches by itself; null for one that refers to a group. */
  action: action.nullable().default(null),
  /** Of a rule that refers to a group: `none` leaves the group's actions, `count` turns what it decides into count. */
  overrideAction: z.enum(['none', 'count', 'other']).nullable().default(null),
  /** Labels that it adds to a request that it matches. */
  ruleLabels: ids,
  statement: wafStatement,
});
export type WafRule = z.infer<typeof wafRule>;
