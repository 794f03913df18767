import { Flags } from '@oclif/core';
import { PrepayCommand } from '../../cli/base-command.js';

export default class AttestationsList extends PrepayCommand {
  static override summary = 'List the dated human acts of the ledger.';
  static override description =
    'Shows every act of the folder that the configuration names under `attestations`, the newest first, with the clauses that it evidences, the day on which it was performed, the day on which it was recorded, and its outcome. An act that counts for nothing (its evidence file is gone or has another hash, or it is dated after today) says why.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];
  static override flags = {
    config: Flags.string({ description: 'the configuration (else ./prepay.yaml)', helpValue: 'FILE' }),
  };

  async run(): Promise<object> {
    const { flags } = await this.parse(AttestationsList);
    const { listActs, actsTable, today } = await import('../../app/attestations-ledger.js');
    const acts = await listActs(flags.config ?? null, today());
    this.log(actsTable(acts, { columns: this.columns(), color: this.isColourful(flags) }));
    return { acts };
  }
}
