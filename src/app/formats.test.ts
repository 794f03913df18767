import { describe, expect, it } from 'vitest';
import { formatOf, outputsOf, reportFile } from './formats.js';

describe('formatOf', () => {
  it.each(['html', 'json', 'csv'])('knows %s', (name) => {
    expect(formatOf('--format', name)).toBe(name);
  });

  it('tells a format of a later version from one that nobody knows', () => {
    expect(() => formatOf('--format', 'pdf')).toThrow(expect.objectContaining({ code: 'PREPAY_NOT_BUILT' }));
    expect(() => formatOf('--format', 'docx')).toThrow(expect.objectContaining({ code: 'PREPAY_UNKNOWN_FORMAT' }));
  });
});

describe('outputsOf', () => {
  it('splits at the first equals sign only', () => {
    expect(outputsOf(['csv=a=b.csv'])).toEqual([{ format: 'csv', path: 'a=b.csv' }]);
  });

  it.each(['csv', 'csv=', '=x'])('refuses %s', (output) => {
    expect(() => outputsOf([output])).toThrow(/--output/);
  });
});

it('gives each format a file of its own', () => {
  expect(new Set((['html', 'json', 'csv'] as const).map(reportFile)).size).toBe(3);
});
