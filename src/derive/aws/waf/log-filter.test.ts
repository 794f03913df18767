import { describe, expect, it } from 'vitest';
import { blockedRecords } from './log-filter.js';

type Filter = NonNullable<Parameters<typeof blockedRecords>[0]>;
type Rule = Filter['filters'][number];

const rule = (
  behavior: Rule['behavior'],
  requirement: Rule['requirement'],
  ...conditions: Rule['conditions']
): Rule => ({
  behavior,
  requirement,
  conditions,
});
const filtered = (defaultBehavior: Filter['defaultBehavior'], ...filters: Rule[]) =>
  blockedRecords({ defaultBehavior, filters });
const kept = { kept: 'all', why: '' };

describe('the records of what was blocked', () => {
  it('are kept without a filter, by a default, and by a filter that keeps all of them', () => {
    expect(blockedRecords(null)).toEqual(kept);
    expect(filtered('keep')).toEqual(kept);
    expect(filtered('keep', rule('drop', 'all', { action: 'ALLOW' }))).toEqual(kept);
    expect(filtered('drop', rule('keep', 'any', { label: 'l' }, { action: 'BLOCK' }))).toEqual(kept);
  });

  it.each([
    ['no filter', []],
    ['a filter on a part of them', [rule('keep', 'all', { action: 'BLOCK' }, { label: 'l' })]],
    ['a filter on what may be a part of them', [rule('keep', 'all', { action: 'BLOCK' }, { action: 'COUNT' })]],
    ['a filter on others', [rule('keep', 'any', { action: 'ALLOW' })]],
    ['a filter without conditions', [rule('keep', 'any'), rule('keep', 'all')]],
  ])('are dropped by a default that %s holds off', (_, filters) => {
    const why = 'what no filter keeps is dropped, and none keeps all that is blocked';
    expect(filtered('drop', ...filters)).toEqual({ kept: 'not all', why });
  });

  it('are dropped by a filter, of several by the one that drops most', () => {
    const some = rule('drop', 'any', { label: 'l' });
    const all = rule('drop', 'any', { action: 'ALLOW' }, { action: 'BLOCK' });
    expect(filtered('keep', some, all)).toEqual({ kept: 'not all', why: 'a filter drops ALLOW or BLOCK' });
    expect(filtered('keep', rule('drop', 'all', { action: 'BLOCK' }, { label: 'l' }))).toEqual({
      kept: 'not all',
      why: 'a filter drops BLOCK with the label l',
    });
    expect(filtered('keep', rule('drop', 'all', { action: 'ALLOW' }, { action: 'BLOCK' }))).toEqual(kept);
  });

  it('are in doubt where a filter may drop them, or one drops and another keeps them', () => {
    const perhaps = { kept: 'unsaid', why: 'a filter drops EXCLUDED_AS_COUNT' };
    expect(filtered('keep', rule('drop', 'any', { action: 'EXCLUDED_AS_COUNT' }))).toEqual(perhaps);
    expect(filtered('keep', rule('drop', 'any', { other: 'NewCondition' }))).toMatchObject({ kept: 'unsaid' });
    const both = [rule('drop', 'any', { action: 'BLOCK' }), rule('keep', 'any', { action: 'BLOCK' })];
    expect(filtered('keep', ...both)).toEqual({ kept: 'unsaid', why: 'a filter drops BLOCK' });
    const part = rule('keep', 'all', { action: 'BLOCK' }, { label: 'l' });
    expect(filtered('keep', rule('drop', 'any', { action: 'BLOCK' }), part)).toMatchObject({ kept: 'not all' });
  });
});
