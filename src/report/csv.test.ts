import { describe, expect, it } from 'vitest';
import { groupsFile, sampleInput } from '../../test/unit/report/sample.js';
import { columns, writeCsv } from './csv.js';
import { buildModel } from './model.js';

describe('writeCsv', () => {
  it('is RFC 4180: CRLF, a header, one row a finding, read back as it was', () => {
    const model = buildModel(sampleInput({ findings: 8, signedBy: null }));
    const text = writeCsv(model);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u);
    const [head, ...rows] = parse(text);
    expect(head).toEqual([...columns]);
    expect(rows).toHaveLength(8);
    const cell = (row: number, name: (typeof columns)[number]): string | undefined =>
      rows[row]?.[columns.indexOf(name)];
    for (const [row, finding] of model.findings.entries()) {
      expect(cell(row, 'number')).toBe(finding.number);
      expect(cell(row, 'resource_id')).toBe(finding.resource.id);
      expect(cell(row, 'observed')).toBe(finding.observed);
      expect(cell(row, 'parameters')).toBe('{"ports":["tcp/22","tcp/3389"]}');
      expect(cell(row, 'signed_by')).toBe('UNSIGNED');
    }
    const failed = model.findings.findIndex(({ outcome }) => outcome === 'fail');
    expect(cell(failed, 'evidence_places')).toBe(`${groupsFile}:1#/SecurityGroups/0`);
  });

  it.each([
    ['=cmd()', "'=cmd()"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@x', "'@x"],
    ['a,"b"', 'a,"b"'],
    ['{{constructor}}', '{{constructor}}'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['\tx\r', '⟦U+0009⟧x⟦U+000D⟧'],
    ['\u001b[31m\u202E', '⟦U+001B⟧[31m⟦U+202E⟧'],
  ])('keeps a resource called %s text', (hostile, shown) => {
    const rows = parse(writeCsv(buildModel(sampleInput({ hostile }))));
    const ids = rows.map((row) => row[columns.indexOf('resource_id')]);
    expect(ids).toContain(shown);
    expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/u.test(cell))).toEqual([]);
  });

  it('leaves what is null empty and writes out what is not', () => {
    const input = sampleInput({ findings: 1, demo: 'after' });
    const findings = input.findings.map((finding) => ({
      ...finding,
      location: { path: 'main.tf', line: 7 },
      exception: 'EX-1',
      evidence: [{ read: 'f'.repeat(64), page: 0, pointer: '/x' }],
    }));
    const [, row] = parse(writeCsv(buildModel({ ...input, findings })));
    const cell = (name: (typeof columns)[number]): string | undefined => row?.[columns.indexOf(name)];
    expect([cell('location'), cell('exception'), cell('evidence'), cell('evidence_places'), cell('demo')]).toEqual([
      'main.tf:7',
      'EX-1',
      'E1',
      '',
      'after',
    ]);
  });
});

/** A reader of RFC 4180, and of nothing more. */
function parse(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gu)) {
    rows.at(-1)?.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}
