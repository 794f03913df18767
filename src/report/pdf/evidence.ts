import type { EvidenceView } from '../html-evidence.js';
import type { Flow } from './flow.js';
import { bold, code, quiet, refs, text } from './spans.js';
import { drawTable } from './table.js';
import { size } from './theme.js';

/** Every place in the recording that a finding points at, read by read. */
export function drawEvidence(flow: Flow, { count, reads }: EvidenceView): void {
  if (reads.length === 0) return;
  flow.paragraph([
    text(`${count}. The recorded answers are left out here: inside the pack’s folder, `),
    code('sed -n LINEp FILE | jq .response'),
    text(' prints the page that an entry points into.'),
  ]);
  for (const { operation, scope, summary, file, key, command, items } of reads) {
    flow.heading(2, [code(operation), text(' in '), code(scope), quiet(`  ${summary}`)], { size: size.text, keep: 70 });
    flow.paragraph([code(file ?? ''), quiet(' read '), code(key, { ink: 'quiet' })], {
      size: size.small - 0.4,
      after: 1,
    });
    if (command !== null)
      flow.paragraph([quiet('Collect it again: '), code(command)], { size: size.small - 0.4, after: 3 });
    drawTable(
      flow,
      [
        { title: 'No.', share: 0.8 },
        { title: 'Line', share: 0.7, isNumber: true },
        { title: 'Place in the answer', share: 5 },
        { title: 'Findings', share: 3 },
      ],
      items.map(({ number, line, pointer, findings, more }) => ({
        anchors: [number],
        cells: [
          [[bold(number)]],
          [[text(line)]],
          [[code(pointer)]],
          [[...refs(findings), quiet(more === null ? '' : ` ${more}`)]],
        ],
      })),
      size.small - 0.4,
    );
  }
}
