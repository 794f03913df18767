import { Flags } from '@oclif/core';
import { PrepayCommand } from '../../cli/base-command.js';

export default class ControlsList extends PrepayCommand {
  static override summary = 'List the controls.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --framework iso-27001-2022',
  ];
  static override flags = {
    framework: Flags.string({ description: 'only controls mapped to this framework', helpValue: 'pci-dss-4.0.1' }),
  };

  async run(): Promise<object> {
    const { flags } = await this.parse(ControlsList);
    const { listControls, controlsTable } = await import('../../app/controls.js');
    const controls = listControls(flags.framework ?? null);
    this.log(controlsTable(controls, { columns: this.columns(), color: this.isColourful(flags) }));
    return { controls };
  }
}
