import { Args, Flags } from '@oclif/core';
import { PrepayCommand } from '../../cli/base-command.js';

export default class PackExtract extends PrepayCommand {
  static override summary = "Cut one tenant's or one clause's evidence out of a signed pack, with proofs.";
  static override description =
    `Each finding is given with a proof that it is a line of the pack that was signed, and so is each recorded answer that it rests on. For a tenant, an answer that is not wholly the tenant's is withheld: only its digest is named, and it tells nothing.

The extract proves what it shows, not that the pack holds nothing else. \`pack verify\` checks an extract as it checks a pack.`;
  static override examples = [
    '<%= config.bin %> <%= command.id %> evidence/latest --tenant acme --out extract-acme',
    '<%= config.bin %> <%= command.id %> evidence/latest --clause 1.2.5 --out extract',
  ];
  static override args = { pack: Args.string({ required: true, description: 'folder of the pack' }) };
  static override flags = {
    tenant: Flags.string({ description: "the tenant's name", helpValue: 'NAME', exactlyOne: ['tenant', 'clause'] }),
    clause: Flags.string({ description: 'id of a clause', helpValue: '1.2.5' }),
    framework: Flags.string({ description: 'framework of the clause', default: 'pci-dss-4.0.1', helpValue: 'ID' }),
    out: Flags.string({ required: true, description: 'folder that receives the extract', helpValue: 'DIR' }),
  };

  async run(): Promise<object> {
    const { args, flags } = await this.parse(PackExtract);
    const { extractPack } = await import('../../app/extract.js');
    const of =
      flags.tenant === undefined
        ? { framework: flags.framework, clause: flags.clause ?? '' }
        : { tenant: flags.tenant };
    const { packId, given, withheld, tree } = await extractPack({ pack: args.pack, of, out: flags.out });
    this.log(`${flags.out}: ${given.length} lines of ${packId} given, ${withheld.length} withheld`);
    return { path: flags.out, packId, of, given: given.length, withheld: withheld.length, tree };
  }
}
