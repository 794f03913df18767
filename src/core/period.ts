import type { CatalogClause } from './catalog.js';

/** A day, `YYYY-MM-DD`, of the UTC calendar. Days sort by code unit. */
export type Day = string;

export type ActPeriod = CatalogClause['periods'][number];

/** The day so many days later; earlier for a negative number. */
export function addDays(day: Day, days: number): Day {
  return new Date(startOf(day) + days * msPerDay).toISOString().slice(0, 10);
}

/** How many days the second lies after the first. */
export function daysBetween(first: Day, second: Day): number {
  return (startOf(second) - startOf(first)) / msPerDay;
}

/** Whether the text is a day that the calendar has: not the 30th of February. */
export function isDay(text: string): boolean {
  const start = /^\d{4}-\d{2}-\d{2}$/u.test(text) ? startOf(text) : Number.NaN;
  return !Number.isNaN(start) && new Date(start).toISOString().startsWith(text);
}

/**
 * The last day on which the next act is still in time, after one on that day: the wider reading of each row of the table in
 * section 7 of the introduction of PCI DSS v4.0.1, since an entity may choose either. Three months are 90 to 92 days or
 * the nth day of each third month, six 180 to 184 or the nth day of each sixth, so that 92 and 184 hold both; a year is 365
 * days, 366 with a 29 February in it, or the same date of each year. Null where the standard sets no length of its own.
 */
export function lastDayInTime(period: ActPeriod, performedOn: Day): Day | null {
  switch (period) {
    case 'daily':
      return addDays(performedOn, 1);
    case 'weekly':
      return addDays(performedOn, 7);
    case '90-days':
      return addDays(performedOn, 90);
    case '3-months':
      return addDays(performedOn, 92);
    case '6-months':
      return addDays(performedOn, 184);
    case '12-months':
      return aYearAfter(performedOn);
    case 'risk-analysis':
    case 'significant-change':
      return null;
  }
}

/** The last day of a year that begins after that day. */
export function aYearAfter(day: Day): Day {
  const leapYear = addDays(day, 366);
  const leapDays = [day.slice(0, 4), leapYear.slice(0, 4)].map((year) => `${year}-02-29`).filter(isDay);
  return leapDays.some((leapDay) => leapDay > day && leapDay <= leapYear) ? leapYear : addDays(day, 365);
}

const msPerDay = 86_400_000;

function startOf(day: Day): number {
  return Date.parse(`${day}T00:00:00.000Z`);
}
