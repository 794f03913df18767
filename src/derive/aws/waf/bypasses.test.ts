import { describe, expect, it } from 'vitest';
import type { WafAction, WafStatement } from '../../../facts/aws/waf.js';
import { bypassesOf } from './bypasses.js';
import type { Way } from './fate.js';
import type { Step } from './steps.js';

const namespace = 'awswaf:111122223333:webacl:web:';
const country: WafStatement = { type: 'geo', countryCodes: ['DE'], isForwarded: false };
const none: WafStatement = { type: 'ip-set-reference', arn: 'empty', isForwarded: false };
const everything: WafStatement = { type: 'not', statement: none };
const nobodyKnows: WafStatement = { type: 'other', name: 'NewStatement' };
const labelled = (key: string): WafStatement => ({ type: 'label-match', scope: 'label', key });

function step(
  name: string,
  action: WafAction,
  statement: WafStatement = country,
  labels: readonly string[] = [],
): Step {
  return { name, action, labels, namespace, matches: { type: 'statement', statement } };
}

function unread(action: WafAction): Step {
  return { ...step('own', action), matches: { type: 'unread', group: 'g' } };
}

function managed(action: WafAction, isKnown: boolean): Step {
  const rule = isKnown ? { name: 'A', label: '', covers: [] } : null;
  const matches = { type: 'managed', group: 'AWS/G', rule, isRead: true, scopeDown: null } as const;
  return { ...step('crs / A', action), matches };
}

function bypasses(steps: readonly Step[], excused: Way['excused'] = () => 'no') {
  const { bypasses: found, stops } = bypassesOf({
    steps,
    defaultAction: 'allow',
    isEmptySet: (arn) => arn === 'empty',
    excused,
  });
  return {
    found: found.map(({ rule, before, isCertain }) => `${rule} ${before} ${isCertain ? 'yes' : 'perhaps'}`),
    stops,
  };
}

describe('a rule that allows', () => {
  const stop = step('stop', 'block');
  const let_ = step('let', 'allow');

  it('is a bypass before a rule that stops, of any way of stopping, and not behind it', () => {
    expect(bypasses([let_, stop])).toEqual({ found: ['let stop yes'], stops: true });
    expect(bypasses([let_, step('ask', 'captcha')]).found).toEqual(['let ask yes']);
    expect(bypasses([let_, step('ask', 'challenge')]).found).toEqual(['let ask yes']);
    expect(bypasses([let_, step('new', 'other')])).toEqual({ found: ['let new perhaps'], stops: null });
    expect(bypasses([let_, step('mark', 'count')])).toEqual({ found: [], stops: false });
    expect(bypasses([stop, let_])).toEqual({ found: [], stops: true });
  });

  it('is as certain as it is that one of the rules behind it stops', () => {
    expect(bypasses([let_, step('mark', 'count'), stop]).found).toEqual(['let stop yes']);
    expect(bypasses([let_, step('new', 'other'), stop]).found).toEqual(['let new yes', 'new stop perhaps']);
    expect(bypasses([stop, let_, step('new', 'other')]).found).toEqual(['let new perhaps']);
    expect(bypasses([let_, step('stop', 'block', nobodyKnows)])).toEqual({ found: ['let stop perhaps'], stops: null });
    expect(bypasses([let_, step('stop', 'block', everything)])).toEqual({ found: ['let stop yes'], stops: true });
  });

  it('is none where it never matches, nor where what stands behind it never does', () => {
    expect(bypasses([step('let', 'allow', none), stop]).found).toEqual([]);
    expect(bypasses([let_, step('stop', 'block', none)])).toEqual({ found: [], stops: false });
  });

  it('is none where it is excused, and perhaps one where that is not said, or whom it matches', () => {
    expect(bypasses([let_, stop], () => 'yes').found).toEqual([]);
    expect(bypasses([let_, stop], () => 'unsaid').found).toEqual(['let stop perhaps']);
    expect(bypasses([step('let', 'allow', nobodyKnows), stop]).found).toEqual(['let stop perhaps']);
  });

  it('may go by a label that a rule before it adds', () => {
    const mark = step('mark', 'count', country, [`${namespace}seen`]);
    expect(bypasses([mark, step('let', 'allow', labelled('seen')), stop]).found).toEqual(['let stop yes']);
    expect(bypasses([step('let', 'allow', labelled('seen')), mark, stop]).found).toEqual([]);
  });
});

describe('a rule of which nobody knows what it does', () => {
  it('may allow, and is no stop behind itself', () => {
    expect(bypasses([step('new', 'other')])).toEqual({ found: [], stops: null });
    expect(bypasses([step('new', 'other'), step('stop', 'block')]).found).toEqual(['new stop perhaps']);
  });
});

describe('groups', () => {
  const stop = step('stop', 'block');

  it('that nobody read may allow, unless whatever they decide only counts', () => {
    expect(bypasses([unread('other'), stop]).found).toEqual(['own stop perhaps']);
    expect(bypasses([unread('block'), stop]).found).toEqual(['own stop perhaps']);
    expect(bypasses([unread('count'), stop])).toEqual({ found: [], stops: true });
  });

  it('of a vendor stop something, whatever their rules are', () => {
    const let_ = step('let', 'allow');
    expect(bypasses([let_, managed('block', false)])).toEqual({ found: ['let crs / A yes'], stops: true });
    expect(bypasses([let_, unread('block')])).toEqual({ found: ['let own yes'], stops: true });
    expect(bypasses([let_, managed('block', true)]).stops).toBe(true);
    expect(bypasses([let_, managed('count', false)])).toEqual({ found: [], stops: false });
  });
});

it('one of several rules that stop is enough to have something that is bypassed', () => {
  expect(bypasses([step('mark', 'count'), step('stop', 'block')]).stops).toBe(true);
  expect(bypasses([step('mark', 'count'), step('new', 'other')]).stops).toBeNull();
  expect(bypasses([]).stops).toBe(false);
});
