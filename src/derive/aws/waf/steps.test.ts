import { describe, expect, it } from 'vitest';
import { ireland } from '../../../../test/helpers/engine.js';
import type { Fact } from '../../../core/fact.js';
import { wafFacts } from '../../../facts/aws/waf.js';
import { stepsOf } from './steps.js';

type Json = Readonly<Record<string, unknown>>;
type Described = Readonly<Record<string, Json>>;

const crs = 'AWSManagedRulesCommonRuleSet';
const country: Json = { type: 'geo', countryCodes: ['DE'] };
const evidence = [{ read: 'r', page: 0, pointer: '/RuleGroup' }];

function factOf<K extends keyof typeof wafFacts>(kind: K, data: Json) {
  const parsed = wafFacts[kind].parse(data);
  return { kind, id: parsed.id, name: null, scope: ireland, data: parsed, evidence };
}

function steps(rules: readonly Json[], groups: { own?: Described; managed?: Described } = {}, acl: Json = {}) {
  const { own = {}, managed = {} } = groups;
  const fact = factOf('aws.wafv2.web-acl', { id: 'acl', wafScope: 'REGIONAL', defaultAction: 'allow', rules, ...acl });
  return stepsOf(fact as Fact<'aws.wafv2.web-acl'>, {
    ruleGroups: {
      glimpseWhere: (_, arn) =>
        own[arn] === undefined
          ? null
          : (factOf('aws.wafv2.rule-group', { id: arn, ...own[arn] }) as Fact<'aws.wafv2.rule-group'>),
    },
    managedGroups: {
      glimpseWhere: (_, id) =>
        managed[id] === undefined
          ? null
          : (factOf('aws.wafv2.managed-rule-group', {
              id,
              vendor: 'V',
              groupName: 'G',
              ...managed[id],
            }) as Fact<'aws.wafv2.managed-rule-group'>),
    },
  });
}

const own = (more: Json = {}, reference: Json = {}): Json => ({
  name: 'own',
  priority: 1,
  overrideAction: 'none',
  statement: { type: 'rule-group-reference', arn: 'rg', ...reference },
  ...more,
});
const managed = (more: Json = {}, reference: Json = {}): Json => ({
  name: 'crs',
  priority: 1,
  overrideAction: 'none',
  statement: { type: 'managed-rule-group', name: crs, ...reference },
  ...more,
});
const actions = (of: ReturnType<typeof steps>) => of.steps.map(({ name, action }) => `${name}: ${action}`);

describe("an ACL's own rules", () => {
  it('do what they say, and nobody knows what where they do not', () => {
    const rules = [
      { name: 'a', priority: 2, action: 'block', statement: country },
      { name: 'b', priority: 1, statement: country },
    ];
    expect(actions(steps(rules))).toEqual(['b: other', 'a: block']);
  });

  it("add labels in the ACL's namespace, or in one that is like no other", () => {
    const rules = [{ name: 'a', priority: 1, action: 'count', ruleLabels: ['x'], statement: country }];
    const labelsOf = (acl: Json) => steps(rules, {}, acl).steps.map(({ labels, namespace }) => [labels, namespace]);
    expect(labelsOf({})).toEqual([[['acl:x'], 'acl:']]);
    expect(labelsOf({ labelNamespace: 'n:' })).toEqual([[['n:x'], 'n:']]);
  });

  it('stand between the groups of Firewall Manager, whatever the priorities', () => {
    const group = (name: string) => ({ name, priority: 5, overrideAction: 'count', statement: own()['statement'] });
    const acl = { preProcessGroups: [group('pre')], postProcessGroups: [group('post')] };
    const rules = [{ name: 'a', priority: 1, action: 'block', statement: country }];
    expect(actions(steps(rules, {}, acl))).toEqual(['pre: count', 'a: block', 'post: count']);
  });
});

describe("a rule group of the account's own", () => {
  const rules = [
    { name: 'y', priority: 2, action: 'block', ruleLabels: ['l'], statement: country },
    { name: 'x', priority: 1, statement: country },
  ];

  it('stands in its own place, by its own priorities, in its own namespace', () => {
    const read = steps([own()], { own: { rg: { rules } } });
    expect(actions(read)).toEqual(['own / x: other', 'own / y: block']);
    expect(read.steps.map(({ labels, namespace }) => [labels, namespace])).toEqual([
      [[], 'rg:'],
      [['rg:l'], 'rg:'],
    ]);
    expect([read.unread, read.evidence]).toEqual([[], evidence]);
    const named = steps([own()], { own: { rg: { rules, labelNamespace: 'n:' } } });
    expect(named.steps.map(({ labels }) => labels)).toEqual([[], ['n:l']]);
  });

  it.each([
    ['an override of one rule', {}, { ruleActionOverrides: [{ name: 'y', action: 'captcha' }] }, 'captcha'],
    ['an override of another', {}, { ruleActionOverrides: [{ name: 'z', action: 'captcha' }] }, 'block'],
    ['an exclusion', {}, { excludedRules: ['y'], ruleActionOverrides: [{ name: 'y', action: 'block' }] }, 'count'],
    ['an override of the whole', { overrideAction: 'count' }, {}, 'count'],
    ['an override that nobody knows', { overrideAction: 'other' }, {}, 'other'],
    ['none that is said', { overrideAction: null }, {}, 'block'],
  ])('is changed by %s', (_, more, reference, expected) => {
    expect(actions(steps([own(more, reference)], { own: { rg: { rules } } }))[1]).toBe(`own / y: ${expected}`);
  });

  it('that was not read does what nobody knows, unless it only counts', () => {
    const missing = steps([own()]);
    expect([actions(missing), missing.unread, missing.evidence]).toEqual([
      ['own: other'],
      [{ kind: 'aws.wafv2.rule-group', id: 'rg' }],
      [],
    ]);
    expect(actions(steps([own({ overrideAction: 'count' })]))).toEqual(['own: count']);
  });
});

describe("a group of AWS's", () => {
  const rules = [
    { name: 'CrossSiteScripting_body', action: 'block' },
    { name: 'Later_BODY', action: 'block' },
  ];

  it('has the rules that WAF names; one that the table lacks looks for nothing, and is said', () => {
    const read = steps([managed()], { managed: { [`AWS/${crs}`]: { rules } } });
    expect(read.steps).toMatchObject([
      { name: 'crs / CrossSiteScripting_body', matches: { isRead: true, rule: { name: 'CrossSiteScripting_BODY' } } },
      { name: 'crs / Later_BODY', labels: [], matches: { rule: { name: 'Later_BODY', label: '', covers: [] } } },
    ]);
    expect([read.unread, read.unlisted, read.evidence]).toEqual([[], [`${crs} / Later_BODY`], evidence]);
  });

  it('adds the label that WAF names for the rule, in the case that WAF has, else that of the table', () => {
    const of = (availableLabels: readonly string[]) =>
      steps([managed()], { managed: { [`AWS/${crs}`]: { rules: rules.slice(0, 1), availableLabels } } }).steps[0]
        ?.labels;
    const prefix = 'awswaf:managed:aws:core-rule-set:';
    const loud = [`${prefix}Other`, `${prefix}CROSSSITESCRIPTING_BODY`];
    expect(of(loud)).toEqual([`${prefix}CROSSSITESCRIPTING_BODY`]);
    expect(of([`${prefix}Other`])).toEqual([`${prefix}CrossSiteScripting_Body`]);
  });

  it('that was not read has those of the table, as unread ones', () => {
    const missing = steps([managed()]);
    expect(missing.steps.length).toBeGreaterThan(10);
    expect(missing.steps.every(({ matches }) => matches.type === 'managed' && !matches.isRead)).toBe(true);
    expect([missing.unread, missing.unlisted]).toEqual([
      [{ kind: 'aws.wafv2.managed-rule-group', id: `AWS/${crs}` }],
      [],
    ]);
  });

  it('is looked for in the version that is asked for', () => {
    const described: Described = { [`AWS/${crs}@Version_1.0`]: { rules: [] } };
    expect(steps([managed({}, { version: 'Version_1.0' })], { managed: described }).steps).toEqual([]);
    expect(steps([managed()], { managed: described }).unread).toHaveLength(1);
  });
});

describe("a group of another vendor's", () => {
  it("is none of AWS's by its name", () => {
    const rules = [{ name: 'CrossSiteScripting_BODY', action: 'block' }];
    const read = steps([managed({}, { vendor: 'Acme' })], { managed: { [`Acme/${crs}`]: { rules } } });
    expect(read.steps).toMatchObject([{ labels: [], matches: { type: 'managed', rule: null, isRead: true } }]);
    expect(read.unlisted).toEqual([]);
  });

  it('that was not read blocks what nobody knows', () => {
    const missing = steps([managed({}, { vendor: 'Acme' })]);
    expect(missing.steps).toMatchObject([
      { name: 'crs', action: 'block', matches: { type: 'unread', group: `Acme/${crs}` } },
    ]);
    expect(missing.unread).toEqual([{ kind: 'aws.wafv2.managed-rule-group', id: `Acme/${crs}` }]);
    expect(actions(steps([managed({ overrideAction: 'count' }, { vendor: 'Acme' })]))).toEqual(['crs: count']);
  });
});
