import { describe, expect, it } from 'vitest';
import type { WafAction, WafStatement } from '../../../facts/aws/waf.js';
import { fateOf, letThrough, type Light, type Way } from './fate.js';
import type { Attack } from './matching.js';
import type { Step } from './steps.js';

const attack: Attack = { category: 'xss', part: 'body', seenBy: { type: 'detector' } };
const namespace = 'awswaf:111122223333:webacl:web:';
const body = { kind: 'body', name: null, oversizeHandling: null } as const;

/** Statements by which of these attacks they match. */
const all: WafStatement = { type: 'xss', field: body, isDecoded: true };
const partly: WafStatement = { type: 'xss', field: body, isDecoded: false };
const country: WafStatement = { type: 'geo', countryCodes: ['DE'], isForwarded: false };
const none: WafStatement = { type: 'ip-set-reference', arn: 'empty', isForwarded: false };
const everything: WafStatement = { type: 'not', statement: none };
const nobodyKnows: WafStatement = { type: 'other', name: 'NewStatement' };
const labelled = (key: string): WafStatement => ({ type: 'label-match', scope: 'label', key });

function step(name: string, action: WafAction, statement: WafStatement, labels: readonly string[] = []): Step {
  return { name, action, labels, namespace, matches: { type: 'statement', statement } };
}

function managedStep(name: string, more: Partial<Step> & { readonly isKnown?: boolean } = {}): Step {
  const { isKnown = true, ...rest } = more;
  const label = 'awswaf:managed:aws:core-rule-set:A';
  const rule = isKnown ? { name: 'A', label, covers: [] } : null;
  const matches = { type: 'managed', group: 'AWS/G', rule, isRead: true, scopeDown: null } as const;
  return { name, action: 'count', labels: [label], namespace, matches, ...rest };
}

function fate(steps: readonly Step[], light: Light = 'best', more: Partial<Way> = {}) {
  const way: Way = {
    steps,
    defaultAction: 'allow',
    isEmptySet: (arn) => arn === 'empty',
    excused: () => 'no',
    ...more,
  };
  return fateOf(way, attack, light);
}

describe('an attack on its way', () => {
  it('is let by through no rule that never matches it', () => {
    expect(fate([step('let', 'allow', none), step('stop', 'block', all)])).toEqual({
      action: 'block',
      by: ['stop'],
      why: [],
    });
  });

  it('never meets what stands behind a rule that allows all of it', () => {
    expect(fate([step('let', 'allow', everything), step('stop', 'block', all)])).toMatchObject({
      action: 'none',
      by: ['let'],
    });
    expect(fate([step('let', 'allow', country), step('stop', 'block', all)])).toMatchObject({
      action: 'partial',
      by: ['stop', 'let'],
    });
  });

  it('is stopped as well as by the weaker of two rules, whichever comes first, and by the last of them', () => {
    const weak = { action: 'captcha', by: ['second'], why: [] };
    expect(fate([step('first', 'captcha', partly), step('second', 'block', all)])).toEqual(weak);
    expect(fate([step('first', 'block', partly), step('second', 'captcha', all)])).toEqual(weak);
    expect(fate([step('first', 'challenge', partly)], 'best', { defaultAction: 'block' })).toEqual({
      action: 'challenge',
      by: ['default action'],
      why: [],
    });
  });

  it('that is counted and let by says both', () => {
    expect(fate([step('mark', 'count', all), step('let', 'allow', country)])).toEqual({
      action: 'count',
      by: ['mark'],
      why: ['mark only counts', 'let allows requests by their country'],
    });
  });

  it('is taken for excused where that is not said and the better is asked for', () => {
    const steps = [step('let', 'allow', country), step('stop', 'block', all)];
    expect(fate(steps, 'best', { excused: () => 'unsaid' }).action).toBe('block');
    expect(fate(steps, 'worst', { excused: () => 'unsaid' }).action).toBe('partial');
    expect(fate(steps, 'worst', { excused: () => 'yes' }).action).toBe('block');
  });
});

describe('what nobody can say of a rule', () => {
  it.each([
    ['an Allow of nobody knows whom', step('rule', 'allow', nobodyKnows), 'block', 'partial'],
    ['a block of nobody knows whom', step('rule', 'block', nobodyKnows), 'block', 'block'],
    ['an action that nobody knows', step('rule', 'other', country), 'block', 'partial'],
  ] as const)('counts for the better and for the worse: %s', (_, unclear, best, worst) => {
    const steps = [unclear, step('stop', 'block', all)];
    expect([fate(steps).action, fate(steps, 'worst').action]).toEqual([best, worst]);
  });

  it('stops everything at best and nothing at worst', () => {
    const steps = [step('rule', 'block', nobodyKnows)];
    expect([fate(steps).action, fate(steps, 'worst').action]).toEqual(['block', 'none']);
  });

  it('puts its label on some at worst, for whatever reason', () => {
    const steps = [step('rule', 'allow', nobodyKnows, ['l:a']), step('stop', 'block', labelled('awswaf:l:a'))];
    const named = steps.map((each) => ({ ...each, labels: each.labels.map((label) => `awswaf:${label}`) }));
    expect(fate(named, 'worst')).toMatchObject({ action: 'none', by: ['rule'] });
  });
});

describe('labels', () => {
  const stop = step('stop', 'block', labelled('seen'));
  const seen = [`${namespace}seen`];

  it('that a rule adds to all of the attacks stay on all when another adds them to some', () => {
    const byCountry = step('country', 'count', country, seen);
    expect(fate([step('mark', 'count', all, seen), byCountry, stop]).action).toBe('block');
    expect(fate([byCountry, step('mark', 'count', all, seen), stop]).action).toBe('block');
    expect(fate([byCountry, stop]).action).toBe('none');
  });

  it('stand for the attack where one of the rules that added them matched it', () => {
    const byCountry = step('country', 'count', country, seen);
    const mark = step('mark', 'count', partly, seen);
    expect(fate([mark, byCountry, stop])).toMatchObject({ action: 'partial', by: ['stop'] });
    expect(fate([byCountry, mark, stop])).toMatchObject({ action: 'partial', by: ['stop'] });
  });

  it('of a rule that never matches are on nothing', () => {
    const let_ = step('let', 'allow', labelled('seen'));
    expect(fate([step('mark', 'count', none, seen), let_, step('stop', 'block', all)]).action).toBe('block');
    expect(fate([step('mark', 'count', country, seen), let_, step('stop', 'block', all)]).action).toBe('partial');
  });

  it("of AWS's groups are on some requests where the group was met, and on none where it was not", () => {
    const odd = step('let', 'allow', labelled('awswaf:managed:aws:core-rule-set:Odd'));
    const last = step('stop', 'block', all);
    expect(fate([managedStep('crs / A'), odd, last]).action).toBe('partial');
    expect(fate([odd, managedStep('crs / A'), last]).action).toBe('block');
    const other = managedStep('sql / A', { labels: ['awswaf:managed:aws:sql-database:A'] });
    expect(fate([other, odd, last]).action).toBe('block');
    expect(fate([managedStep('crs / A', { labels: [] }), odd, last]).action).toBe('block');
  });

  it('may come from a group of which nobody here knows what its rules look for', () => {
    const vendor = managedStep('vendor / A', { labels: [], isKnown: false });
    const steps = [vendor, step('stop', 'block', labelled('awswaf:managed:vendor:x:A'))];
    expect([fate(steps).action, fate(steps, 'worst').action]).toEqual(['block', 'none']);
    const read = [managedStep('vendor / A', { labels: [] }), ...steps.slice(1)];
    expect([fate(read).action, fate(read, 'worst').action]).toEqual(['none', 'none']);
  });
});

it('whom a rule lets through is said by what it goes by', () => {
  expect(letThrough(step('let', 'allow', country))).toBe('requests by their country');
  expect(letThrough(managedStep('crs / A'))).toBe('what A matches');
  expect(letThrough({ ...managedStep('own'), matches: { type: 'unread', group: 'g' } })).toBe('what cannot be said');
});
