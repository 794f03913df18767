import type { Ink } from '../report/paint.js';
import { hanging, type Page } from '../report/terminal-layout.js';
import type { Check } from './doctor-checks.js';

export type State = Check['state'] | 'later';

const marks: Readonly<Record<State, readonly [string, Ink]>> = {
  ok: ['✓', 'green'],
  warning: ['!', 'yellow'],
  problem: ['✕', 'red'],
  later: ['–', 'dim'],
};

/** One line of the report: its mark, its label, its text. */
export function line(state: State, label: string, text: string, page: Page, width = 15): readonly string[] {
  const [mark, ink] = marks[state];
  return hanging(`  ${mark} ${label.padEnd(width)}`, text, page, (plain) => plain.replace(mark, page.paint(ink, mark)));
}

export interface Line {
  readonly state: State;
  readonly label: string;
  readonly text: string;
}
