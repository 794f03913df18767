import { PrepayCommand } from '../../cli/base-command.js';

export default class ControlsLint extends PrepayCommand {
  static override summary = 'Check the control library: mappings, parameters, needs, rationale.';
  static override description =
    'Exits 1 if something is wrong, and names each control, what was found and what was expected.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];

  async run(): Promise<object> {
    await this.parse(ControlsLint);
    const { lintControls } = await import('../../app/controls.js');
    const { controls, problems } = await lintControls();
    for (const problem of problems) this.log(`${problem.control}: ${problem.text}`);
    this.log(`${controls} controls, ${problems.length} problems`);
    process.exitCode = problems.length > 0 ? 1 : 0;
    return { controls, problems };
  }
}
