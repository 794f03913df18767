import { Flags } from '@oclif/core';
import { PrepayCommand } from '../../cli/base-command.js';

export default class AttestationsAdd extends PrepayCommand {
  static override summary = 'Record a dated human act in the ledger.';
  static override description =
    'Writes one YAML file for the act into the folder that the configuration names under `attestations`, with the hash of its evidence file as it is now. The evidence file has to lie below that folder; nothing is copied, nothing is overwritten, and an act of tomorrow is refused. Acts are never replaced: the gaps between them are part of the evidence.';
  static override examples = [
    `<%= config.bin %> <%= command.id %> --id asv-scan-2026-q4 --title "ASV scan" \\
  --clause pci-dss-4.0.1:11.3.2 --performed-on 2026-11-02 --outcome met \\
  --performed-by "the ASV" --owner security \\
  --file attestations/evidence/asv-2026-q4.pdf`,
  ];
  static override flags = {
    config: Flags.string({ description: 'the configuration (else ./prepay.yaml)', helpValue: 'FILE' }),
    id: Flags.string({ description: 'lowercase words with hyphens, unique in the ledger', required: true }),
    title: Flags.string({ description: 'what was done', required: true }),
    clause: Flags.string({
      description: 'a clause that it evidences; may be given several times',
      helpValue: 'FRAMEWORK:CLAUSE',
      multiple: true,
      required: true,
    }),
    'performed-on': Flags.string({ description: 'the day on which it was done', helpValue: 'DAY', required: true }),
    'recorded-on': Flags.string({ description: 'the day on which it is recorded (else today)', helpValue: 'DAY' }),
    'performed-by': Flags.string({ description: 'who did it', required: true }),
    owner: Flags.string({ description: 'who answers for it', required: true }),
    outcome: Flags.string({
      description: 'what it came to: the condition holds, or exceptions stand',
      options: ['met', 'exceptions-noted'],
      required: true,
    }),
    file: Flags.string({ description: 'its evidence file, below the folder of the ledger', required: true }),
    'valid-until': Flags.string({ description: 'ends its window early', helpValue: 'DAY' }),
    basis: Flags.string({
      description: 'the id of the risk analysis (12.3.1) that sets its frequency',
      helpValue: 'ID',
    }),
    'every-days': Flags.integer({ description: 'that frequency, in days', min: 1, max: 366 }),
    trigger: Flags.string({ description: 'the significant change after which it was done, or that there was none' }),
  };

  async run(): Promise<object> {
    const { flags } = await this.parse(AttestationsAdd);
    const [{ addAct }, { today }] = await Promise.all([
      import('../../app/attestations-add.js'),
      import('../../app/attestations-ledger.js'),
    ]);
    const asked = {
      config: flags.config ?? null,
      id: flags.id,
      title: flags.title,
      clauses: flags.clause,
      performedOn: flags['performed-on'],
      recordedOn: flags['recorded-on'] ?? null,
      performedBy: flags['performed-by'],
      owner: flags.owner,
      outcome: flags.outcome,
      file: flags.file,
      validUntil: flags['valid-until'] ?? null,
      basis: flags.basis ?? null,
      everyDays: flags['every-days'] ?? null,
      trigger: flags.trigger ?? null,
    };
    const added = await addAct(asked, today());
    this.log(`${added.path} written.`);
    if (added.act.file.state === 'withheld')
      this.log('Its evidence file holds what looks like a card number or secret: no pack will have a copy of it.');
    return added;
  }
}
