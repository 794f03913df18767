import { Args } from '@oclif/core';
import { PrepayCommand } from '../../cli/base-command.js';

export default class ControlsShow extends PrepayCommand {
  static override summary = 'Show one control: what it demands, why, its parameters, clauses and remedy.';
  static override examples = ['<%= config.bin %> <%= command.id %> no-world-open-admin-ports'];
  static override args = { control: Args.string({ required: true, description: 'id of the control' }) };

  async run(): Promise<object> {
    const { args } = await this.parse(ControlsShow);
    const { showControl, controlText } = await import('../../app/controls.js');
    const control = showControl(args.control);
    this.log(controlText(control, this.columns()));
    return control;
  }
}
