import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, aYearAfter, type Day, daysBetween, isDay, lastDayInTime } from './period.js';

const day = fc
  .date({ min: new Date('1999-01-01T00:00:00Z'), max: new Date('2199-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

/** The nth day of the month so many months on; its last day where it has no nth. */
function nthDay(year: number, month: number, nth: number): Day {
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(nth, last))).toISOString().slice(0, 10);
}

describe('isDay', () => {
  it.each(['2026-02-28', '2028-02-29', '2000-02-29'])('takes %s', (text) => expect(isDay(text)).toBe(true));
  it.each([
    '2026-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '2026-01-01T00:00:00Z',
    ' 2026-01-01',
    '',
  ])('refuses %j', (text) => expect(isDay(text)).toBe(false));
});

describe('addDays', () => {
  it('goes over month ends and leap days', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2027-02-28', 1)).toBe('2027-03-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  });

  it('is undone by daysBetween', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -800, max: 800 }), (from, days) => {
        expect(daysBetween(from, addDays(from, days))).toBe(days);
      }),
    );
  });
});

describe('lastDayInTime', () => {
  it.each([
    ['daily', '2026-11-25', '2026-11-26'],
    ['weekly', '2026-12-28', '2027-01-04'],
    ['90-days', '2026-11-30', '2027-02-28'],
    ['3-months', '2026-07-01', '2026-10-01'],
    ['3-months', '2026-12-01', '2027-03-03'],
    ['6-months', '2026-03-01', '2026-09-01'],
    ['12-months', '2026-11-26', '2027-11-26'],
    ['12-months', '2027-03-01', '2028-03-01'],
    ['12-months', '2027-02-28', '2028-02-29'],
    ['12-months', '2028-01-01', '2029-01-01'],
    ['12-months', '2028-02-28', '2029-02-28'],
    ['12-months', '2028-02-29', '2029-02-28'],
    ['12-months', '2028-03-01', '2029-03-01'],
    ['risk-analysis', '2026-11-26', null],
    ['significant-change', '2026-11-26', null],
  ] as const)('of %s after %s is %s', (period, performedOn, last) => {
    expect(lastDayInTime(period, performedOn)).toBe(last);
  });

  it.each([
    ['3-months', 3, 90, 92],
    ['6-months', 6, 180, 184],
    ['12-months', 12, 365, 366],
  ] as const)('of %s holds the nth day of each %i months, and no day past the table', (period, months, least, most) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1999, max: 2120 }),
        fc.integer({ min: 0, max: 11 }),
        fc.integer({ min: 1, max: 31 }),
        (year, month, nth) => {
          const [first, next] = [nthDay(year, month, nth), nthDay(year, month + months, nth)];
          const last = lastDayInTime(period, first) ?? '';
          expect(next <= last).toBe(true);
          expect(daysBetween(first, last)).toBeGreaterThanOrEqual(least);
          expect(daysBetween(first, last)).toBeLessThanOrEqual(most);
        },
      ),
    );
  });

  it('of a later act is never earlier', () => {
    const periods = fc.constantFrom('daily', 'weekly', '90-days', '3-months', '6-months', '12-months' as const);
    fc.assert(
      fc.property(periods, day, fc.integer({ min: 0, max: 400 }), (period, from, days) => {
        const [earlier, later] = [lastDayInTime(period, from), lastDayInTime(period, addDays(from, days))];
        expect((earlier ?? '') <= (later ?? '')).toBe(true);
      }),
    );
  });
});

describe('aYearAfter', () => {
  it('is the same date, but from and to the last of February', () => {
    fc.assert(
      fc.property(day, (from) => {
        const [year, date] = [Number(from.slice(0, 4)), from.slice(4)];
        fc.pre(date !== '-02-28' && date !== '-02-29');
        expect(aYearAfter(from)).toBe(`${year + 1}${date}`);
      }),
    );
  });
});
