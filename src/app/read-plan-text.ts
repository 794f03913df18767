import type { PlannedOperation, ReadPlan } from './read-plan.js';

/** The plan as lines for a terminal, with no line feed at the end. */
export function readPlanText({ regions, operations, total, pack }: ReadPlan): string {
  const where = regions === 'all' ? 'every region that is enabled for the account' : regions.join(', ');
  const rows = operations.map((operation) => [operation.operation, howOften(operation), lastOf(operation)]);
  const head = ['OPERATION', 'READ', pack === null ? '' : 'LAST RUN'];
  const widths = [0, 1].map((column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    `Would read AWS in ${where}. No call was made.`,
    '',
    line(head),
    ...rows.map(line),
    '',
    `Reads: ${total.expression}. A read takes one call a page, more where it is throttled.`,
    ...(total.fewestCalls === null ? [] : [`Calls: ${total.fewestCalls} at least.`]),
    pack === null || total.lastCalls === null
      ? 'With a pack in --out, the calls of its run would stand here.'
      : `The run of ${pack.packId} made ${total.lastCalls} calls in its own regions.`,
  ].join('\n');
}

function howOften({ once, of }: PlannedOperation): string {
  switch (once) {
    case 'account':
      return 'once';
    case 'region':
      return 'once a region';
    case 'item':
      return `for each of ${of ?? ''}`;
  }
}

function lastOf({ last }: PlannedOperation): string {
  if (last === null) return '';
  return `${last.reads} ${last.reads === 1 ? 'read' : 'reads'}, ${last.calls} ${last.calls === 1 ? 'call' : 'calls'}`;
}
