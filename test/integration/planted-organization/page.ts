import { byCodeUnit } from '../../../src/core/json.js';
import { plantedTable, type Section } from '../planted/table.js';
import { type Measured, measured } from './compare.js';
import { githubControls, type Planted } from './plant.js';

export interface Seen {
  readonly token: string;
  /** Whose token it is. */
  readonly of: string;
  readonly found: ReadonlyMap<string, string>;
}

const outcomes = ['pass', 'fail', 'unknown', 'not-applicable'] as const;

const head = {
  test: 'test/integration/planted-organization.test.ts',
  title: 'The planted organization',
  lines: [
    'The integration tests plant every edge case of the controls of the area source-control, once faulty and once clean,',
    "in organizations of a fake of GitHub whose answers are held to GitHub's own description of its API. They audit them",
    'with four tokens of different power, and compare every verdict with what was expected of it: exactly for an owner;',
    "for each other token every verdict is the owner's, or unknown.",
  ],
  around: 'what stands around the cases as well',
};

/** docs/planted-organization.md. */
export function organizationPage(
  sections: readonly Section[],
  planted: readonly Planted[],
  seen: readonly Seen[],
): string {
  return `${plantedTable(sections, head)}${tokenTable(planted, seen)}\n${controlTable(seen)}`;
}

function tokenTable(planted: readonly Planted[], seen: readonly Seen[]): string {
  const rows = seen.map(({ token, of, found }) => {
    const count = (outcome: string) => [...found.values()].filter((one) => one === outcome).length;
    const counts = outcomes.map(count);
    return `| ${[token, of, ...counts, ...ratios(measured(planted, found))].join(' | ')} |`;
  });
  return [
    '## By token',
    '',
    'Recall: planted faults that were found, of all. Precision: findings that fail and are planted faults, of all that',
    'fail. What a token may not see is unknown, so that a weaker one finds less and is wrong in nothing.',
    '',
    '| token | of | pass | fail | unknown | not-applicable | recall | precision |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** Of each control, what each token's findings came to. */
function controlTable(seen: readonly Seen[]): string {
  const cell = (control: string, found: Seen['found']) =>
    outcomes
      .map((outcome) => [...found].filter(([key, one]) => one === outcome && key.startsWith(`${control}: `)).length)
      .join(' / ');
  return [
    '## By control and token',
    '',
    `In each cell: ${outcomes.join(' / ')}.`,
    '',
    `| control | ${seen.map(({ token }) => token).join(' | ')} |`,
    `|---|${'---|'.repeat(seen.length)}`,
    ...[...githubControls]
      .sort(byCodeUnit)
      .map((control) => `| ${[control, ...seen.map(({ found }) => cell(control, found))].join(' | ')} |`),
    '',
  ].join('\n');
}

function ratios({ faults, met, failed, recall, precision }: Measured): readonly string[] {
  return [
    `${recall.toFixed(3)} (${met} of ${faults})`,
    failed === 0 ? 'nothing fails' : `${precision.toFixed(3)} (${met} of ${failed})`,
  ];
}
