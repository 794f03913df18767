import { describe, expect, it } from 'vitest';
import { protections } from './parse-shield.js';

describe('a protection', () => {
  it('is of a resource', () => {
    expect(protections.parse({ Id: 'p1', Name: 'shop', ResourceArn: 'arn' })).toEqual({
      id: 'p1',
      name: 'shop',
      data: { id: 'p1', resourceArn: 'arn' },
    });
    expect(protections.member).toBe('Protections');
  });

  it('without a name has none, and one with a card number in it shows that it was there', () => {
    const wire = { Id: 'p1', ResourceArn: 'arn' };
    expect(protections.parse(wire).name).toBeNull();
    expect(protections.parse({ ...wire, Name: { redacted: 'card-number' } }).name).toBe('[redacted: card-number]');
  });

  it.each([{ ResourceArn: 'arn' }, { Id: 'p1' }, { Id: 'p1', ResourceArn: null }])('is refused as %j', (wire) => {
    expect(() => protections.parse(wire)).toThrow();
  });
});
