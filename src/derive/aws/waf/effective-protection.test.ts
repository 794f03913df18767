import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ireland } from '../../../../test/helpers/engine.js';
import type { Fact } from '../../../core/fact.js';
import { wafFacts } from '../../../facts/aws/waf.js';
import { byProtection, type EffectiveAction, type WafCategory } from './categories.js';
import { cellsOf, type ProtectionCell } from './cells.js';
import { managedGroups } from './managed-groups.js';
import { stepsOf } from './steps.js';

type Json = Readonly<Record<string, unknown>>;

const path = { type: 'byte-match', field: { kind: 'uri-path' }, positional: 'STARTS_WITH' };
const crs = 'AWSManagedRulesCommonRuleSet';

function aclOf(rules: readonly Json[], rest: Json = {}): Fact<'aws.wafv2.web-acl'> {
  const data = wafFacts['aws.wafv2.web-acl'].parse({
    id: 'acl-1',
    wafScope: 'REGIONAL',
    defaultAction: 'allow',
    rules,
    ...rest,
  });
  return { kind: 'aws.wafv2.web-acl', id: data.id, name: null, scope: ireland, data, evidence: [] };
}

/** Every group of the table as WAF would describe it. */
function described(id: string): Fact<'aws.wafv2.managed-rule-group'> | null {
  const group = managedGroups.find(({ name }) => id === `AWS/${name}`);
  if (group === undefined) return null;
  const rules = group.rules.map(({ name }) => ({ name, action: 'block' }));
  // As AWS's pages once spelled the labels of this group.
  const isLoud = group.name === 'AWSManagedRulesUnixRuleSet';
  const availableLabels = isLoud ? group.rules.map(({ name }) => `${group.namespace}${name}`) : [];
  const data = wafFacts['aws.wafv2.managed-rule-group'].parse({
    id,
    vendor: 'AWS',
    groupName: group.name,
    rules,
    availableLabels,
  });
  return { kind: 'aws.wafv2.managed-rule-group', id, name: null, scope: ireland, data, evidence: [] };
}

/** Rule groups of one's own by ARN, beside those of AWS. */
function protection(
  rules: readonly Json[],
  rest: Json = {},
  own: Readonly<Record<string, Json>> = {},
): ProtectionCell[] {
  const acl = aclOf(rules, rest);
  const { steps } = stepsOf(acl, {
    ruleGroups: {
      glimpseWhere: (_field, arn) => {
        if (own[arn] === undefined) return null;
        const data = wafFacts['aws.wafv2.rule-group'].parse({ id: arn, ...own[arn] });
        return { kind: 'aws.wafv2.rule-group', id: arn, name: null, scope: ireland, data, evidence: [] };
      },
    },
    managedGroups: { glimpseWhere: (_field, id) => described(id) },
  });
  return cellsOf({
    steps,
    defaultAction: acl.data.defaultAction,
    isEmptySet: (arn) => arn === 'empty',
    excused: () => 'no',
  });
}

function cell(cells: readonly ProtectionCell[], category: WafCategory): ProtectionCell {
  const found = cells.find((each) => each.category === category);
  if (found === undefined) throw new TypeError(`no cell for ${category}`);
  return found;
}

function action(rules: readonly Json[], category: WafCategory, rest: Json = {}): ProtectionCell['action'] {
  return cell(protection(rules, rest), category).action;
}

function managed(name: string, priority = 10, rest: Json = {}, statement: Json = {}): Json {
  return {
    name,
    priority,
    overrideAction: 'none',
    statement: { type: 'managed-rule-group', name, ...statement },
    ...rest,
  };
}

const label = (key: string, scope = 'label'): Json => ({ type: 'label-match', scope, key });
const rule = (name: string, priority: number, act: string, statement: Json, rest: Json = {}): Json => ({
  name,
  priority,
  action: act,
  statement,
  ...rest,
});

describe("AWS's groups", () => {
  it.each([
    [crs, ['scanners', 'lfi', 'rfi', 'xss'], ['protocol', 'node']],
    ['AWSManagedRulesSQLiRuleSet', ['sqli'], []],
    ['AWSManagedRulesUnixRuleSet', ['rce'], []],
    ['AWSManagedRulesWindowsRuleSet', ['rce'], []],
    ['AWSManagedRulesKnownBadInputsRuleSet', ['java'], ['protocol', 'node', 'lfi']],
    ['AWSManagedRulesPHPRuleSet', ['php'], []],
    ['AWSManagedRulesWordPressRuleSet', [], []],
    ['AWSManagedRulesLinuxRuleSet', [], ['lfi']],
    ['AWSManagedRulesAmazonIpReputationList', [], []],
    ['AWSManagedRulesBotControlRuleSet', [], []],
  ] as const)('%s blocks %j and in part %j', (name, blocked, partly) => {
    const cells = protection([managed(name)]);
    const of = (wanted: EffectiveAction): WafCategory[] =>
      cells.filter((each) => each.action === wanted).map(({ category }) => category);
    expect(new Set(of('block'))).toEqual(new Set(blocked));
    for (const category of partly) expect(of('partial')).toContain(category);
    expect(of('count')).toEqual([]);
  });
});

describe('labels', () => {
  const counted = managed(crs, 10, { overrideAction: 'count' });

  it.each([
    ['of another group that stands before', 'awswaf:managed:aws:core-rule-set:', 'block'],
    ['of a group that is not there', 'awswaf:managed:aws:sql-database:', 'count'],
    ['of no rule that is known', 'awswaf:managed:token:', 'count'],
    ['of the ACL itself that nothing adds', 'mine:', 'count'],
  ])('%s', (_, key, expected) => {
    expect(action([counted, rule('again', 11, 'block', label(key, 'namespace'))], 'xss')).toBe(expected);
  });

  it('with another case than the rule adds match nothing that counts', () => {
    expect(
      action([counted, rule('again', 11, 'block', label('awswaf:managed:aws:core-rule-set:GenericLFI_BODY'))], 'lfi'),
    ).toBe('count');
  });

  it('are spelled as WAF says that they are', () => {
    const unix = managed('AWSManagedRulesUnixRuleSet', 10, { overrideAction: 'count' });
    const again = (...ends: readonly string[]): Json => {
      const of = ends.map((end) => label(`awswaf:managed:aws:posix-os:UNIXShellCommandsVariables_${end}`));
      return rule('again', 11, 'block', { type: 'or', statements: of });
    };
    expect(action([unix, again('QUERYSTRING', 'QUERYARGUMENTS', 'BODY')], 'rce')).toBe('block');
    expect(action([unix, again('QueryString', 'QueryArguments', 'Body')], 'rce')).toBe('count');
  });

  it("of the ACL's own rules are carried on, short names and full ones", () => {
    const mark = rule('mark', 1, 'count', { type: 'or', statements: everywhere('xss') }, { ruleLabels: ['seen'] });
    const stop = (key: string): Json => rule('stop', 2, 'block', label(key));
    expect(action([mark, stop('seen')], 'xss')).toBe('block');
    const named = { labelNamespace: 'awswaf:111122223333:webacl:web:' };
    expect(action([mark, stop('awswaf:111122223333:webacl:web:seen')], 'xss', named)).toBe('block');
    expect(action([mark, stop('other')], 'xss', named)).toBe('count');
    expect(action([mark, rule('mark-by-path', 1, 'count', path, { ruleLabels: ['odd'] }), stop('odd')], 'xss')).toBe(
      'count',
    );
  });

  it('that may come from a group that was not read leave it open', () => {
    const group = {
      name: 'own',
      priority: 1,
      overrideAction: 'none',
      statement: { type: 'rule-group-reference', arn: 'rg' },
    };
    expect(action([{ ...group, overrideAction: 'count' }, rule('stop', 2, 'block', label('x'))], 'xss')).toBe(
      'unknown',
    );
  });
});

/** A statement of the kind on each part that it can be asked for as a whole. */
function everywhere(type: 'sqli' | 'xss', isDecoded = true): Json[] {
  return [
    { type, isDecoded, field: { kind: 'uri-path' } },
    { type, isDecoded, field: { kind: 'all-query-arguments' } },
    { type, isDecoded, field: { kind: 'body' } },
    { type, isDecoded, field: { kind: 'single-header', name: 'Cookie' } },
  ];
}

describe('own statements', () => {
  const stop = (statement: Json): Json => rule('own', 1, 'block', statement);

  it.each([
    ['on every part', { type: 'or', statements: everywhere('sqli') }, 'block'],
    [
      'on cookies by a pattern',
      {
        type: 'or',
        statements: [...everywhere('sqli').slice(0, 3), { type: 'sqli', isDecoded: true, field: { kind: 'cookies' } }],
      },
      'partial',
    ],
    [
      'on one query argument',
      { type: 'sqli', isDecoded: true, field: { kind: 'single-query-argument', name: 'id' } },
      'partial',
    ],
    ['on every part, without decoding any', { type: 'or', statements: everywhere('sqli', false) }, 'partial'],
    [
      'on every part, without decoding one',
      { type: 'or', statements: [...everywhere('sqli').slice(0, 3), ...everywhere('sqli', false).slice(3)] },
      'partial',
    ],
    ['on a method, where none is', { type: 'sqli', field: { kind: 'method' } }, 'none'],
    ['of another kind', { type: 'or', statements: everywhere('xss') }, 'none'],
    ['on every request but a path', { type: 'not', statement: path }, 'none'],
    ['on every request', { type: 'not', statement: { type: 'ip-set-reference', arn: 'empty' } }, 'block'],
    [
      'on no request',
      { type: 'not', statement: { type: 'not', statement: { type: 'ip-set-reference', arn: 'empty' } } },
      'none',
    ],
    ['of a kind that AWS has added since', { type: 'other', name: 'New' }, 'unknown'],
    ['of such a kind, the other way round', { type: 'not', statement: { type: 'other', name: 'New' } }, 'unknown'],
  ])('%s', (_, statement, expected) => {
    expect(action([stop(statement)], 'sqli')).toBe(expected);
  });

  it('stand in for a rule of a group that only counts', () => {
    const group = managed(crs, 10, {}, { ruleActionOverrides: [{ name: 'CrossSiteScripting_BODY', action: 'count' }] });
    expect(action([group], 'xss')).toBe('partial');
    const own = (isDecoded: boolean) => rule('own', 20, 'block', { type: 'xss', isDecoded, field: { kind: 'body' } });
    expect(action([group, own(true)], 'xss')).toBe('block');
    expect(action([group, own(false)], 'xss')).toBe('partial');
  });

  it('that challenge are told apart from those that block', () => {
    const ask = (act: string): Json => rule('ask', 1, act, { type: 'or', statements: everywhere('sqli') });
    expect(action([ask('captcha')], 'sqli')).toBe('captcha');
    expect(cell(protection([ask('challenge')]), 'sqli')).toMatchObject({
      action: 'challenge',
      isShort: true,
      by: ['ask'],
    });
  });

  it('say in words what they go by', () => {
    const kinds = [
      { type: 'geo', countryCodes: ['DE'], isForwarded: true },
      { type: 'size-constraint', field: { kind: 'query-string' }, comparison: 'GT', size: 9 },
      { type: 'xss', field: { kind: 'body' } },
      { type: 'sqli', field: { kind: 'body' }, isDecoded: true },
      { type: 'asn-match', asns: [64496] },
      { type: 'rate-based', limit: 100, scopeDown: path },
      {
        type: 'regex-pattern-set-reference',
        arn: 'a/regexpatternset/odd/1',
        field: { kind: 'single-header', name: 'x-a' },
      },
    ];
    const texts = kinds.map((statement) => cell(protection([rule('let', 1, 'allow', statement)]), 'xss').why[0] ?? '');
    expect(texts).toEqual([
      'let allows requests by their country as a header says it',
      'let allows requests by their query string',
      'let allows requests by their body without decoding it',
      'let allows requests by their body',
      "let allows requests by their network's number",
      'let allows requests by their rate and their path',
      'let allows requests by their single header x-a',
    ]);
  });
});

describe("the order is that of priorities, Firewall Manager's groups around the ACL's own", () => {
  const let_ = rule('let', 1, 'allow', path);
  const group = managed(crs, 1);

  it.each([
    [
      'first groups stand before rules of a lower priority',
      [rule('let', 0, 'allow', path)],
      { preProcessGroups: [{ ...group, action: undefined }] },
      'block',
    ],
    [
      'last groups stand behind rules of a higher priority',
      [rule('let', 99, 'allow', path)],
      { postProcessGroups: [{ ...group, action: undefined }] },
      'partial',
    ],
    ['of two with one priority the name decides', [let_, { ...group, name: 'a' }], {}, 'block'],
  ])('%s', (_, rules, rest, expected) => {
    const clean = JSON.parse(JSON.stringify(rest)) as Json;
    expect(action(rules, 'xss', clean)).toBe(expected);
  });
});

// What a generated ACL may be made of; actions alone vary, and none of a group is overridden to Allow.
const statements: readonly Json[] = [
  path,
  { type: 'xss', field: { kind: 'body' } },
  { type: 'or', statements: everywhere('sqli') },
  { type: 'not', statement: path },
  label('awswaf:managed:aws:core-rule-set:', 'namespace'),
  { type: 'and', statements: [label('awswaf:managed:aws:core-rule-set:GenericLFI_Body'), path] },
  label('mine'),
  { type: 'rate-based', limit: 100 },
];
const ownRule = fc.record({
  action: fc.constantFrom('block', 'count', 'allow'),
  statement: fc.constantFrom(...statements),
  ruleLabels: fc.constantFrom([], ['mine']),
});
const groupRule = fc
  .record({
    name: fc.constantFrom(crs, 'AWSManagedRulesSQLiRuleSet', 'AWSManagedRulesKnownBadInputsRuleSet'),
    scopeDown: fc.constantFrom(null, path, { type: 'not', statement: path }),
    excludedRules: fc.constantFrom([], ['GenericLFI_BODY', 'SQLi_BODY']),
  })
  .map(
    ({ name, ...rest }): Json => ({ overrideAction: 'none', statement: { type: 'managed-rule-group', name, ...rest } }),
  );
const rulesOf = fc
  .array(fc.oneof(ownRule, groupRule), { maxLength: 6 })
  .map((rules) => rules.map((each, at): Json => ({ name: `rule-${at}`, priority: at * 10, ...each })));

/** Every cell of the first is at most as good as its counterpart in the second. */
function expectNoBetter(less: readonly ProtectionCell[], more: readonly ProtectionCell[]): void {
  for (const [at, { category, action: before }] of more.entries()) {
    const after = less[at]?.action;
    if (before === 'unknown' || after === 'unknown' || after === undefined)
      throw new TypeError('nothing here is unread');
    expect(byProtection(after, before), `${category}: ${before} became ${after}`).toBeLessThanOrEqual(0);
  }
}

describe('for any ACL', () => {
  it('the order of the list says nothing', () => {
    fc.assert(
      fc.property(rulesOf, fc.infiniteStream(fc.nat()), (rules, keys) => {
        const shuffled = rules.map((each) => [keys.next().value, each] as const).sort(([a], [b]) => a - b);
        expect(protection(shuffled.map(([, each]) => each))).toEqual(protection(rules));
      }),
      { numRuns: 60 },
    );
  });

  it('a group set to count never improves a cell', () => {
    fc.assert(
      fc.property(rulesOf, fc.nat(), (rules, which) => {
        const groups = rules.filter((each) => 'overrideAction' in each);
        const chosen = groups[which % Math.max(groups.length, 1)];
        const less = rules.map((each) => (each === chosen ? { ...each, overrideAction: 'count' } : each));
        expectNoBetter(protection(less), protection(rules));
      }),
      { numRuns: 60 },
    );
  });

  it('an Allow rule more never improves a cell', () => {
    fc.assert(
      fc.property(rulesOf, fc.nat(70), fc.constantFrom(...statements), (rules, at, statement) => {
        const more = [...rules, rule('more', at * 2 + 1, 'allow', statement)];
        expectNoBetter(protection(more), protection(rules));
      }),
      { numRuns: 60 },
    );
  });

  it('a default action of block is never worse than one of allow', () => {
    fc.assert(
      fc.property(rulesOf, (rules) => {
        expectNoBetter(protection(rules), protection(rules, { defaultAction: 'block' }));
      }),
      { numRuns: 40 },
    );
  });
});

describe('a group of the Marketplace', () => {
  const vendor = managed('everything', 1, {}, { vendor: 'Vendor' });

  it('that nobody described may block or not, and blocks nothing that is blocked anyway less', () => {
    expect(action([vendor], 'xss')).toBe('unknown');
    expect(action([vendor, managed(crs)], 'xss')).toBe('block');
    expect(action([{ ...vendor, overrideAction: 'count' }], 'xss')).toBe('count');
  });
});

describe("a rule group of one's own", () => {
  const reference = {
    name: 'own',
    priority: 1,
    overrideAction: 'none',
    statement: { type: 'rule-group-reference', arn: 'rg' },
  };
  const rules = [
    rule('mark', 2, 'count', path, { ruleLabels: ['x'] }),
    rule('xss', 1, 'block', { type: 'or', statements: everywhere('xss') }),
  ];

  it('is weighed rule by rule, with its overrides', () => {
    expect(cell(protection([reference], {}, { rg: { rules } }), 'xss')).toMatchObject({
      action: 'block',
      by: ['own / xss'],
    });
    const excluded = { ...reference, statement: { ...reference.statement, excludedRules: ['xss'] } };
    expect(
      cell(protection([excluded], {}, { rg: { rules, labelNamespace: 'awswaf:1:rulegroup:own:' } }), 'xss').action,
    ).toBe('count');
  });

  it('that was not read may allow what stands behind it', () => {
    expect(action([reference, managed(crs)], 'xss')).toBe('unknown');
    expect(action([{ ...reference, priority: 99 }, managed(crs)], 'xss')).toBe('block');
    expect(action([{ ...reference, overrideAction: 'count' }, managed(crs)], 'xss')).toBe('block');
  });
});
