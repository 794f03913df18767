import { describe, expect, it } from 'vitest';
import type { WafAction, WafStatement } from '../../../facts/aws/waf.js';
import type { RequestPart, WafCategory } from './categories.js';
import { cellsOf } from './cells.js';
import type { Way } from './fate.js';
import type { Step } from './steps.js';

const namespace = 'awswaf:111122223333:webacl:web:';
const kinds = { path: 'uri-path', query: 'query-string', body: 'body' } as const;

/** Everything that a category of scripts is carried in, cookies as the header of that name. */
const scripts: WafStatement = {
  type: 'or',
  statements: [
    ...Object.values(kinds).map(
      (kind): WafStatement => ({ type: 'xss', field: { kind, name: null, oversizeHandling: null }, isDecoded: true }),
    ),
    { type: 'xss', field: { kind: 'single-header', name: 'cookie', oversizeHandling: null }, isDecoded: true },
  ],
};
const nobodyKnows: WafStatement = { type: 'other', name: 'NewStatement' };

function own(name: string, action: WafAction, statement: WafStatement, labels: readonly string[] = []): Step {
  return { name, action, labels, namespace, matches: { type: 'statement', statement } };
}

interface Covering {
  readonly parts?: readonly RequestPart[];
  readonly narrow?: boolean;
  readonly group?: string;
  readonly isRead?: boolean;
}

/** A rule of a managed group that looks for the category in those parts. */
function managed(name: string, action: WafAction, category: WafCategory, more: Covering = {}): Step {
  const { parts = ['path', 'query', 'body', 'cookie', 'header'], narrow = false, group = 'g', isRead = true } = more;
  const rule = { name, label: '', covers: parts.map((part) => ({ category, part, narrow })) };
  return {
    name: `${group} / ${name}`,
    action,
    labels: [],
    namespace,
    matches: { type: 'managed', group: `AWS/${group}`, rule, isRead, scopeDown: null },
  };
}

function cell(steps: readonly Step[], category: WafCategory, defaultAction: Way['defaultAction'] = 'allow') {
  const way: Way = { steps, defaultAction, isEmptySet: () => false, excused: () => 'no' };
  return cellsOf(way).find((each) => each.category === category);
}

describe('what can be said for the better and for the worse', () => {
  it('is not known where it differs in how attacks are stopped', () => {
    expect(cell([own('ask', 'captcha', nobodyKnows)], 'xss')).toMatchObject({ action: 'unknown', isShort: true });
    expect(cell([own('stop', 'block', nobodyKnows)], 'xss')).toMatchObject({
      action: 'unknown',
      isShort: false,
      why: ['no rule looks for it'],
    });
  });

  it('says what may let them by, where that is what makes it unknown', () => {
    const steps = [own('let', 'allow', nobodyKnows), own('stop', 'block', scripts)];
    expect(cell(steps, 'xss')).toMatchObject({
      action: 'unknown',
      by: ['stop'],
      why: ['let allows requests by NewStatement'],
    });
  });

  it('names what is certain where both come to the same', () => {
    const vendor: Step = { ...own('vendor', 'block', scripts), matches: { type: 'unread', group: 'V/G' } };
    expect(cell([vendor, own('stop', 'block', scripts)], 'xss')).toMatchObject({
      action: 'block',
      by: ['stop'],
      why: [],
    });
  });

  it('needs a read of the rules that stop them', () => {
    expect(cell([managed('A', 'block', 'lfi', { isRead: false })], 'lfi')).toMatchObject({ action: 'unknown' });
    expect(cell([managed('A', 'block', 'lfi')], 'lfi')).toMatchObject({ action: 'block', by: ['g / A'] });
  });
});

describe('the best of what looks at a part', () => {
  it('counts, however little better it is', () => {
    const steps = [managed('A', 'challenge', 'xss'), own('stop', 'block', scripts)];
    expect(cell(steps, 'xss')).toMatchObject({ action: 'block', by: ['stop'] });
  });

  it('is the group where it and an own rule stop it alike', () => {
    const steps = [managed('A', 'block', 'xss'), own('stop', 'block', scripts)];
    expect(cell(steps, 'xss')).toMatchObject({ action: 'block', by: ['g / A'] });
  });

  it('is no attack that a rule lets by for being one', () => {
    const mark = own('mark', 'count', scripts, [`${namespace}seen`]);
    const let_ = own('let', 'allow', { type: 'label-match', scope: 'label', key: 'seen' });
    expect(cell([mark, let_], 'xss', 'block')).toMatchObject({ action: 'count', isShort: true });
  });
});

describe('rules that know one technique of many', () => {
  it('stop some, and those that only count stop none', () => {
    expect(cell([managed('A', 'block', 'protocol', { narrow: true })], 'protocol')).toMatchObject({
      action: 'partial',
      by: ['g / A'],
      why: ['the rules that look for it know some of its techniques only'],
    });
    expect(cell([managed('A', 'count', 'protocol', { narrow: true })], 'protocol')).toMatchObject({
      action: 'count',
      why: ['g / A only counts'],
    });
  });

  it('stop no more than some, whatever they do, and say so for the better where they were not read', () => {
    const narrow = (action: WafAction, isRead: boolean) =>
      cell([managed('A', action, 'protocol', { narrow: true, isRead })], 'protocol');
    expect(narrow('captcha', true)).toMatchObject({ action: 'partial' });
    expect(narrow('block', false)).toMatchObject({
      action: 'partial',
      why: ['the rules that look for it know some of its techniques only'],
    });
  });

  it('say themselves what lets by some of the little that they know', () => {
    const country: WafStatement = { type: 'geo', countryCodes: ['DE'], isForwarded: false };
    const steps = [own('let', 'allow', country), managed('A', 'block', 'protocol', { narrow: true })];
    expect(cell(steps, 'protocol')).toMatchObject({
      action: 'partial',
      by: ['g / A', 'let'],
      why: ['let allows requests by their country'],
    });
  });

  it('count for nothing beside one of the same group that knows all', () => {
    const steps = [managed('A', 'block', 'protocol', { narrow: true }), managed('B', 'block', 'protocol')];
    expect(cell(steps, 'protocol')).toMatchObject({ action: 'block', by: ['g / B'] });
  });
});

describe('rules of groups', () => {
  it('of one group each catch something else, so that the weakest decides, and of two the better', () => {
    const pair = (group: string) => [managed('A', 'block', 'lfi'), managed('B', 'count', 'lfi', { group })];
    expect(cell(pair('g'), 'lfi')).toMatchObject({ action: 'partial', by: ['g / B'], why: ['g / B only counts'] });
    expect(cell(pair('h'), 'lfi')).toMatchObject({ action: 'block', by: ['g / A'] });
  });

  it('that fall short are named, and those that do not are not', () => {
    const narrow = managed('A', 'block', 'lfi', { parts: ['path'], narrow: true });
    const rest = managed('B', 'block', 'lfi', { parts: ['query', 'body'] });
    expect(cell([narrow, rest], 'lfi')).toMatchObject({ action: 'partial', by: ['g / A'] });
    const ask = managed('A', 'captcha', 'lfi', { parts: ['path'] });
    const mark = managed('B', 'count', 'lfi', { parts: ['query', 'body'] });
    expect(cell([ask, mark], 'lfi')).toMatchObject({ action: 'partial', by: ['g / B'] });
  });

  it('that leave out a part leave the category partly covered', () => {
    expect(cell([managed('A', 'block', 'lfi', { parts: ['path', 'query'] })], 'lfi')).toMatchObject({
      action: 'partial',
      by: ['g / A'],
      why: ['nothing looks for it in the body'],
    });
    expect(cell([managed('A', 'block', 'rfi')], 'lfi')).toMatchObject({
      action: 'none',
      by: [],
      why: ['no rule looks for it'],
    });
  });
});
