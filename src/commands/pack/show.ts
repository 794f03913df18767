import { Args } from '@oclif/core';
import { PrepayCommand } from '../../cli/base-command.js';

export default class PackShow extends PrepayCommand {
  static override summary = 'Say what a pack holds.';
  static override description =
    'Shows the run, its results and its signer as the pack states them. It verifies nothing: that is `pack verify`.';
  static override examples = ['<%= config.bin %> <%= command.id %> evidence/latest'];
  static override args = { pack: Args.string({ required: true, description: 'folder of the pack' }) };

  async run(): Promise<object> {
    const { args, flags } = await this.parse(PackShow);
    const { showPack } = await import('../../app/show.js');
    const shown = await showPack(args.pack);
    const { terminal } = await import('../../app/render.js');
    this.log(terminal(shown, { columns: this.columns(), color: this.isColourful(flags) }));
    return shown.summary;
  }
}
