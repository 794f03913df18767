import { describe, expect, it } from 'vitest';
import { bySeverity, counts, failOnLevels, severities, type Severity, worst } from './outcome.js';

describe('severity', () => {
  it('is ordered from low to critical', () => {
    const mixed: Severity[] = ['critical', 'low', 'high', 'medium'];
    expect(mixed.sort(bySeverity)).toEqual(['low', 'medium', 'high', 'critical']);
  });

  it.each([
    ['low', 'critical', 'critical'],
    ['high', 'medium', 'high'],
    ['high', 'high', 'high'],
  ] as const)('of %s and %s the worst is %s', (a, b, expected) => {
    expect(worst(a, b)).toBe(expected);
  });
});

describe('counts', () => {
  it('weighs a severity against each --fail-on level', () => {
    const table = failOnLevels.map((level) => [level, severities.filter((severity) => counts(severity, level))]);
    expect(Object.fromEntries(table)).toEqual({
      low: ['low', 'medium', 'high', 'critical'],
      medium: ['medium', 'high', 'critical'],
      high: ['high', 'critical'],
      critical: ['critical'],
      never: [],
    });
  });
});
