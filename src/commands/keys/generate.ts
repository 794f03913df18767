import { Args, Flags } from '@oclif/core';
import { PrepayCommand } from '../../cli/base-command.js';

export default class KeysGenerate extends PrepayCommand {
  static override summary = 'Make a key pair that signs packs.';
  static override description =
    'Writes the private key (readable by its owner only) and, beside it, the public key with .pub appended. Nothing is overwritten. Give the public key and its fingerprint to the assessor by a way of its own: a key found inside a pack proves nothing.';
  static override examples = ['<%= config.bin %> <%= command.id %> audit.key'];
  static override args = { file: Args.string({ required: true, description: 'path of the private key' }) };
  static override flags = {
    type: Flags.option({
      options: ['p256', 'ed25519'] as const,
      default: 'p256' as const,
      description: 'ECDSA P-256 or Ed25519',
    })(),
  };

  async run(): Promise<object> {
    const { args, flags } = await this.parse(KeysGenerate);
    const { generateKeys } = await import('../../app/keys.js');
    const made = await generateKeys(args.file, flags.type);
    this.log(`private key  ${made.privatePath}\npublic key   ${made.publicPath}\nfingerprint  ${made.fingerprint}`);
    return made;
  }
}
