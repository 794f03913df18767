import { describe, expect, it } from 'vitest';
import { actPeriods, catalog } from './catalog.js';

const clause = {
  id: '1.1.1',
  group: '1',
  title: 'a',
  evidence: 'attested',
  periods: [...actPeriods],
  responsible: 'entity',
};
const whole = { id: 'x', title: 'X', groups: [{ id: '1', title: 'One' }], clauses: [clause] };

describe('catalog', () => {
  it('takes a whole catalog', () => {
    expect(catalog.parse(whole)).toEqual(whole);
  });

  it.each([
    { evidence: 'manual' },
    { periods: ['hourly'] },
    { responsible: 'nobody' },
    { title: undefined },
    { text: 'a' },
  ])('refuses a clause with %j', (change) => {
    expect(catalog.safeParse({ ...whole, clauses: [{ ...clause, ...change }] }).success).toBe(false);
  });
});
