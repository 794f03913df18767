import { describe, expect, it } from 'vitest';
import type { WafField, WafStatement } from '../../../facts/aws/waf.js';
import type { RequestPart } from './categories.js';
import { type Match, matchOf, type Seen } from './matching.js';
import type { Step } from './steps.js';

const namespace = 'awswaf:111122223333:webacl:web:';
const nothingSeen: Seen = { labels: new Map(), namespaces: new Set(), hasUnread: false };

function match(statement: WafStatement, part: RequestPart = 'body', seen: Seen = nothingSeen): Match {
  const step: Step = {
    name: 'rule',
    action: 'block',
    labels: [],
    namespace,
    matches: { type: 'statement', statement },
  };
  return matchOf(step, { category: 'sqli', part, seenBy: { type: 'detector' } }, seen, (arn) => arn === 'empty');
}

/** A rule of a managed group, as an attack meets it that the rule of that name catches. */
function managedMatch(name: string, more: Partial<Extract<Step['matches'], { type: 'managed' }>> = {}): Match {
  const rule = { name: 'A', label: '', covers: [] };
  const matches = { type: 'managed', group: 'AWS/G', rule, isRead: true, scopeDown: null, ...more } as const;
  const step: Step = { name: 'crs / A', action: 'block', labels: [], namespace, matches };
  const attack = { category: 'sqli', part: 'body', seenBy: { type: 'rule', step: name } } as const;
  return matchOf(step, attack, nothingSeen, () => false);
}

function sqli(kind: WafField['kind'], name: string | null = null): WafStatement {
  return { type: 'sqli', field: { kind, name, oversizeHandling: null }, sensitivity: 'low', isDecoded: true };
}

const all = sqli('body');
const country: WafStatement = { type: 'geo', countryCodes: ['DE'], isForwarded: false };
const none: WafStatement = { type: 'ip-set-reference', arn: 'empty', isForwarded: false };
const everything: WafStatement = { type: 'not', statement: none };
const nobodyKnows: WafStatement = { type: 'other', name: 'NewStatement' };
const and = (...statements: WafStatement[]): WafStatement => ({ type: 'and', statements });
const or = (...statements: WafStatement[]): WafStatement => ({ type: 'or', statements });

describe('statements of statements', () => {
  it.each([
    ['all of two', and(all, everything), 'all', true],
    ['an attack in some country', and(all, country), 'some', true],
    ['two countries', and(country, country), 'some', false],
    ['one that never matches', and(country, none), 'none', false],
    ['one that never matches, and one that nobody knows', and(nobodyKnows, none), 'none', false],
    ['one that nobody knows', and(nobodyKnows, country), 'unsaid', false],
    ['none at all', and(), 'all', false],
    ['either of which', or(all, country), 'all', true],
    ['everything, or the attack', or(everything, all), 'all', true],
    ['everything, or a country', or(everything, country), 'all', false],
    ['a country, or one that never matches', or(none, country), 'some', false],
    ['two that never match', or(none, none), 'none', false],
    ['the attack in some country, or a country', or(and(all, country), country), 'some', true],
    ['a country, or one that nobody knows', or(country, nobodyKnows), 'unsaid', false],
    ['either of none', or(), 'none', false],
    ['everything', everything, 'all', false],
    ['all but the attack', { type: 'not', statement: all } as const, 'none', false],
    ['all but a country', { type: 'not', statement: country } as const, 'some', false],
  ] as const)('%s', (_, statement, extent, isAboutIt) => {
    expect(match(statement)).toEqual({ extent, isAboutIt });
  });
});

describe('labels that were met', () => {
  const label = (key: string, scope: 'label' | 'namespace' = 'label'): WafStatement => ({
    type: 'label-match',
    scope,
    key,
  });
  const seen = (labels: Readonly<Record<string, { onAll: boolean; isAboutIt: boolean }>>): Seen => ({
    ...nothingSeen,
    labels: new Map(Object.entries(labels).map(([name, how]) => [`${namespace}${name}`, how])),
  });
  const found = (statement: WafStatement, labels: Parameters<typeof seen>[0]) => match(statement, 'body', seen(labels));

  it('are matched whole by their name, and by their start as a namespace', () => {
    const labels = { 'a:b': { onAll: true, isAboutIt: true } };
    expect(found(label('a:b'), labels).extent).toBe('all');
    expect(found(label('a:'), labels).extent).toBe('none');
    expect(found(label('a:', 'namespace'), labels).extent).toBe('all');
    expect(found(label(`${namespace}a:`, 'namespace'), labels).extent).toBe('all');
    expect(found(label('b:', 'namespace'), labels).extent).toBe('none');
  });

  it('count as the surest of them does', () => {
    const sure = { onAll: true, isAboutIt: false };
    const some = { onAll: false, isAboutIt: true };
    expect(found(label('a:', 'namespace'), { 'a:1': sure, 'a:2': some })).toEqual({ extent: 'all', isAboutIt: false });
    expect(found(label('a:', 'namespace'), { 'a:2': some })).toEqual({ extent: 'some', isAboutIt: true });
    const about = { onAll: true, isAboutIt: true };
    expect(found(label('a:', 'namespace'), { 'a:1': sure, 'a:3': about })).toEqual({ extent: 'all', isAboutIt: true });
  });

  it('may be those of rules that nobody read', () => {
    expect(match(label('x'), 'body', { ...nothingSeen, hasUnread: true }).extent).toBe('unsaid');
    expect(match(label('awswaf:clientip:geo:country:DE')).extent).toBe('some');
  });
});

describe('a rule of a managed group', () => {
  it('matches the attacks that it catches, and some of all others', () => {
    expect(managedMatch('crs / A')).toEqual({ extent: 'all', isAboutIt: true });
    expect(managedMatch('crs / B')).toEqual({ extent: 'some', isAboutIt: false });
    expect(managedMatch('crs / B', { rule: null })).toEqual({ extent: 'unsaid', isAboutIt: false });
  });

  it('matches no more than its scope-down statement does', () => {
    expect(managedMatch('crs / A', { scopeDown: country })).toEqual({ extent: 'some', isAboutIt: true });
    expect(managedMatch('crs / B', { scopeDown: everything })).toMatchObject({ extent: 'some' });
    expect(managedMatch('crs / A', { scopeDown: nobodyKnows })).toMatchObject({ extent: 'unsaid' });
  });
});

describe('a statement that has nothing to do with attacks', () => {
  const field = { kind: 'uri-path', name: null, oversizeHandling: null } as const;
  it.each<WafStatement>([
    { type: 'byte-match', field, positional: 'CONTAINS' },
    { type: 'regex', field },
    { type: 'regex-pattern-set-reference', arn: 'a', field },
    { type: 'size-constraint', field, comparison: 'GT', size: 1, isAsSent: true },
    { type: 'ip-set-reference', arn: 'full', isForwarded: false },
    { type: 'asn-match', asns: [64496], isForwarded: false },
    { type: 'rate-based', limit: 1, evaluationWindowSec: 60, aggregateKey: 'ip', customKeys: 0, scopeDown: null },
    { type: 'xss', field, isDecoded: true },
  ])('matches some: $type', (statement) => {
    expect(match(statement, 'path')).toEqual({ extent: 'some', isAboutIt: false });
  });

  it.each<WafStatement>([
    { type: 'rule-group-reference', arn: 'a', excludedRules: [], ruleActionOverrides: [] },
    {
      type: 'managed-rule-group',
      vendor: 'AWS',
      name: 'G',
      version: null,
      excludedRules: [],
      ruleActionOverrides: [],
      scopeDown: null,
      inspectionLevel: null,
    },
    nobodyKnows,
  ])('is not known within another: $type', (statement) => {
    expect(match({ type: 'not', statement })).toEqual({ extent: 'unsaid', isAboutIt: false });
  });
});

describe("WAF's own detector", () => {
  it('is not what recognises the attacks of a rule', () => {
    const step: Step = {
      name: 'own',
      action: 'block',
      labels: [],
      namespace,
      matches: { type: 'statement', statement: all },
    };
    const attack = { category: 'sqli', part: 'body', seenBy: { type: 'rule', step: 'crs / A' } } as const;
    expect(matchOf(step, attack, nothingSeen, () => false)).toEqual({ extent: 'some', isAboutIt: false });
  });

  const whole = { extent: 'all', isAboutIt: true };
  const part = { extent: 'some', isAboutIt: true };
  const elsewhere = { extent: 'some', isAboutIt: false };

  it.each([
    [sqli('uri-path'), 'path', whole],
    [sqli('query-string'), 'query', whole],
    [sqli('all-query-arguments'), 'query', whole],
    [sqli('single-query-argument', 'id'), 'query', part],
    [sqli('body'), 'body', whole],
    [sqli('json-body'), 'body', part],
    [sqli('cookies'), 'cookie', part],
    [sqli('headers'), 'header', part],
    [sqli('headers'), 'cookie', part],
    [sqli('single-header', 'x-a'), 'header', part],
    [sqli('single-header', 'x-a'), 'cookie', elsewhere],
    [sqli('single-header', 'cookie'), 'cookie', whole],
    [sqli('single-header', 'COOKIE'), 'cookie', whole],
    [sqli('single-header', 'cookie'), 'header', elsewhere],
    [sqli('method'), 'header', elsewhere],
    [sqli('body'), 'query', elsewhere],
    [sqli('other', 'cookie'), 'cookie', elsewhere],
  ] as const)('%j sees the %s', (statement, requestPart, expected) => {
    expect(match(statement, requestPart)).toEqual(expected);
  });

  it('sees nothing of what it does not decode but what came undecoded', () => {
    expect(match({ ...all, isDecoded: false } as WafStatement)).toEqual(part);
  });
});
