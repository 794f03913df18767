import type { ClausesView } from '../html-clauses.js';
import type { Flow } from './flow.js';
import type { Outlined } from './outlined.js';
import { bold, chip, code, quiet, refs, type Span, text } from './spans.js';
import { drawTable, type Row } from './table.js';
import { inkOf, size } from './theme.js';

type Framework = ClausesView['frameworks'][number];
type Group = Framework['groups'][number];

/** Every clause, part by part: what was tested in full, and a row for each that nothing tested. */
export function drawClauses(flow: Flow, { frameworks }: ClausesView, outlined: Outlined): void {
  flow.paragraph([
    quiet(
      'Reading is what the tool can read; an act is a dated human act (a review, a test, a document) with its attestation. A finding stands here by its number, resource and first evidence, and with all that was observed in section 8.',
    ),
  ]);
  for (const { matrix, groups } of frameworks) {
    flow.heading(2, [text(matrix.title)], { keep: 150 });
    const parts = outlined.add(matrix.title);
    flow.paragraph([text(matrix.totals)]);
    flow.paragraph([
      text('Proposed: '),
      ...matrix.proposals.flatMap(({ count, word }, index) => [
        text(index === 0 ? '' : ', '),
        bold(count),
        text(` ${word}`),
      ]),
      text('.'),
    ]);
    drawTable(
      flow,
      matrix.heads.map(({ word }, index) => ({ title: word, share: index === 0 ? 5 : 1, isNumber: index > 0 })),
      matrix.groups.map(({ id, anchor, title, counts }) => ({
        anchors: [],
        cells: [
          [[text(`${id} ${title}`, { link: { to: anchor }, ink: 'accent' })]],
          ...counts.map((count) => [[text(count)]]),
        ],
      })),
    );
    for (const group of groups) drawGroup(flow, group, parts);
  }
}

function drawGroup(flow: Flow, { anchor, name, title, tested, untested }: Group, parts: Outlined): void {
  flow.heading(3, [text(`${name}: ${title}`)], { anchor, keep: 90 });
  parts.add(`${name}: ${title}`);
  if (tested.length > 0) {
    drawTable(
      flow,
      [
        { title: 'Clause', share: 0.95 },
        { title: 'What it asks, in our own words, and what was found', share: 7.2 },
        { title: 'Tool’s result', share: 1.2 },
        { title: 'Proposed', share: 1.45 },
      ],
      tested.map(testedRow),
    );
  }
  if (untested.length > 0) {
    drawTable(
      flow,
      [
        { title: 'Clause', share: 0.95 },
        { title: 'What it asks, in our own words; not tested', share: 4.6 },
        { title: 'Evidence', share: 1.4 },
        { title: 'Whose', share: 1.1 },
        { title: 'Why', share: 2.4 },
      ],
      untested.map(({ id, anchor: own, title: asks, how, responsible, why, supersededBy, supersededAnchor }) => ({
        anchors: [own],
        cells: [
          [[bold(id)]],
          [[text(asks)]],
          [[text(how)]],
          [[text(responsible)]],
          [
            supersededBy === null
              ? [text(why)]
              : [text(`${why} See `), text(supersededBy, { link: { to: supersededAnchor }, ink: 'accent' }), text('.')],
          ],
        ],
      })),
      size.small - 0.3,
    );
  }
}

function testedRow({
  id,
  anchor,
  title,
  chip: status,
  proposalWord,
  notes,
  why,
  controls,
}: Group['tested'][number]): Row {
  return {
    anchors: [anchor],
    cells: [
      [[bold(id)]],
      [[text(title)], ...controls.flatMap(controlParagraphs), [quiet(why === null ? notes : `${why} ${notes}`)]],
      [[chip(status, inkOf(status.css))]],
      [[text(proposalWord)]],
    ],
  };
}

function controlParagraphs({
  control,
  role,
  expected,
  observed,
  evidence,
  exceptions,
  more,
}: Group['tested'][number]['controls'][number]): readonly (readonly Span[])[] {
  return [
    [
      code(control),
      text(` (${role})${expected === null ? '' : `: ${expected}`} `),
      bold('Observed: '),
      text(`${observed}. `),
      ...refs(evidence),
    ],
    ...exceptions.map(({ number, chip: outcome, id, name, owner, evidence: places }) => [
      chip(outcome, inkOf(outcome.css)),
      text(' '),
      ...refs([number]),
      text(' '),
      code(id),
      text(`${name === null ? '' : ` “${name}”`}${owner === null ? '' : `, ${owner}`} `),
      ...refs(places),
    ]),
    ...(more === null ? [] : [[quiet(more)]]),
  ];
}
