import { describe, expect, it } from 'vitest';
import { readKey, reasonOf } from './read.js';

const request = {
  source: 'aws',
  scope: { source: 'aws', account: '111122223333', region: 'eu-west-1' },
  operation: 'ec2:DescribeVpcs',
  input: { Filters: [{ Name: 'a', Values: ['b'] }] },
} as const;

describe('readKey', () => {
  it('is the same however the request was built', () => {
    const { input, operation, scope, source } = request;
    expect(readKey({ input, operation, scope, source })).toBe(readKey(request));
    expect(readKey(request)).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    { operation: 'ec2:DescribeSubnets' },
    { input: {} },
    { scope: { source: 'aws', account: '111122223333', region: 'eu-central-1' } },
    { source: 'store' },
  ] as const)('changes with %j', (change) => {
    expect(readKey({ ...request, ...change })).not.toBe(readKey(request));
  });
});

describe('reasonOf', () => {
  it.each([
    ['denied', 'denied'],
    ['throttled', 'throttled'],
    ['failed', 'failed'],
    ['absent', 'missing'],
    ['complete', 'incomplete'],
    ['no-end', 'incomplete'],
  ] as const)('of %s is %s', (outcome, reason) => {
    expect(reasonOf(outcome)).toBe(reason);
  });
});
