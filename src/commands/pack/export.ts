import { Args } from '@oclif/core';
import { PrepayCommand } from '../../cli/base-command.js';

export default class PackExport extends PrepayCommand {
  static override summary = 'Write a pack as one zip file.';
  static override description = 'The same pack gives the same bytes on every machine. Nothing is overwritten.';
  static override examples = ['<%= config.bin %> <%= command.id %> evidence/latest pack.zip'];
  static override args = {
    pack: Args.string({ required: true, description: 'folder of the pack' }),
    file: Args.string({ required: true, description: 'zip file to write' }),
  };

  async run(): Promise<object> {
    const { args } = await this.parse(PackExport);
    const { exportPack } = await import('../../app/show.js');
    const written = await exportPack(args.pack, args.file);
    this.log(`${written.file}  sha256 ${written.sha256}`);
    return written;
  }
}
