import { describe, expect, it } from 'vitest';
import { byScope, isWithin, type Scope, scopeId, scopeKey } from './scope.js';

const ireland: Scope = { source: 'aws', account: '111122223333', region: 'eu-west-1' };
const frankfurt: Scope = { source: 'aws', account: '111122223333', region: 'eu-central-1' };
const other: Scope = { source: 'aws', account: '444455556666', region: 'eu-west-1' };
const cluster: Scope = { source: 'kubernetes', cluster: 'prod', namespace: 'wallet' };

describe('scopeId', () => {
  it('is the place as people write it, or the source where there is none', () => {
    expect([ireland, cluster, { source: 'run' } as const].map(scopeId)).toEqual([
      '111122223333/eu-west-1',
      'prod/wallet',
      'run',
    ]);
  });
});

describe('scopeKey', () => {
  it('tells scopes apart whose ids are the same', () => {
    expect(scopeKey({ source: 'github', org: 'a' })).not.toBe(scopeKey({ source: 'kubernetes', cluster: 'a' }));
    expect(scopeKey({ source: 'github', org: 'a' })).not.toBe(scopeKey({ source: 'github', repo: 'a' }));
  });
});

describe('byScope', () => {
  it('sorts by source and then by place', () => {
    expect([cluster, other, ireland, frankfurt].sort(byScope)).toEqual([frankfurt, ireland, other, cluster]);
  });
});

describe('isWithin', () => {
  it.each([
    ['scope', ireland, ireland, true],
    ['scope', ireland, frankfurt, false],
    ['account', ireland, frankfurt, true],
    ['account', ireland, other, false],
    ['account', ireland, cluster, false],
    ['account', cluster, { ...cluster, namespace: 'audit' }, true],
    ['account', { source: 'github', org: 'a' }, { source: 'github', org: 'b' }, false],
    ['all', ireland, cluster, true],
  ] as const)('%s: %j reaches %j: %s', (within, subject, scope, expected) => {
    expect(isWithin(within, subject, scope)).toBe(expected);
  });
});
