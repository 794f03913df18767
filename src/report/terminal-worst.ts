import { scopeId } from '../core/scope.js';
import type { ReportModel, WorstResource } from './model-types.js';
import { severityInk } from './paint.js';
import { clipped, hanging, oneLine, type Page, paragraph, title } from './terminal-layout.js';
import { plural } from './words.js';

const findingsShown = 3;
const linesOfObserved = 2;
const indent = 5;
const labelWidth = 9;

/** The ten resources to mend first, each with its worst fails in two lines at most; the report has the rest. */
export function worst({ summary }: ReportModel, page: Page): readonly string[] {
  if (summary.worst.length === 0) return [title('Mend first', page), ...paragraph('Nothing failed.', page)];
  const resources = summary.worst.flatMap((resource, position) => worstOne(resource, position + 1, page));
  const more =
    summary.worstOmitted === 0
      ? []
      : paragraph(`and ${plural(summary.worstOmitted, 'more resource')} with a fail: see the report`, page);
  return [title('Mend first', page), ...resources, ...more];
}

function worstOne(
  { resource, severity, owner, findings, remedy, remedyAsFor }: WorstResource,
  rank: number,
  page: Page,
): readonly string[] {
  const name = resource.name === null ? '' : ` “${resource.name}”`;
  const where = `${resource.id}${name}, ${resource.kind.split('.').at(-1) ?? resource.kind} in ${scopeId(resource.scope)}${owner === null ? '' : `, owner ${owner}`}`;
  const label = (text: string): string => `${' '.repeat(indent)}${text.padEnd(labelWidth)}`;
  const ink = severityInk(severity);
  const sentences = findings.slice(0, findingsShown).flatMap((finding) => {
    // The block is headed by the id: the sentence need not begin with it again.
    const observed = finding.observed.startsWith(`${resource.id} `)
      ? finding.observed.slice(resource.id.length + 1)
      : finding.observed;
    const text = `${finding.control} (${finding.number}): ${observed}`;
    const lines = hanging(label(finding.severity), text, page, (plain) =>
      page.paint(severityInk(finding.severity), plain),
    );
    return clipped(lines, linesOfObserved, page);
  });
  const more = findings.length - findingsShown;
  const todo = remedy === null ? null : remedyAsFor === null ? oneLine(remedy) : `as for ${remedyAsFor}.`;
  return [
    ...hanging(`${`${rank}.`.padStart(indent - 1)} `, where, page, (plain) => page.paint(ink, plain)),
    ...sentences,
    ...(more > 0 ? [`${label('')}and ${plural(more, 'more fail')}`] : []),
    ...(todo === null ? [] : hanging(label('do'), todo, page)),
  ];
}
