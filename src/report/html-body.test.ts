import { describe, expect, it } from 'vitest';
import { sampleBody, sampleInput } from '../../test/unit/report/sample.js';
import { writeHtml } from './html.js';
import { bodyViews } from './html-body.js';
import { buildModel } from './model.js';

const input = sampleInput();
const bodies = { acts: sampleBody('reviewed by <b>Ada</b>'), responsibility: sampleBody('shared') };
const model = buildModel({ ...input, bodies });

describe('bodyViews', () => {
  it('leads to clauses of the report, and to nothing else', () => {
    const [, table] = bodyViews(model).acts?.blocks ?? [];
    expect(table?.table?.rows[0]).toMatchObject([
      { clause: 'pci-dss-4.0.1-1.2.5', isCode: false, isNumber: false, chip: null },
      { clause: null, isCode: true },
      { clause: null, isNumber: true },
      { chip: { mark: '✗', word: 'reviewed by <b>Ada</b>', css: 'st-fail' } },
    ]);
  });

  it('fills up a row that is too short', () => {
    const body = sampleBody('x');
    const [text, table] = body.blocks;
    if (text === undefined || table?.type !== 'table') throw new TypeError('the sample has another shape');
    const short = { ...table, table: { ...table.table, rows: [[]] } };
    const [view] = bodyViews({ ...model, bodies: { acts: { blocks: [short] } } }).acts?.blocks ?? [];
    expect(view?.table?.rows[0]?.map(({ text: shown }) => shown)).toEqual(['', '', '', '']);
    expect(view?.table?.rows[0]?.[1]?.isCode).toBe(false);
  });
});

describe('a section with a body, in HTML', () => {
  const html = writeHtml(model);
  const section = html.split('aria-labelledby="acts">')[1]?.split('</section>')[0] ?? '';

  it('stands under its heading in the place of why it would be empty, escaped', () => {
    expect(section).toContain('reviewed by &lt;b&gt;Ada&lt;/b&gt;');
    expect(section).not.toContain('<b>Ada');
    expect(section).not.toContain('Not built in this version');
    expect(section).toContain('<td class="num">');
    expect(section).toContain('href="#pci-dss-4.0.1-1.2.5"');
    // One for the table without rows.
    expect([...section.matchAll(/class="empty"/gu)]).toHaveLength(1);
  });

  it('follows what the section has anyway', () => {
    const duties = html.split('aria-labelledby="responsibility">')[1]?.split('</section>')[0] ?? '';
    expect(duties.indexOf('Usually')).toBeLessThan(duties.indexOf('shared</h3>'));
  });
});
