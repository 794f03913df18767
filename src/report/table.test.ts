import { describe, expect, it } from 'vitest';
import { painter } from './paint.js';
import { table, type TableColumn } from './table.js';
import { widthOf, wrap } from './wrap.js';

const columns: readonly TableColumn[] = [
  { head: 'control', isFixed: true },
  { head: 'what it says' },
  { head: 'n', align: 'right' },
];
const rows = [
  ['no-world-open-admin-ports', 'No group lets the internet reach an administration port.', '7'],
  ['日本語-コントロール', 'wide', '1234'],
];

describe('table', () => {
  it('aligns text left and numbers right, by what a terminal shows', () => {
    expect(table(columns, rows, { columns: 120, color: false })).toEqual([
      'control                    what it says                                                 n',
      '─────────────────────────  ────────────────────────────────────────────────────────  ────',
      'no-world-open-admin-ports  No group lets the internet reach an administration port.     7',
      '日本語-コントロール        wide                                                      1234',
    ]);
  });

  it.each([24, 30, 45, 60, 80])('has no line wider than %i columns and loses no word', (width) => {
    const lines = table(columns, rows, { columns: width, color: false, indent: 2 });
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(width);
    expect(lines.join('').replaceAll(/\s/gu, '')).toContain('1234');
    expect(lines.join(' ')).toContain('administration');
  });

  it('wraps the widest column first and never a fixed one', () => {
    const lines = table(columns, rows, { columns: 60, color: false });
    expect(lines[2]).toMatch(/^no-world-open-admin-ports {2}No group lets the/u);
    expect(lines[3]).toMatch(/^ {27}\S/u);
  });

  it('shrinks columns that are as wide as each other together', () => {
    const two: readonly TableColumn[] = [{ head: 'a' }, { head: 'b' }];
    const lines = table(two, [['x '.repeat(20).trim(), 'y '.repeat(20).trim()]], { columns: 42, color: false });
    expect(lines[1]).toBe(`${'─'.repeat(20)}  ${'─'.repeat(20)}`);
  });

  it('stands as lines of head and value where the columns do not fit', () => {
    expect(table(columns, rows, { columns: 28, color: false }).slice(0, 2)).toEqual([
      'control:',
      'no-world-open-admin-ports',
    ]);
  });

  it('writes out what steers a terminal', () => {
    expect(table([{ head: 'id' }], [['\u001b[31m\n\u202Ex']], { columns: 80, color: false })[2]).toBe(
      '⟦U+001B⟧[31m⟦U+000A⟧⟦U+202E⟧x',
    );
  });

  it('takes a missing cell as empty', () => {
    expect(table([{ head: 'a' }, { head: 'b' }], [['x']], { columns: 80, color: false })[2]).toBe('x');
  });

  it('paints only when told, after it measured', () => {
    const paint = (text: string): string => painter(true)('red', text);
    const plain = table(columns, rows, { columns: 120, color: false, paint });
    const painted = table(columns, rows, { columns: 120, color: true, paint });
    expect(plain.join('')).not.toContain('\u001b');
    expect(painted[2]).toContain('\u001b[31m7\u001b[0m');
    expect(painted.map(widthOf)).toEqual(plain.map(widthOf));
  });
});

describe('wrap', () => {
  it('breaks a word that is longer than the line at its last seam, else anywhere, but between graphemes', () => {
    expect(wrap('ab 👩‍👩‍👧👩‍👩‍👧 cd', 3)).toEqual(['ab', '👩‍👩‍👧', '👩‍👩‍👧', 'cd']);
    expect(wrap('arn:aws:iam::111122223333:role/x', 10)).toEqual(['arn:aws:', 'iam::11112', '2223333:', 'role/x']);
    expect(wrap('no-world-open-ports', 8)).toEqual(['no-world', '-open-', 'ports']);
    expect(wrap('a-bcdefghijkl', 8)).toEqual(['a-bcdefg', 'hijkl']);
  });

  it('gives one empty line for no text', () => {
    expect(wrap('', 10)).toEqual(['']);
  });
});
