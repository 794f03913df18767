import { Args, Flags } from '@oclif/core';
import { PrepayCommand } from '../../cli/base-command.js';

export default class PackUpload extends PrepayCommand {
  static override summary = 'Put a sealed pack into the store of the configuration.';
  static override description =
    'What `audit run` does at its end, again: for a pack whose upload was broken off. It goes on where it stopped, and overwrites nothing.';
  static override examples = ['<%= config.bin %> <%= command.id %> evidence/latest'];
  static override args = { pack: Args.string({ required: true, description: 'folder of the pack' }) };
  static override flags = {
    config: Flags.string({
      char: 'c',
      description: 'configuration file that names the store (default: prepay.yaml)',
      helpValue: 'FILE',
    }),
    'aws-profile': Flags.string({ description: 'profile of the AWS configuration', helpValue: 'NAME' }),
  };

  async run(): Promise<object> {
    const { args, flags } = await this.parse(PackUpload);
    const { uploadPack } = await import('../../app/store-put.js');
    const uploaded = await uploadPack(args.pack, {
      config: flags.config ?? null,
      awsProfile: flags['aws-profile'] ?? null,
    });
    this.log(`${uploaded.pack} is in ${uploaded.store}`);
    return uploaded;
  }
}
