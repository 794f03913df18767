import { Args, Flags } from '@oclif/core';
import { PrepayCommand } from '../../cli/base-command.js';

export default class ReportBuild extends PrepayCommand {
  static override summary = 'Render reports again from a pack.';
  static override description =
    'Writes beside the pack, never into it: <pack>-reports/ unless --out says otherwise. Nothing is overwritten.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> evidence/latest --format html,csv',
    {
      description: "A house's own templates: summary.html.hbs gives summary.html",
      command: '<%= config.bin %> <%= command.id %> evidence/latest --template templates',
    },
  ];
  static override args = { pack: Args.string({ required: true, description: 'folder of the pack' }) };
  static override flags = {
    format: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      delimiter: ',',
      default: ['html'],
      description: 'html, pdf, json, csv, sarif, junit, markdown, ocsf',
      helpValue: 'html,csv',
    }),
    template: Flags.string({
      description: "folder of the house's own Handlebars templates, rendered in the place of --format",
      helpValue: 'DIR',
      exclusive: ['format'],
    }),
    out: Flags.string({ description: 'folder that receives the reports', helpValue: 'DIR' }),
  };

  async run(): Promise<object> {
    const { args, flags } = await this.parse(ReportBuild);
    const { buildReports } = await import('../../app/show.js');
    if (flags.template !== undefined) {
      const { buildHouseReports } = await import('../../app/house-templates.js');
      const reports = await buildHouseReports(args.pack, { templates: flags.template, out: flags.out ?? null });
      for (const report of reports) this.log(report.path);
      return { reports };
    }
    const reports = await buildReports(args.pack, { formats: flags.format, out: flags.out ?? null });
    for (const report of reports) this.log(report.path);
    return { reports };
  }
}
