import type { PlannedOperation, ReadPlan } from './read-plan.js';

/** The plan as lines for a terminal, with no line feed at the end. */
export function readPlanText(plan: ReadPlan): string {
  const { operations, total, pack } = plan;
  const rows = operations.map((operation) => [operation.operation, howOften(operation), lastOf(operation)]);
  const head = ['OPERATION', 'READ', pack === null ? '' : 'LAST RUN'];
  const widths = [0, 1].map((column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    `Would read ${placesOf(plan).join('; ')}. No call was made.`,
    '',
    line(head),
    ...rows.map(line),
    '',
    ...sums(plan),
    ...(total.fewestCalls === null ? [] : [`Calls: ${total.fewestCalls} at least.`]),
    ...lastCalls(plan),
  ].join('\n');
}

function placesOf({ sources, regions, organizations, gatesDir }: ReadPlan): readonly string[] {
  const named = regions === 'all' ? 'every region that is enabled for the account' : regions.join(', ');
  const places: Readonly<Record<(typeof sources)[number], string>> = {
    aws: `AWS in ${named}`,
    github: organizations.length === 0 ? 'GitHub' : `GitHub in ${organizations.join(', ')}`,
    gates: `the artefacts in ${gatesDir ?? ''}`,
  };
  return sources.map((source) => places[source]);
}

function sums({ sources, total }: ReadPlan): readonly string[] {
  const isAlone = sources.length === 1 && sources[0] === 'aws';
  const each = sources.map((source) => `Reads${isAlone ? '' : ` of ${source}`}: ${total.expressions[source] ?? ''}.`);
  const notes = [
    'A read takes one call a page, more where it is throttled.',
    ...(sources.includes('github')
      ? ['Of GitHub some lists are asked for in several ways, and others only where they matter.']
      : []),
  ];
  return isAlone ? [`${each.join('')} ${notes.join(' ')}`] : [...each, ...notes];
}

function lastCalls({ sources, total: { lastCalls: ofAws, lastCallsOf }, pack }: ReadPlan): readonly string[] {
  if (pack === null || ofAws === null || lastCallsOf === null) {
    return ['With a pack in --out, the calls of its run would stand here.'];
  }
  return sources.map((source) =>
    source === 'aws'
      ? `The run of ${pack.packId} made ${ofAws} calls in its own regions.`
      : `The run of ${pack.packId} made ${lastCallsOf[source] ?? 0} calls to ${source}.`,
  );
}

function howOften({ once, of }: PlannedOperation): string {
  switch (once) {
    case 'account':
      return 'once';
    case 'region':
      return 'once a region';
    case 'organization':
      return 'once an organization';
    case 'repository':
      return 'once a repository';
    case 'file':
      return 'for each file';
    case 'item':
      return `for each of ${of ?? ''}`;
  }
}

function lastOf({ last }: PlannedOperation): string {
  if (last === null) return '';
  return `${last.reads} ${last.reads === 1 ? 'read' : 'reads'}, ${last.calls} ${last.calls === 1 ? 'call' : 'calls'}`;
}
