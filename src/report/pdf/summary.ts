import type { HtmlView } from '../html-view.js';
import type { Flow } from './flow.js';
import { drawMatrix } from './matrix.js';
import { bold, code, quiet, refs, type Span, text } from './spans.js';
import { inkOf, size } from './theme.js';
import { drawTable } from './table.js';

/** What the first screen of the HTML shows: counts, criticals and highs by name, every clause as a cell. */
export function drawSummary(flow: Flow, { summary, clauses }: HtmlView): void {
  const { severities } = summary;
  drawTable(
    flow,
    severities.heads.map(({ word }, index) => ({ title: word, share: index === 0 ? 2 : 1, isNumber: index > 0 })),
    severities.rows.map(({ head, cells }) => ({
      anchors: [],
      cells: [[[bold(head, { ink: head === 'all' ? 'text' : inkOf(head) })]], ...cells.map((count) => [[text(count)]])],
    })),
  );
  drawNamed(flow, summary.named);
  flow.heading(2, [text('What of the standards is evidenced')], { keep: 120 });
  for (const matrix of clauses.matrices) drawMatrix(flow, matrix);
  drawWorst(flow, summary);
}

function drawNamed(flow: Flow, named: HtmlView['summary']['named']): void {
  flow.heading(2, [text(named.title)]);
  if (named.none !== null) flow.paragraph([text(named.none)]);
  flow.list(
    named.controls.map(({ control, severity, count, anchor, resources, more }) => [
      bold(`${count} ${severity}`, { ink: inkOf(severity) }),
      text(' '),
      code(control, { ink: 'accent', link: { to: anchor } }),
      text(': '),
      ...resources.flatMap(({ number, word }, index): readonly Span[] => [
        text(index === 0 ? '' : ', '),
        text(word, { ink: 'accent', link: { to: number } }),
      ]),
      quiet(more === null ? '' : ` ${more}`),
    ]),
    { size: size.small },
  );
  if (named.more !== null) flow.paragraph([quiet(named.more)], { size: size.small });
}

function drawWorst(flow: Flow, { worst, worstMore, worstNone }: HtmlView['summary']): void {
  flow.heading(2, [text('What to mend first')]);
  if (worstNone !== null) flow.paragraph([text(worstNone)]);
  if (worst.length > 0) {
    drawTable(
      flow,
      [
        { title: 'What is wrong', share: 6 },
        { title: 'Owner, and how to mend it', share: 4 },
      ],
      worst.map(({ id, name, kind, where, owner, severity, findings, findingsMore, remedy }, index) => ({
        anchors: [],
        cells: [
          [
            [
              text(`${index + 1} `),
              bold(severity, { ink: inkOf(severity) }),
              text(' '),
              code(id),
              text(name === null ? '' : ` “${name}”`),
              quiet(` ${kind} in `),
              code(where, { ink: 'quiet' }),
            ],
            ...findings.map(({ observed, number, evidence }) => [text(`${observed} `), ...refs([number, ...evidence])]),
            ...(findingsMore === null ? [] : [[quiet(findingsMore)]]),
          ],
          [[quiet(`Owner: ${owner}`)], [text(remedy.join(' '))]],
        ],
      })),
    );
  }
  if (worstMore !== null) flow.paragraph([quiet(worstMore)]);
}
