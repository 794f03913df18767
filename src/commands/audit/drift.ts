import { Flags } from '@oclif/core';
import { auditFlags } from '../../cli/audit-flags.js';
import { PrepayCommand } from '../../cli/base-command.js';
import { interruptible } from '../../cli/interrupt.js';
import { progressTo } from '../../cli/progress.js';

const runFlags = {
  config: auditFlags.config,
  'aws-profile': auditFlags['aws-profile'],
  demo: auditFlags.demo,
  out: auditFlags.out,
  format: auditFlags.format,
  output: auditFlags.output,
  sign: auditFlags.sign,
  nonce: auditFlags.nonce,
  'sample-seed': auditFlags['sample-seed'],
  'fail-on': auditFlags['fail-on'],
  'allow-incomplete': auditFlags['allow-incomplete'],
  concurrency: auditFlags.concurrency,
  timeout: auditFlags.timeout,
  quiet: auditFlags.quiet,
  'log-level': auditFlags['log-level'],
};

export default class AuditDrift extends PrepayCommand {
  static override summary = 'Audit, and say what changed since the last pack.';
  static override description =
    `Runs the whole audit and seals its pack as 'audit run' does, then compares it with the newest whole pack of the store (of --out, where no store is configured), control by control and resource by resource. The report is written beside the pack, appended to the step summary of GitHub Actions, and whoever the configuration's notify names is told. It takes no flag that narrows a run: a partial run is no baseline.

Exit codes: 0 no regression at or above --fail-on, whatever else fails as before; 1 a regression, or an earlier pack that does not verify; 2 usage, configuration, no credentials, output not writable; 4 internal error, full disk, or somebody who could not be told; 130 interrupted. Without an earlier pack: those of 'audit run'.`;
  static override examples = [
    {
      description: 'Compare with the newest pack of the store, or of ./evidence',
      command: '<%= config.bin %> <%= command.id %> --sign audit.key',
    },
    {
      description: 'Try it without any account: the planted demo platform and its pack of before',
      command: '<%= config.bin %> <%= command.id %> --demo before',
    },
  ];
  static override flags = {
    ...runFlags,
    against: Flags.string({
      description: 'the earlier pack (else the newest whole one of the store, or of --out)',
      helpValue: 'PACK',
      helpGroup: 'COMPARISON',
    }),
    key: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'public key file of whoever signed the earlier pack (else the key that signs this run)',
      helpValue: 'FILE',
      helpGroup: 'COMPARISON',
    }),
  };

  async run(): Promise<object> {
    const { flags } = await this.parse(AuditDrift);
    const { auditDrift } = await import('../../app/drift.js');
    const { everything } = await import('../../app/plan.js');
    const { driftTerminal, guardedDrift } = await import('../../app/diff.js');
    const { terminal } = await import('../../app/render.js');
    const progress = progressTo(process.stderr, { level: flags.quiet ? 'error' : flags['log-level'] });
    const screen = { columns: this.columns(), color: this.isColourful(flags) };
    const ran = await interruptible((signal) =>
      auditDrift({
        ...everything,
        config: flags.config ?? null,
        failOn: flags['fail-on'],
        allowIncomplete: flags['allow-incomplete'] ?? [],
        sign: flags.sign ?? null,
        nonce: flags.nonce ?? null,
        sampleSeed: flags['sample-seed'] ?? null,
        demo: flags.demo ?? null,
        out: flags.out,
        awsProfile: flags['aws-profile'] ?? null,
        formats: flags.format,
        outputs: flags.output ?? [],
        concurrency: flags.concurrency,
        timeoutMs: flags.timeout * 1000,
        against: flags.against ?? null,
        keys: flags.key ?? [],
        signal,
        onEvent: progress.event,
        onDrift: (drift, audited) => {
          progress.end();
          if (flags.quiet) return;
          if (drift !== null) this.log(driftTerminal(drift, screen).trimEnd());
          else
            this.log(
              `${terminal(audited, screen)}\nThere is no earlier pack to compare with; the next run has this one.`,
            );
        },
      }),
    ).finally(progress.end);
    if (!flags.quiet) {
      for (const { path } of ran.reports) this.log(`drift report  ${path}`);
      for (const name of ran.notified) this.log(`told          ${name}`);
    }
    process.exitCode = ran.exit;
    return {
      exit: ran.exit,
      drift: ran.drift === null ? null : guardedDrift(ran.drift),
      reports: ran.reports,
      notified: ran.notified,
      run: ran.audited.summary,
    };
  }
}
