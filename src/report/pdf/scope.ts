import type { ScopeView } from '../html-scope.js';
import type { WafView } from '../html-waf.js';
import type { Flow } from './flow.js';
import { bold, chip, code, quiet, text } from './spans.js';
import { drawTable } from './table.js';
import { inkOf } from './theme.js';

/** What was in scope, what was not, and what nobody could read. */
export function drawScope(flow: Flow, view: ScopeView): void {
  flow.heading(2, [text('Sources')]);
  drawTable(
    flow,
    [
      { title: 'Source', share: 1 },
      { title: 'State', share: 1.1 },
      { title: 'Read as', share: 3 },
      { title: 'Scopes', share: 3 },
      { title: 'Why', share: 2 },
    ],
    view.sources.map(({ source, state, identity, scopes, why }) => ({
      anchors: [],
      cells: [[[bold(source)]], [[text(state)]], [[code(identity)]], [[code(scopes)]], [[text(why)]]],
    })),
  );
  flow.heading(2, [text('Cardholder data environment')], { keep: 30 });
  flow.paragraph([text(view.cde)]);
  flow.heading(2, [text('Approved')], { keep: 30 });
  if (view.approvals.length === 0) flow.paragraph([text('Nothing is approved beyond what the controls allow.')]);
  else {
    drawTable(
      flow,
      [
        { title: 'What', share: 2 },
        { title: 'Kind', share: 1 },
        { title: 'Reason', share: 4 },
        { title: 'Approved by', share: 2 },
      ],
      view.approvals.map(({ value, approves, reason, by }) => ({
        anchors: [],
        cells: [[[code(value)]], [[text(approves)]], [[text(reason)]], [[text(by)]]],
      })),
    );
  }
  flow.heading(2, [text('Exclusions')], { keep: 30 });
  if (view.excluded.length === 0) flow.paragraph([text('Nothing was excluded.')]);
  else {
    drawTable(
      flow,
      [
        { title: 'What', share: 4 },
        { title: 'By whom', share: 2 },
        { title: 'Reason', share: 4 },
      ],
      view.excluded.map(({ what, by, reason }) => ({
        anchors: [],
        cells: [[[text(what)]], [[text(by)]], [[text(reason)]]],
      })),
    );
  }
  drawUnreadable(flow, view);
  drawResumption(flow, view);
  drawPopulations(flow, view);
}

function drawUnreadable(flow: Flow, { unreadable, unknownChip }: ScopeView): void {
  flow.heading(2, [text('What was not readable')], { keep: 30 });
  if (unreadable.length === 0) {
    flow.paragraph([text('Every read that was made got its full answer.')]);
    return;
  }
  drawTable(
    flow,
    [
      { title: 'Operation, and how to try it again', share: 4 },
      { title: 'Where', share: 2 },
      { title: 'How it ended', share: 2 },
      { title: 'Pages before', share: 1, isNumber: true },
      { title: 'What the source said', share: 3 },
    ],
    unreadable.map(({ operation, command, scope, why, pages, said }) => ({
      anchors: [],
      cells: [
        [[code(operation)], [code(command, { ink: 'quiet' })]],
        [[code(scope)]],
        [[bold(`${unknownChip.mark} `, { ink: 'unknown' }), text(why)]],
        [[text(String(pages))]],
        [[text(said)]],
      ],
    })),
  );
}

function drawResumption(flow: Flow, { resumption }: ScopeView): void {
  if (resumption === null) return;
  flow.heading(2, [text('What was read before the run was resumed')], { keep: 30 });
  const what =
    resumption.rows.length === 0
      ? 'Every read was made again.'
      : 'These reads were complete by then and were not made again; scope.json names each.';
  flow.paragraph([text(`The run was cut short and taken up again at ${resumption.at.join(', ')}. ${what}`)]);
  if (resumption.rows.length === 0) return;
  drawTable(
    flow,
    [
      { title: 'Operation', share: 3 },
      { title: 'Where', share: 3 },
      { title: 'Reads', share: 1, isNumber: true },
      { title: 'Read from', share: 2 },
      { title: 'To', share: 2 },
    ],
    resumption.rows.map(({ operation, scope, count, from, to }) => ({
      anchors: [],
      cells: [[[code(operation)]], [[code(scope)]], [[text(String(count))]], [[text(from)]], [[text(to)]]],
    })),
  );
}

function drawPopulations(flow: Flow, { populations }: ScopeView): void {
  flow.heading(2, [text('Populations')], { keep: 30 });
  if (populations.length === 0) {
    flow.paragraph([text('No population was listed: no source was read.')]);
    return;
  }
  flow.paragraph([text('Every member’s id stands in results/populations.json.')]);
  drawTable(
    flow,
    [
      { title: 'Kind', share: 2.6 },
      { title: 'Members', share: 0.9, isNumber: true },
      { title: 'Where', share: 3.2 },
      { title: 'Listed by', share: 2.6 },
      { title: 'Complete', share: 1.8 },
    ],
    populations.map(({ kind, count, where, operations, gaps }) => ({
      anchors: [],
      cells: [
        [[code(kind)]],
        [[text(count)]],
        [[text(where)]],
        [[code(operations)]],
        gaps.length === 0
          ? [[text('yes')]]
          : gaps.map(({ scope, gap }) => [text('no, '), code(scope), text(`: ${gap}`)]),
      ],
    })),
  );
}

/** Each web ACL as a table, with the rules that decide. */
export function drawWaf(flow: Flow, { empty, missing, acls }: WafView): void {
  flow.heading(2, [text('What web ACLs do with attacks')], { keep: 60 });
  flow.paragraph([
    quiet(
      empty ??
        'By category of the OWASP Core Rule Set, with the rules that decide; results/waf-matrix.json has the same.',
    ),
  ]);
  flow.list(missing.map((what) => [text(`Not read: ${what}`)]));
  for (const { name, id, where, counts, rows } of acls) {
    flow.heading(3, [code(name), quiet(`  ${counts}`)]);
    flow.paragraph([code(id, { ink: 'quiet' }), text(', '), code(where, { ink: 'quiet' })]);
    drawTable(
      flow,
      [
        { title: 'Attacks', share: 2.2 },
        { title: 'Rule files', share: 1.4 },
        { title: 'Effective action', share: 1.6 },
        { title: 'Rules that decide', share: 3 },
        { title: 'What lets them by', share: 3 },
      ],
      rows.map(({ title, files, chip: action, by, why }) => ({
        anchors: [],
        cells: [
          [[text(title)]],
          [[text(files)]],
          [[chip(action, inkOf(action.css))]],
          [[code(by.join(', '))]],
          [[text(why.join('; '))]],
        ],
      })),
    );
  }
}
