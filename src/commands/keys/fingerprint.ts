import { Args } from '@oclif/core';
import { PrepayCommand } from '../../cli/base-command.js';

export default class KeysFingerprint extends PrepayCommand {
  static override summary = 'Print the fingerprint of a public or private key.';
  static override description =
    'The fingerprint is the SHA-256 of the public key (SPKI, DER); reports and packs print the same.';
  static override examples = ['<%= config.bin %> <%= command.id %> audit.key.pub'];
  static override args = { file: Args.string({ required: true, description: 'PEM file' }) };

  async run(): Promise<object> {
    const { args } = await this.parse(KeysFingerprint);
    const { fingerprintOfFile } = await import('../../app/keys.js');
    const fingerprint = await fingerprintOfFile(args.file);
    this.log(fingerprint);
    return { file: args.file, fingerprint };
  }
}
