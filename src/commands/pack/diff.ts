import { Args, Flags } from '@oclif/core';
import { PrepayCommand } from '../../cli/base-command.js';
import { failOnLevels } from '../../core/outcome.js';

export default class PackDiff extends PrepayCommand {
  static override summary = 'Say what changed between two packs.';
  static override description =
    `Compares control by control and resource by resource, and tells apart what became of the platform from changed rules, lost reads, expired exceptions, lapsed acts and populations that shrank. Both packs' files are checked first, and with --key their signatures.

Exit codes: 0 no regression at or above --fail-on; 1 a regression, or a pack that does not verify; 2 usage.`;
  static override examples = [
    {
      description: 'Show what changed, whatever it is',
      command: '<%= config.bin %> <%= command.id %> evidence/latest evidence/latest --fail-on never',
    },
    {
      description: 'Hold both packs to a key, and keep a page of Markdown',
      command:
        '<%= config.bin %> <%= command.id %> evidence/latest evidence/latest --key audit.key.pub --output markdown=drift.md',
    },
  ];
  static override args = {
    old: Args.string({ required: true, description: 'folder of the earlier pack' }),
    new: Args.string({ required: true, description: 'folder of the later pack' }),
  };
  static override flags = {
    key: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'public key file of a signer; without one the signatures are not checked, and the report says so',
      helpValue: 'FILE',
    }),
    output: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'write the report to a file that is not there yet (html, markdown, json)',
      helpValue: 'FORMAT=FILE',
    }),
    'fail-on': Flags.option({
      options: failOnLevels,
      description: 'lowest severity of a regression that makes the exit code 1',
      default: 'high' as const,
    })(),
    'allow-incomplete': Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      delimiter: ',',
      description: 'sources whose new unknowns do not make the exit code 1',
      helpValue: 'all|aws,gates',
    }),
  };

  async run(): Promise<object> {
    const { args, flags } = await this.parse(PackDiff);
    const { diffPacks, driftOutputs, driftTerminal, guardedDrift, writeDrift } = await import('../../app/diff.js');
    const outputs = await driftOutputs(flags.output ?? [], [args.old, args.new]);
    const drift = await diffPacks({
      before: args.old,
      after: args.new,
      keys: flags.key ?? [],
      failOn: flags['fail-on'],
      allowIncomplete: flags['allow-incomplete'] ?? [],
    });
    await writeDrift(drift, outputs);
    this.log(driftTerminal(drift, { columns: this.columns(), color: this.isColourful(flags) }).trimEnd());
    process.exitCode = drift.exit;
    return guardedDrift(drift);
  }
}
