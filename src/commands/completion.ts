import { Args } from '@oclif/core';
import { PrepayCommand } from '../cli/base-command.js';

export default class Completion extends PrepayCommand {
  static override summary = 'Set up completion for your shell.';
  static override examples = ['<%= config.bin %> <%= command.id %> bash'];
  static override args = {
    shell: Args.string({ required: true, options: ['bash', 'zsh', 'powershell'], description: 'the shell' }),
  };

  async run(): Promise<object> {
    const { args } = await this.parse(Completion);
    await this.config.runCommand('autocomplete', [args.shell]);
    return { shell: args.shell };
  }
}
