import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatOf, outputsOf, reportFile } from './formats.js';

describe('formatOf', () => {
  it.each(['html', 'pdf', 'json', 'csv'])('knows %s', (name) => {
    expect(formatOf('--format', name)).toBe(name);
  });

  it('tells a format of a later version from one that nobody knows', () => {
    expect(() => formatOf('--format', 'oscal')).toThrow(expect.objectContaining({ code: 'PREPAY_NOT_BUILT' }));
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

  it.each([
    ['csv=g.csv', 'csv=g.csv'],
    ['csv=g.csv', 'json=./none/../g.csv'],
    ['csv=none/g.csv', 'csv=./none//g.csv'],
  ])('refuses one file twice: %s and %s', (first, second) => {
    expect(() => outputsOf([first, second])).toThrow('another --output writes to that file');
  });

  it('sees through symbolic links to folders, also above folders that are missing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'prepay-formats-'));
    mkdirSync(join(folder, 'real'));
    symlinkSync(join(folder, 'real'), join(folder, 'link'), 'junction');
    expect(() => outputsOf([`csv=${folder}/real/new/g`, `csv=${folder}/link/new/g`])).toThrow('another --output');
    expect(outputsOf([`csv=${folder}/real/g`, `csv=${folder}/real/h`])).toHaveLength(2);
  });

  it('takes no standard output for a file', () => {
    expect(() => outputsOf(['csv=-'])).toThrow('standard output is not a file');
  });
});

it('gives each format a file of its own', () => {
  expect(new Set((['html', 'pdf', 'json', 'csv'] as const).map(reportFile)).size).toBe(4);
});
