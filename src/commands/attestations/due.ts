import { Flags } from '@oclif/core';
import { PrepayCommand } from '../../cli/base-command.js';

export default class AttestationsDue extends PrepayCommand {
  static override summary = 'List what lapsed and what lapses next.';
  static override description =
    'Shows the windows of the ledger that ran out, then those that run out within so many days, by the time frames of the standard, and names the clauses for which no act was ever recorded. It exits 0 whatever it finds: verdicts are those of `audit run`.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    { description: 'For the next quarter', command: '<%= config.bin %> <%= command.id %> --within 90' },
  ];
  static override flags = {
    config: Flags.string({ description: 'the configuration (else ./prepay.yaml)', helpValue: 'FILE' }),
    within: Flags.integer({
      description: 'how many days to look ahead',
      default: 30,
      min: 0,
      max: 3660,
      helpValue: 'DAYS',
    }),
  };

  async run(): Promise<object> {
    const { flags } = await this.parse(AttestationsDue);
    const { dueActs, dueTable, today } = await import('../../app/attestations-ledger.js');
    const found = await dueActs(flags.config ?? null, today(), flags.within);
    this.log(dueTable(found, { columns: this.columns(), color: this.isColourful(flags) }));
    return found;
  }
}
