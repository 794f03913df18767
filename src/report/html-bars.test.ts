import { describe, expect, it } from 'vitest';
import { bar } from './html-bars.js';

describe('bar', () => {
  it('puts the parts side by side in percent of the whole', () => {
    const parts = [
      { css: 'a', count: 1 },
      { css: 'b', count: 0 },
      { css: 'c', count: 2 },
    ];
    expect(bar(parts, 3)).toEqual([
      { css: 'a', x: '0.00%', width: '33.33%' },
      { css: 'c', x: '33.33%', width: '66.66%' },
    ]);
  });

  it('fills the drawing with a whole, and leaves it empty for nothing', () => {
    expect(bar([{ css: 'a', count: 7 }], 7)).toEqual([{ css: 'a', x: '0.00%', width: '100.00%' }]);
    expect(bar([{ css: 'a', count: 0 }], 1)).toEqual([]);
  });
});
