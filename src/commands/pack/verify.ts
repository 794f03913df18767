import { Args, Flags } from '@oclif/core';
import { PrepayCommand } from '../../cli/base-command.js';

export default class PackVerify extends PrepayCommand {
  static override summary = 'Check a pack and re-perform every verdict in it.';
  static override description =
    `Checks files and hashes, the signature (by the key that you give, never the one inside), the chain, the versions, and then collects, parses, checks and rolls up again from the recording and compares byte for byte.

Exit codes: 0 verified; 1 the pack does not verify; 2 usage; 3 made by another version, so the verdicts were not re-performed.`;
  static override examples = ['<%= config.bin %> <%= command.id %> evidence/latest --key audit.key.pub'];
  static override args = { pack: Args.string({ required: true, description: 'folder of the pack' }) };
  static override flags = {
    key: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'public key file of the signer, received by a way of its own; without one no pack verifies',
      helpValue: 'FILE',
    }),
  };

  async run(): Promise<object> {
    const { args, flags } = await this.parse(PackVerify);
    const { verify } = await import('../../app/verify.js');
    const report = await verify({
      pack: args.pack,
      keys: flags.key ?? [],
      onStep: (step) => {
        if (!this.jsonEnabled())
          this.log(`${step.result.padEnd(14)} ${step.name}${step.detail === '' ? '' : `: ${step.detail}`}`);
      },
    });
    this.log(report.conclusion);
    process.exitCode = report.exit;
    return report;
  }
}
