import { describe, expect, it } from 'vitest';
import { type WafStatement, wafStatement } from '../../../facts/aws/waf-rules.js';
import { both, oversizeMatch } from './oversize-match.js';

type Json = Readonly<Record<string, unknown>>;

const oversize = { inspected: 8192, isOnAll: (key: string, scope: string) => key === 'big' && scope === 'label' };
const extentOf = (statement: Json) => oversizeMatch(wafStatement.parse(statement), oversize);

const body = (oversizeHandling: string | null): Json => ({ kind: 'body', oversizeHandling });
const jsonBody = (oversizeHandling: string | null): Json => ({ kind: 'json-body', oversizeHandling });
const query: Json = { kind: 'query-string' };
const always: Json = { type: 'sqli', field: body('match') };
const never: Json = { type: 'sqli', field: body('no-match') };
const perhaps: Json = { type: 'geo', countryCodes: ['DE'] };

describe('statements about text', () => {
  const kinds: readonly Json[] = [
    { type: 'byte-match', positional: 'CONTAINS' },
    { type: 'regex' },
    { type: 'regex-pattern-set-reference', arn: 'a' },
    { type: 'sqli' },
    { type: 'xss' },
    { type: 'size-constraint', comparison: 'GT', size: 1_000_000, isAsSent: true },
  ];

  it.each(kinds)('$type goes by what is to be done with a body that is too large', (kind) => {
    expect(extentOf({ ...kind, field: body('match') })).toBe('all');
    expect(extentOf({ ...kind, field: body('no-match') })).toBe('none');
    // A body that is no JSON is nothing for it.
    expect(extentOf({ ...kind, field: jsonBody('match') })).toBe('some');
    expect(extentOf({ ...kind, field: jsonBody('no-match') })).toBe('none');
  });

  it.each(kinds)('$type takes no other part for the body', (kind) => {
    const headers = { kind: 'headers', oversizeHandling: 'match' };
    expect(extentOf({ ...kind, field: headers })).toBe('some');
    expect(extentOf({ ...kind, field: { ...headers, oversizeHandling: 'no-match' } })).toBe('some');
    expect(extentOf({ ...kind, field: query })).toBe('some');
    if (kind['type'] === 'size-constraint') return;
    expect(extentOf({ ...kind, field: body('continue') })).toBe('some');
    expect(extentOf({ ...kind, field: body(null) })).toBe('some');
  });
});

describe('a size constraint that inspects what fits', () => {
  it.each([
    ['EQ', 8192, 'all'],
    ['EQ', 8191, 'none'],
    ['NE', 8192, 'none'],
    ['NE', 8191, 'all'],
    ['LE', 8192, 'all'],
    ['LE', 8191, 'none'],
    ['LT', 8192, 'none'],
    ['LT', 8193, 'all'],
    ['GE', 8192, 'all'],
    ['GE', 8193, 'none'],
    ['GT', 8192, 'none'],
    ['GT', 8191, 'all'],
  ])('%s %i', (comparison, size, expected) => {
    const of = (field: Json, isAsSent: boolean) =>
      extentOf({ type: 'size-constraint', field, comparison, size, isAsSent });
    expect(of(body('continue'), true)).toBe(expected);
    expect(of(body(null), true)).toBe(expected);
    expect(of(body('continue'), false)).toBe('some');
    expect(of(jsonBody('continue'), true)).toBe('some');
    expect(of(query, true)).toBe('some');
  });
});

describe('statements of statements', () => {
  const and = (...statements: readonly Json[]) => extentOf({ type: 'and', statements });
  const or = (...statements: readonly Json[]) => extentOf({ type: 'or', statements });

  it('match what each of them does, or any, or what one does not', () => {
    expect([and(always, always), and(always, perhaps), and(perhaps, never), and(always, never)]).toEqual([
      'all',
      'some',
      'none',
      'none',
    ]);
    expect([or(never, never), or(never, perhaps), or(perhaps, always), or(never, always)]).toEqual([
      'none',
      'some',
      'all',
      'all',
    ]);
    const not = (statement: Json) => extentOf({ type: 'not', statement });
    expect([not(always), not(perhaps), not(never)]).toEqual(['none', 'some', 'all']);
  });

  it('are all where each part is, and none where any part is', () => {
    expect([both(['all', 'all']), both(['all', 'some']), both(['some', 'none'])]).toEqual(['all', 'some', 'none']);
  });
});

it('a label is on all of them or on some', () => {
  const label = (key: string, scope: string) => extentOf({ type: 'label-match', scope, key });
  expect([label('big', 'label'), label('big', 'namespace'), label('small', 'label')]).toEqual(['all', 'some', 'some']);
});

it.each<WafStatement>([
  { type: 'geo', countryCodes: [], isForwarded: false },
  { type: 'asn-match', asns: [64496], isForwarded: false },
  { type: 'ip-set-reference', arn: 'a', isForwarded: false },
  { type: 'rate-based', limit: 1, evaluationWindowSec: 60, aggregateKey: 'ip', customKeys: 0, scopeDown: null },
  wafStatement.parse({ type: 'managed-rule-group', name: 'X' }),
  wafStatement.parse({ type: 'rule-group-reference', arn: 'a' }),
  { type: 'other', name: 'New' },
])('$type has nothing to do with the size of a body', (statement) => {
  expect(oversizeMatch(statement, oversize)).toBe('some');
});
