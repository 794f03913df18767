import { Args, Flags } from '@oclif/core';
import { PrepayCommand } from '../../cli/base-command.js';

export default class PackSample extends PrepayCommand {
  static override summary = "Draw samples from a sealed pack's populations by the assessor's seed.";
  static override description =
    `For a seed that the assessor chose after the pack was sealed, so that nobody could choose a run for what it draws. The pack stays as it is.

The size is that of discovery sampling: the smallest sample that holds a deviation with --confidence percent, if --tolerable percent of the population deviate. Members are ranked by HMAC-SHA-256(seed, scope/id).`;
  static override examples = ['<%= config.bin %> <%= command.id %> evidence/latest --sample-seed "2026-11-26 Q4"'];
  static override args = { pack: Args.string({ required: true, description: 'folder of the pack' }) };
  static override flags = {
    'sample-seed': Flags.string({ required: true, description: "the assessor's seed", helpValue: 'TEXT' }),
    confidence: Flags.integer({ description: 'percent', default: 95, min: 80, max: 99 }),
    tolerable: Flags.integer({ description: 'percent', default: 10, min: 1, max: 20 }),
  };

  async run(): Promise<object> {
    const { args, flags } = await this.parse(PackSample);
    const { samplePack } = await import('../../app/sampling.js');
    const { samplesText } = await import('../../app/samples-text.js');
    const samples = await samplePack(args.pack, flags['sample-seed'], {
      confidencePercent: flags.confidence,
      tolerablePercent: flags.tolerable,
    });
    this.log(samplesText(samples));
    return samples;
  }
}
