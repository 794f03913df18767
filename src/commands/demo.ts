import { Flags } from '@oclif/core';
import { PrepayCommand } from '../cli/base-command.js';
import { interruptible } from '../cli/interrupt.js';

export default class Demo extends PrepayCommand {
  static override summary = 'Audit both demo platforms and show what was fixed.';
  static override description =
    'Audits the recorded platform before and after it was mended, without network or credentials, signs both packs with a throw-away key, verifies and replays them, and says where the reports are.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --out /tmp/prepay-demo',
  ];
  static override flags = {
    out: Flags.string({ description: 'folder that receives the packs', default: './evidence/demo', helpValue: 'DIR' }),
  };

  async run(): Promise<object> {
    const { flags } = await this.parse(Demo);
    const { demo } = await import('../app/demo.js');
    const result = await interruptible((signal) => demo({ out: flags.out, signal }));
    const { demoSummary, demoText } = await import('../app/demo-text.js');
    this.log(demoText(result, { columns: this.columns(), color: this.isColourful(flags) }));
    return demoSummary(result);
  }
}
