import { Args } from '@oclif/core';
import { PrepayCommand } from '../cli/base-command.js';
import { shells } from '../cli/completion-script.js';

export default class Completion extends PrepayCommand {
  static override summary = 'Print the completion script of a shell.';
  static override description = `bash: the line below in ~/.bashrc.
zsh: write it to a file _prepay in a folder of $fpath, before compinit runs.
powershell: pipe it to Out-String and Invoke-Expression in $PROFILE.`;
  static override examples = [
    { description: 'In ~/.bashrc', command: 'source <(<%= config.bin %> <%= command.id %> bash)' },
    { description: 'For zsh', command: '<%= config.bin %> <%= command.id %> zsh > _prepay' },
  ];
  static override args = {
    shell: Args.string({ required: true, options: [...shells], description: 'the shell' }),
  };

  async run(): Promise<object> {
    const { args } = await this.parse(Completion);
    const { completionScript } = await import('../cli/completion-script.js');
    const shell = shells.find((known) => known === args.shell) ?? 'bash';
    const script = await completionScript(this.config, shell);
    this.log(script.trimEnd());
    return { shell, script };
  }
}
