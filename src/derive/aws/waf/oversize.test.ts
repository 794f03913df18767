import { describe, expect, it } from 'vitest';
import type { WafAction, WafStatement } from '../../../facts/aws/waf.js';
import type { LetBy } from './let-by.js';
import { oversizeFate } from './oversize.js';
import type { Step } from './steps.js';

const namespace = 'awswaf:111122223333:webacl:web:';
const body = { kind: 'body', name: null, oversizeHandling: 'match' } as const;
const all: WafStatement = { type: 'xss', field: body, isDecoded: false };
const country: WafStatement = { type: 'geo', countryCodes: ['DE'], isForwarded: false };

function step(name: string, action: WafAction, statement: WafStatement, labels: readonly string[] = []): Step {
  return { name, action, labels, namespace, matches: { type: 'statement', statement } };
}

type Managed = Extract<Step['matches'], { type: 'managed' }>;
const crs = 'AWS/AWSManagedRulesCommonRuleSet';

function managed(name: string, more: Partial<Managed> = {}, rest: Partial<Step> = {}): Step {
  const matches = { type: 'managed', group: crs, rule: null, isRead: true, scopeDown: null, ...more } as const;
  return { name: `crs / ${name}`, action: 'block', labels: [], namespace, matches, ...rest };
}

function answer(says: LetBy['says'], text = ''): LetBy {
  return { says, text, evidence: [], unread: [] };
}

function fate(steps: readonly Step[], says: Readonly<Record<string, LetBy['says']>> = {}) {
  const letBy = ({ name }: Step) => answer(says[name] ?? 'no', `of ${name}`);
  const { says: said, why } = oversizeFate({ steps, defaultAction: 'allow', inspected: 8192, letBy });
  return { says: said, why };
}

describe('a body that is too large, on its way', () => {
  it('is stopped by the rule that blocks all of them', () => {
    expect(fate([step('home', 'block', country), step('big', 'block', all)])).toEqual({
      says: 'stopped',
      why: ['big'],
    });
    expect(fate([step('home', 'block', country)])).toEqual({ says: 'let by', why: ['no rule blocks them all'] });
  });

  it('is let by where a rule before lets some by, and ended where it lets all of them', () => {
    const big = step('big', 'block', all);
    expect(fate([step('home', 'allow', country), big], { home: 'yes' })).toEqual({ says: 'let by', why: ['of home'] });
    expect(fate([step('let', 'allow', all), big], { let: 'yes' })).toEqual({
      says: 'let by',
      why: ['of let', 'no rule blocks them all'],
    });
    // For approved networks alone: everybody else goes on.
    expect(fate([step('let', 'allow', all), big], { let: 'no' })).toEqual({ says: 'stopped', why: ['big'] });
    expect(fate([step('mark', 'count', all), big], { mark: 'yes' })).toEqual({ says: 'let by', why: ['of mark'] });
  });

  it('is in doubt by what the first rule says that leaves it open', () => {
    const big = step('big', 'block', all);
    const steps = [step('a', 'allow', country), step('b', 'allow', country), big];
    expect(fate(steps, { a: 'unsaid', b: 'yes' })).toEqual({ says: 'unsaid', why: ['of a', 'of b'] });
    expect(fate(steps, { a: 'yes', b: 'unsaid' })).toEqual({ says: 'let by', why: ['of a', 'of b'] });
  });
});

describe("the rule about sizes of AWS's core rule set", () => {
  const size = 'SizeRestrictions_BODY';

  it('stops them where the version has it, however it is spelled', () => {
    expect(fate([managed(size)]).says).toBe('stopped');
    expect(fate([managed('SizeRestrictions_Body', { group: `${crs}@Version_1.0` })]).says).toBe('stopped');
  });

  it.each([
    ['of another rule', managed('SizeRestrictions_QUERYSTRING')],
    ['of one whose name only starts so', managed(`${size}_2`)],
    ['of another vendor', managed(size, { group: `My${crs}` })],
    ['of another group', managed(size, { group: `${crs}2` })],
    ['with a scope-down statement', managed(size, { scopeDown: country })],
  ])('is not taken for that %s', (_, other) => {
    expect(fate([other]).says).toBe('let by');
  });

  it('stops what its scope-down statement takes in, and no other rule of the group does', () => {
    expect(fate([managed(size, { scopeDown: all })]).says).toBe('stopped');
    expect(fate([managed('GenericLFI_BODY', { scopeDown: all })]).says).toBe('let by');
  });

  it('is in doubt where the version was not read, unless it does not block', () => {
    expect(fate([managed(size, { isRead: false })])).toEqual({
      says: 'unsaid',
      why: [`whether there is crs / ${size} was not read`, 'no rule blocks them all'],
    });
    expect(fate([managed('GenericLFI_BODY', { isRead: false })]).says).toBe('let by');
    const mark = managed(size, { isRead: false }, { action: 'count', labels: ['awswaf:l'] });
    const stop = step('stop', 'block', { type: 'label-match', scope: 'label', key: 'awswaf:l' });
    expect(fate([mark, stop]).says).toBe('let by');
    expect(fate([managed(size, {}, { action: 'count', labels: ['awswaf:l'] }), stop]).says).toBe('stopped');
  });
});

describe('a label that is on all of them', () => {
  const mark = step('mark', 'count', all, [`${namespace}size:big`]);
  const stop = (key: string, scope: 'label' | 'namespace' = 'label') =>
    fate([mark, step('stop', 'block', { type: 'label-match', scope, key })]).says;

  it('is matched by its whole name, and by its namespaces', () => {
    expect([stop('size:big'), stop(`${namespace}size:big`), stop('size:'), stop('size:b'), stop('big')]).toEqual([
      'stopped',
      'stopped',
      'let by',
      'let by',
      'let by',
    ]);
    const of = (key: string) => stop(key, 'namespace');
    expect([of('size:'), of(`${namespace}size:`), of(namespace), of('big:')]).toEqual([
      'stopped',
      'stopped',
      'stopped',
      'let by',
    ]);
  });
});

it('rules that could not be read are asked about and end nothing', () => {
  const unread: Step = { ...step('own', 'block', all), matches: { type: 'unread', group: 'g' } };
  expect(fate([unread], { own: 'unsaid' })).toEqual({ says: 'unsaid', why: ['of own', 'no rule blocks them all'] });
  expect(fate([unread]).says).toBe('let by');
});
