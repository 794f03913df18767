import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorTable } from '../../src/core/errors.js';

const page = readFileSync('docs/errors.md', 'utf8');
const rows = [...page.matchAll(/^\| `(PREPAY_[A-Z_]+)` \| (\d+) \| (.+?) \| (.+?) \|$/gm)].map(
  ([, code = '', exit = '', means = '', next = '']) => ({ code, exit: Number(exit), means, next }),
);

describe('docs/errors.md', () => {
  it('has exactly the codes of the table, in their order', () => {
    expect(rows.map((row) => row.code)).toEqual(Object.keys(errorTable));
  });

  it.each(rows)('says of $code what the table says, and what to do', ({ code, exit, means, next }) => {
    expect(Object.entries(errorTable).find(([known]) => known === code)?.[1]).toEqual({ exit, means });
    expect(next.length).toBeGreaterThan(5);
  });
});
