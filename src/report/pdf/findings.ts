import type { FindingsView } from '../html-findings.js';
import type { ReportControl } from '../model-types.js';
import type { Flow } from './flow.js';
import type { Outlined } from './outlined.js';
import { bold, chip, code, quiet, refs, type Span, text } from './spans.js';
import { drawTable, type Row } from './table.js';
import { inkOf, size } from './theme.js';

type ControlView = FindingsView['severities'][number]['controls'][number];
type RowView = ControlView['open']['rows'][number];

/** Fails and unknowns by severity and control with what mends them, then the others by resource alone. */
export function drawFindings(
  flow: Flow,
  { severities, others }: FindingsView,
  controls: readonly ReportControl[],
  outlined: Outlined,
): void {
  const sources = new Map(controls.map((control) => [control.id, control.sources]));
  flow.paragraph([
    quiet(
      'The reasons of a control, its command lines and its Terraform stand with it under rules/. A finding without an owner has none named.',
    ),
  ]);
  for (const { severity, count, controls: own } of severities) {
    flow.heading(2, [text(severity, { ink: inkOf(severity) }), quiet(`  ${count}`, { scale: 0.8 })], { keep: 110 });
    const part = outlined.add(`${severity}: ${count}`);
    for (const control of own) {
      flow.heading(3, [code(control.id, { scale: 0.95 })], { anchor: control.anchor, keep: 80 });
      part.add(control.id);
      drawControl(flow, control, sources.get(control.id) ?? []);
    }
  }
  for (const { title, controls: folds } of others) {
    flow.heading(2, [text(title)], { keep: 60 });
    outlined.add(title);
    drawTable(
      flow,
      otherColumns,
      folds.flatMap(({ id, rows }) => rows.map((row) => otherRow(id, row))),
      size.small - 0.4,
    );
  }
}

function drawControl(
  flow: Flow,
  { statement, console: steps, open, fold }: ControlView,
  sources: readonly string[],
): void {
  flow.paragraph([text(statement)], { after: 2 });
  if (steps.length > 0) flow.paragraph([bold('To mend it: '), text(steps.join(' '))], { size: size.small, after: 2 });
  if (sources.length > 0) {
    flow.paragraph(
      [
        quiet('Sources: '),
        ...sources.flatMap((url, index) => [text(index === 0 ? '' : ' '), text(url, { ink: 'accent', link: { url } })]),
      ],
      { size: size.small - 0.6, after: 4 },
    );
  }
  drawTable(
    flow,
    [
      { title: 'No.', share: 0.8 },
      { title: 'Outcome', share: 1.35 },
      { title: 'Observed, with evidence', share: 4.6 },
      { title: 'Resource and owner', share: 3.6 },
    ],
    [...open.rows, ...(fold?.rows ?? [])].map(row),
  );
}

function row(view: RowView): Row {
  const { number, chip: outcome, reason, observed, owner, evidence } = view;
  return {
    anchors: [number],
    cells: [
      [[bold(number)]],
      [[chip(outcome, inkOf(outcome.css))], ...(reason === null ? [] : [[quiet(reason)]])],
      [[text(`${observed} `), ...refs(evidence)]],
      [
        resource(view),
        [quiet(`${view.kind} in `), code(view.where, { ink: 'quiet' }), quiet(owner === null ? '' : `, ${owner}`)],
      ],
    ],
  };
}

const otherColumns = [
  { title: 'No.', share: 0.8 },
  { title: 'Control', share: 3 },
  { title: 'Resource', share: 4.6 },
  { title: 'Evidence', share: 1.6 },
];

function otherRow(control: string, view: RowView): Row {
  return {
    anchors: [view.number],
    cells: [
      [[bold(view.number)]],
      [[code(control)]],
      [
        [
          ...resource(view),
          quiet(' in '),
          code(view.where, { ink: 'quiet' }),
          quiet(view.reason === null ? '' : `, ${view.reason}`),
        ],
      ],
      [refs(view.evidence)],
    ],
  };
}

/** A digest tells a person nothing: its beginning stands behind the name, and all of it in results/findings.jsonl. */
function resource({ id, name, isDigest }: RowView): readonly Span[] {
  if (isDigest && name !== null) return [text(`“${name}” `), code(`${id.slice(0, 12)}…`, { ink: 'quiet' })];
  return [code(id), text(name === null ? '' : ` “${name}”`)];
}
