import type { MatrixView } from '../html-matrix.js';
import { bottom, type Flow } from './flow.js';
import { bold, chip, quiet, text } from './spans.js';
import { type Box, type Element, fill, outline } from './sheet.js';
import { type Ink, inkOf, leading, page, size, textWidth } from './theme.js';

const cell = 8.8;
const step = cell + 1;
const labelWidth = 187;

/** A framework as rows of cells, one a clause: coloured, and marked so that grey tells them apart, each a link. */
export function drawMatrix(flow: Flow, { title, short, statuses, groups }: MatrixView): void {
  flow.heading(3, [text(`${title}  `), quiet(short, { scale: 0.85 })], { keep: 80 });
  flow.paragraph(
    statuses.flatMap(({ chip: status, count }, index) => [
      text(`${index === 0 ? '' : '   '}${count} `),
      chip(status, inkOf(status.css)),
    ]),
    { after: 3 },
  );
  const list = flow.sheet.element(flow.section, 'L');
  for (const group of groups) drawGroup(flow, list, group);
  list.end();
  flow.moved(4);
}

function drawGroup(flow: Flow, list: Element, { id, anchor, title, cells }: MatrixView['groups'][number]): void {
  const { sheet } = flow;
  const letters = size.small;
  const label = flow.lines(
    [bold(`${id} `, { link: { to: anchor } }), text(title, { link: { to: anchor } })],
    labelWidth - 8,
    letters,
  );
  const perLine = Math.floor((textWidth - labelWidth) / step);
  const height = Math.max(label.length * letters * leading, Math.ceil(cells.length / perLine) * step) + 0.9;
  if (flow.y + height > bottom) flow.newPage();
  const item = sheet.element(list, 'LI');
  const heads = sheet.element(item, 'Lbl');
  for (const [index, line] of label.entries()) {
    sheet.line(heads, 'Lbl', line, { x: page.left, y: flow.y + index * letters * leading, size: letters });
  }
  const body = sheet.element(item, 'LBody');
  for (const [index, { id: clause, anchor: to, mark, css, word }] of cells.entries()) {
    const box = {
      x: page.left + labelWidth + (index % perLine) * step,
      y: flow.y + 1 + Math.floor(index / perLine) * step,
      width: cell,
      height: cell,
    };
    const words = `${clause}: ${word}`;
    const operators = [...ground(css, box), ...(mark === '' ? [] : [sheet.mark(box, mark, inkOfMark(css))])].join('\n');
    sheet.link(body, { to }, words, operators, box, { alt: words });
  }
  item.end();
  flow.moved(height);
}

/** Dark for a fail, light for the rest, empty for what nothing tested: three steps of grey, and a mark in each. */
function ground(css: string, box: Box): readonly string[] {
  const edge = outline(
    { x: box.x + 0.3, y: box.y + 0.3, width: box.width - 0.6, height: box.height - 0.6 },
    css === 'st-not-tested' || css === 'st-old' ? 'line' : inkOf(css),
    0.6,
  );
  switch (css) {
    case 'st-fail':
      return [fill(box, 'fail')];
    case 'st-unknown':
    case 'st-stale':
      return [fill(box, 'unknownWash'), edge];
    case 'st-manual':
      return [fill(box, 'manualWash'), edge];
    case 'st-pass':
      return [fill(box, 'passWash'), edge];
    default:
      return [edge];
  }
}

function inkOfMark(css: string): Ink {
  return css === 'st-fail' ? 'paper' : inkOf(css);
}
