import { Args, Flags } from '@oclif/core';
import { PrepayCommand } from '../../cli/base-command.js';

export default class PackVerify extends PrepayCommand {
  static override summary = 'Check a pack and re-perform every verdict in it.';
  static override description =
    `Checks files and hashes, the signature (by the key that you give, never the one inside), the time stamp, the chain, the versions, and then collects, parses, checks and rolls up again from the recording and compares byte for byte.

Exit codes: 0 verified; 1 the pack does not verify; 2 usage; 3 made by another version, so the verdicts were not re-performed.`;
  static override examples = [
    '<%= config.bin %> <%= command.id %> evidence/latest --key audit.key.pub',
    {
      description: 'Check the chain of all packs in a store: signatures, gaps, forks, late and half-copied packs',
      command: '<%= config.bin %> <%= command.id %> --store s3://audit-evidence/prepay --key audit.key.pub',
    },
  ];
  static override args = {
    pack: Args.string({ description: 'folder of the pack; without it, --store is verified as a whole' }),
  };
  static override flags = {
    key: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'public key file of the signer, received by a way of its own; without one no pack verifies',
      helpValue: 'FILE',
    }),
    'tsa-ca': Flags.string({
      description:
        'root certificate, in PEM, of the time-stamping authority; a pack without a time stamp by it does not verify',
      helpValue: 'FILE',
    }),
    store: Flags.string({
      description:
        'folder or s3://bucket/prefix of packs: the pack before is looked for there; without PACK, the whole chain',
      helpValue: 'STORE',
    }),
    deep: Flags.boolean({
      description: 'with --store and without PACK: verify each pack in full, every verdict re-performed',
      dependsOn: ['store'],
    }),
    'aws-profile': Flags.string({
      description: 'profile of the AWS configuration for a store in S3',
      helpValue: 'NAME',
    }),
    config: Flags.string({
      char: 'c',
      description: 'prepay.yaml whose signing.keys, each within its days, and signing.timestamp hold beside the flags',
      helpValue: 'FILE',
    }),
  };

  async run(): Promise<object> {
    const { args, flags } = await this.parse(PackVerify);
    if (args.pack === undefined) return this.verifyStore(flags);
    const { verify } = await import('../../app/verify.js');
    const { verifyIfExtract } = await import('../../app/extract.js');
    const onStep = (step: { readonly name: string; readonly result: string; readonly detail: string }): void => {
      if (!this.jsonEnabled())
        this.log(`${step.result.padEnd(14)} ${step.name}${step.detail === '' ? '' : `: ${step.detail}`}`);
    };
    const extract = await verifyIfExtract(args.pack, flags.key ?? [], onStep);
    if (extract !== null) {
      this.log(extract.conclusion);
      process.exitCode = extract.exit;
      return extract;
    }
    const report = await verify({
      pack: args.pack,
      keys: flags.key ?? [],
      tsaCa: flags['tsa-ca'] ?? null,
      config: flags.config ?? null,
      store: flags.store ?? null,
      awsProfile: flags['aws-profile'] ?? null,
      onStep,
    });
    this.log(report.conclusion);
    process.exitCode = report.exit;
    return report;
  }

  private async verifyStore(flags: {
    readonly store?: string | undefined;
    readonly key?: readonly string[] | undefined;
    readonly config?: string | undefined;
    readonly 'aws-profile'?: string | undefined;
    readonly deep: boolean;
  }): Promise<object> {
    const { storeGiven, storeText, verifyWholeStore } = await import('../../app/verify-store.js');
    const report = await verifyWholeStore({
      store: storeGiven(flags.store ?? null),
      keys: flags.key ?? [],
      config: flags.config ?? null,
      awsProfile: flags['aws-profile'] ?? null,
      deep: flags.deep,
    });
    this.log(storeText(report));
    process.exitCode = report.exit;
    return report;
  }
}
