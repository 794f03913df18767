import { describe, expect, it } from 'vitest';
import { Flow } from './flow.js';
import { Sheet } from './sheet.js';
import { text } from './spans.js';
import { drawTable } from './table.js';

const columns = [
  { title: 'Clause', share: 1 },
  { title: 'What it asks', share: 5 },
  { title: 'Uncountable', share: 0.1, isNumber: true },
];

function flowOf(): { readonly flow: Flow; readonly runs: () => string } {
  const sheet = new Sheet({ title: 'Test', declaredAt: '2026-11-25T10:15:00.000Z' }, new Set(['a']));
  const flow = new Flow(sheet);
  flow.startSection();
  const drawn: string[] = [];
  const addContent = sheet.file.addContent.bind(sheet.file);
  sheet.file.addContent = (operators: unknown) => {
    drawn.push(String(operators));
    return addContent(operators);
  };
  return { flow, runs: () => drawn.join('\n') };
}

function times(all: string, part: string): number {
  return all.split(part).length - 1;
}

describe('drawTable', () => {
  it('parts between rows, and repeats the heads on each page', () => {
    const { flow, runs } = flowOf();
    const row = (index: number) => ({
      anchors: [],
      cells: [[[text(`r${index}`)]], [[text('words '.repeat(60))]], [[text('1')]]],
    });
    drawTable(
      flow,
      columns,
      Array.from({ length: 60 }, (_, index) => row(index)),
    );
    const { pages, type } = flow.sheet;
    expect(pages).toBeGreaterThan(2);
    expect(times(runs(), type.hex('Uncountable', 'bold'))).toBe(pages);
    expect(flow.y).toBeLessThan(790);
  });

  it('parts a row between lines that no page holds, heads it again, and loses none of it', () => {
    const { flow, runs } = flowOf();
    const long = Array.from({ length: 900 }, (_, index) => `w${index}`).join(' ');
    drawTable(flow, columns, [
      { anchors: ['a'], cells: [[[text('Z9')]], [Array.from({ length: 9 }, () => text(long))], []] },
    ]);
    const { pages, type } = flow.sheet;
    expect(pages).toBeGreaterThan(2);
    expect(times(runs(), `<${type.hex('Z9', 'sans')}>`)).toBe(pages);
    expect(times(runs(), type.hex('w899', 'sans'))).toBe(9);
  });

  it('leaves no head alone at the foot of a page', () => {
    const { flow } = flowOf();
    flow.moved(flow.room - 30);
    drawTable(flow, columns, [{ anchors: [], cells: [[[text('x')]], [[text('words '.repeat(90))]], []] }]);
    expect(flow.sheet.pages).toBe(2);
  });
});
