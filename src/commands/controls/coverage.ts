import { Flags } from '@oclif/core';
import { PrepayCommand } from '../../cli/base-command.js';

export default class ControlsCoverage extends PrepayCommand {
  static override summary = 'Show which clauses of a framework the controls evidence, and how.';
  static override description = 'Every clause of the framework is listed, also those that nothing reads.';
  static override examples = ['<%= config.bin %> <%= command.id %> --framework pci-dss-4.0.1'];
  static override flags = {
    framework: Flags.string({ description: 'the framework', default: 'pci-dss-4.0.1', helpValue: 'iso-27001-2022' }),
  };

  async run(): Promise<object> {
    const { flags } = await this.parse(ControlsCoverage);
    const { coverage, coverageTable } = await import('../../app/controls.js');
    const matrix = coverage(flags.framework);
    this.log(coverageTable(matrix, { columns: this.columns(), color: this.isColourful(flags) }));
    return matrix;
  }
}
