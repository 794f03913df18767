import { Flags } from '@oclif/core';
import { auditFlags } from '../cli/audit-flags.js';
import { PrepayCommand } from '../cli/base-command.js';
import { interruptible } from '../cli/interrupt.js';
import { progressTo } from '../cli/progress.js';

export default class Doctor extends PrepayCommand {
  static override summary = 'Say what can be read, what is missing, and the policy that grants it.';
  static override description =
    `Tries every operation of the audit on AWS in every region by its smallest call: one page of at most five items; on GitHub once an organization, and those of repositories on the first one in scope. Of the build it says which gates the folder of artefacts has. It looks at this machine, the configuration and the credentials too, and changes nothing.

Exit codes: 0 everything can be read; 2 usage, configuration, no credentials, the wrong account, output not writable; 3 something cannot be read; 4 internal error; 130 interrupted.`;
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {
      description: 'One region, by a profile',
      command: '<%= config.bin %> <%= command.id %> --region eu-west-1 --aws-profile audit',
    },
  ];
  static override flags = {
    config: auditFlags.config,
    source: auditFlags.source,
    org: auditFlags.org,
    region: auditFlags.region,
    'aws-profile': auditFlags['aws-profile'],
    out: Flags.string({
      description: 'folder that a run would write to',
      default: './evidence',
      helpValue: 'DIR',
      helpGroup: 'OUTPUT',
    }),
    sign: Flags.string({
      description: 'private key file that a run would sign with',
      helpValue: 'KEY',
      helpGroup: 'OUTPUT',
    }),
    concurrency: auditFlags.concurrency,
    timeout: auditFlags.timeout,
    'log-level': auditFlags['log-level'],
  };

  async run(): Promise<object> {
    const { flags } = await this.parse(Doctor);
    const { doctor } = await import('../app/doctor.js');
    const progress = progressTo(process.stderr, { level: flags['log-level'] });
    const report = await interruptible((signal) =>
      doctor({
        config: flags.config ?? null,
        source: flags.source ?? [],
        org: flags.org ?? [],
        region: flags.region ?? [],
        awsProfile: flags['aws-profile'] ?? null,
        sign: flags.sign ?? null,
        out: flags.out,
        concurrency: flags.concurrency,
        timeoutMs: flags.timeout * 1000,
        nodeVersion: process.version,
        signal,
        onEvent: progress.event,
      }),
    ).finally(progress.end);
    const { doctorText } = await import('../app/doctor-text.js');
    this.log(doctorText(report, { columns: this.columns(), color: this.isColourful(flags) }));
    process.exitCode = report.exit;
    return report;
  }
}
