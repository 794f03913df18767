import type { HtmlView } from '../html-view.js';
import type { SectionHead } from '../model-types.js';
import type { Flow } from './flow.js';
import { bold, code, quiet, text } from './spans.js';
import { fill, rule } from './sheet.js';
import { inkOf, leading, page, size, textWidth } from './theme.js';

const contentsLine = size.text * leading + 3;

/** Where the contents of a report stand, to be drawn when every section's page is known. */
export interface ContentsPlace {
  readonly pageIndex: number;
  readonly y: number;
}

/** What was judged, when, who signed, how complete and how bad; room for the contents below. */
export function drawCover(flow: Flow, view: HtmlView): ContentsPlace {
  flow.startSection();
  flow.moved(8);
  flow.paragraph([text('PrePay evidence report', { ink: 'accent', face: 'bold' })], { size: size.h2, after: 2 });
  flow.heading(1, [code(view.integrity.packId, { scale: 0.95 })], { keep: 0, size: size.title });
  flow.moved(6);
  for (const banner of view.banners) drawBanner(flow, banner);
  flow.moved(6);
  for (const { label, value, detail, isCode, css } of view.summary.facts) {
    flow.ensure(4 * size.text * leading);
    flow.paragraph([bold(label, { ink: 'quiet' })], { size: size.small, after: 0 });
    const ink = css === '' ? 'text' : inkOf(css);
    flow.paragraph([isCode ? code(value, { ink }) : bold(value, { ink })], { size: size.h3, after: 0.5 });
    flow.paragraph([quiet(detail)], { after: 9 });
  }
  for (const { label, value } of view.identity.entity.slice(0, 4)) {
    flow.paragraph([quiet(`entity, ${label}: `), text(value)], { size: size.small, after: 1 });
  }
  const height = view.sections.length * contentsLine + 40;
  flow.ensure(height);
  flow.moved(10);
  return { pageIndex: flow.sheet.pages - 1, y: flow.y };
}

function drawBanner(flow: Flow, { word, text: words }: HtmlView['banners'][number]): void {
  const spans = [bold(`${word} `), text(words)];
  const height = flow.lines(spans, textWidth - 8, size.text).length * size.text * leading;
  flow.ensure(height + 10);
  flow.sheet.artifact(fill({ x: page.left, y: flow.y - 4, width: textWidth, height: height + 8 }, 'banner'));
  flow.paragraph(spans, { indent: 8, after: 9 });
}

/** The sections with their pages, each line a link. */
export function drawContents(
  flow: Flow,
  { pageIndex, y: top }: ContentsPlace,
  entries: readonly { readonly section: SectionHead; readonly page: number }[],
): void {
  const { sheet } = flow;
  sheet.file.switchToPage(pageIndex);
  const contents = sheet.contents;
  let y = top;
  const [title = []] = flow.lines([bold('Contents')], textWidth, size.h2);
  sheet.line(contents, 'TOC', title, { x: page.left, y, size: size.h2 });
  y += size.h2 * leading + 4;
  for (const { section, page: number } of entries) {
    const words = `${section.number}  ${section.title}`;
    const entry = sheet.element(contents, 'TOCI');
    const face = 'sans';
    const ink = section.empty === null ? 'text' : 'quiet';
    const left = sheet.run(words, face, { x: page.left, y, size: size.text, ink });
    const digits = String(number);
    const x = page.width - page.right - sheet.type.measure(digits, face) * size.text;
    const right = sheet.run(digits, face, { x, y, size: size.text, ink });
    const box = { x: page.left, y, width: textWidth, height: size.text * leading };
    sheet.link(entry, { to: section.id }, `${words}, page ${digits}`, `${left}\n${right}`, box);
    entry.end();
    sheet.artifact(rule(y + size.text * leading + 1, 'line', 0.4));
    y += contentsLine;
  }
  contents.end();
}

/** On every page: which pack this is, what no reader may miss, and which page of how many. */
export function drawRunning(flow: Flow, view: HtmlView): void {
  const { sheet } = flow;
  const words = view.banners.map(({ word }) => word).join(' · ');
  const id = sheet.type.shown(view.integrity.packId, 'mono');
  const letters = 7;
  const wordsWidth = sheet.type.measure(words, 'bold') * letters;
  const shortId = cut(id, textWidth - wordsWidth - 110, (part) => sheet.type.measure(part, 'mono') * letters);
  for (let index = 0; index < sheet.pages; index += 1) {
    sheet.file.switchToPage(index);
    const count = `${index + 1} of ${sheet.pages}`;
    const right = page.width - page.right;
    const at = { size: letters, y: 30, ink: 'quiet' } as const;
    const bottomAt = { ...at, y: page.height - 40 };
    sheet.artifact(
      [
        sheet.run(shortId, 'mono', { ...at, x: page.left }),
        ...(words === ''
          ? []
          : [
              fill({ x: right - wordsWidth - 8, y: 28.5, width: wordsWidth + 8, height: 13 }, 'banner'),
              sheet.run(words, 'bold', { ...at, x: right - wordsWidth - 4, ink: 'text' }),
            ]),
        rule(44, 'line', 0.5),
        sheet.run('PrePay evidence report', 'sans', { ...bottomAt, x: page.left }),
        sheet.run(count, 'sans', { ...bottomAt, x: right - sheet.type.measure(count, 'sans') * letters }),
      ].join('\n'),
      'Pagination',
    );
  }
}

/** The beginning of a text that is as wide as that, with an ellipsis where it goes on. */
function cut(words: string, width: number, widthOf: (text: string) => number): string {
  if (widthOf(words) <= width) return words;
  let kept = '';
  for (const character of words) {
    if (widthOf(`${kept}${character}…`) > width) break;
    kept += character;
  }
  return `${kept}…`;
}
