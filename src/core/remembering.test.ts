import { describe, expect, it, vi } from 'vitest';
import { remembering } from './remembering.js';

describe('remembering', () => {
  it('makes a value once for each key', () => {
    const made: string[] = [];
    const kept = remembering<{ key: string }>();
    const get = (key: string) =>
      kept(key, () => {
        made.push(key);
        return { key };
      });
    expect([get('a'), get('b'), get('a')]).toEqual([{ key: 'a' }, { key: 'b' }, { key: 'a' }]);
    expect(get('a')).toBe(get('a'));
    expect(made).toEqual(['a', 'b']);
  });

  it('never holds more than it may', () => {
    const made: string[] = [];
    const kept = remembering(2);
    for (const key of ['a', 'b', 'c', 'c', 'a']) {
      kept(key, () => {
        made.push(key);
        return { key };
      });
    }
    expect(made).toEqual(['a', 'b', 'c', 'a']);
  });

  it('asks again after an error', () => {
    const make = vi.fn(() => {
      throw new RangeError('no');
    });
    const kept = remembering<object>();
    expect(() => kept('a', make)).toThrow(RangeError);
    expect(() => kept('a', make)).toThrow(RangeError);
    expect(make).toHaveBeenCalledTimes(2);
  });
});
