import { expect, it } from 'vitest';
import ControlsCoverage from '../../src/commands/controls/coverage.js';
import ControlsList from '../../src/commands/controls/list.js';
import ControlsShow from '../../src/commands/controls/show.js';
import { controlsTable, controlText, coverage, coverageTable, listControls } from '../../src/app/controls.js';
import { definitions } from '../../src/app/rules.js';
import { widthOf } from '../../src/report/wrap.js';
import { runCommand } from '../helpers/run-command.js';

/** Lines of a text that are wider than a terminal of 80 columns. */
function tooWide(text: string, columns = 80): string[] {
  return text.split('\n').filter((line) => widthOf(line) > columns);
}

it('controls list, show and coverage fit 80 columns', async () => {
  const [first] = definitions;
  const texts = [
    await runCommand(ControlsList, []),
    await runCommand(ControlsCoverage, []),
    await runCommand(ControlsCoverage, ['--framework', 'iso-27001-2022']),
    await runCommand(ControlsShow, [first?.id ?? '']),
  ];
  for (const { stdout, exit } of texts) {
    expect(exit).toBe(0);
    expect(stdout.split('\n').length).toBeGreaterThan(5);
    expect(tooWide(stdout)).toEqual([]);
  }
});

it.each([60, 80, 120, 200])('every control and both matrices fit %i columns', (columns) => {
  const terminal = { columns, color: false };
  const texts = [
    controlsTable(listControls(null), terminal),
    ...['pci-dss-4.0.1', 'iso-27001-2022'].map((framework) => coverageTable(coverage(framework), terminal)),
    ...definitions.map((control) => controlText(control, columns)),
  ];
  for (const text of texts) expect(tooWide(text, columns)).toEqual([]);
});

it('the list names what a control judges where there is room', () => {
  const [first] = listControls(null);
  expect(controlsTable(listControls(null), { columns: 80, color: false })).not.toContain('subject');
  const wide = controlsTable(listControls(null), { columns: 160, color: false });
  expect(wide).toContain('subject');
  expect(wide).toContain(first?.subject ?? 'none');
});
