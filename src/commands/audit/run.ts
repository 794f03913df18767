import { auditFlags } from '../../cli/audit-flags.js';
import { PrepayCommand } from '../../cli/base-command.js';
import { interruptible } from '../../cli/interrupt.js';
import { progressTo } from '../../cli/progress.js';

export default class AuditRun extends PrepayCommand {
  static override summary = 'Collect, evaluate, seal and report.';
  static override description =
    `Reads every source in scope, records each answer, judges the recording, and seals recording, verdicts and reports into an evidence pack.

Exit codes: 0 clean; 1 a finding at or above --fail-on; 2 usage, configuration, no credentials, output not writable or there already; 3 nothing that gives 1, but an unknown at or above --fail-on that --allow-incomplete does not name; 4 internal error or full disk; 130 interrupted.`;
  static override examples = [
    {
      description: 'Audit what the environment names, and sign',
      command: '<%= config.bin %> <%= command.id %> --sign audit.key',
    },
    {
      description: 'Gate a build on critical findings, findings as CSV beside the pack',
      command: '<%= config.bin %> <%= command.id %> --fail-on critical --output csv=findings.csv',
    },
    {
      description: 'See what would be read, and in how many calls, without making one',
      command: '<%= config.bin %> <%= command.id %> --plan --region eu-west-1',
    },
    {
      description: 'Go on with a run that was killed or whose disk was full',
      command: '<%= config.bin %> <%= command.id %> --resume',
    },
    {
      description: 'Gate a build on what its artefacts and its own token show',
      command: '<%= config.bin %> <%= command.id %> --preset ci --output sarif=prepay.sarif --output junit=prepay.xml',
    },
    {
      description: 'Let by what failed before, and fail on what is new',
      command: '<%= config.bin %> <%= command.id %> --baseline evidence/latest',
    },
    { description: 'Try it without any account', command: '<%= config.bin %> <%= command.id %> --demo before' },
  ];
  static override flags = auditFlags;

  async run(): Promise<object> {
    const { flags } = await this.parse(AuditRun);
    const request = {
      config: flags.config ?? null,
      source: flags.source ?? [],
      org: flags.org ?? [],
      preset: flags.preset ?? null,
      framework: flags.framework ?? [],
      control: flags.control ?? [],
      excludeControl: flags['exclude-control'] ?? [],
      severity: flags.severity ?? [],
      region: flags.region ?? [],
      failOn: flags['fail-on'],
      allowIncomplete: flags['allow-incomplete'] ?? [],
      sign: flags.sign ?? null,
      sampleSeed: flags['sample-seed'] ?? null,
      demo: flags.demo ?? null,
      nonce: flags.nonce ?? null,
      out: flags.out,
    };
    if (flags.plan) {
      const { planReads } = await import('../../app/audit-plan.js');
      const { readPlanText } = await import('../../app/read-plan-text.js');
      const plan = await planReads(request);
      this.log(readPlanText(plan));
      return plan;
    }
    const { audit } = await import('../../app/audit.js');
    const progress = progressTo(process.stderr, { level: flags.quiet ? 'error' : flags['log-level'] });
    const result = await interruptible((signal) =>
      audit({
        ...request,
        awsProfile: flags['aws-profile'] ?? null,
        baseline: flags.baseline ?? null,
        resume: flags.resume,
        formats: flags.format,
        outputs: flags.output ?? [],
        concurrency: flags.concurrency,
        timeoutMs: flags.timeout * 1000,
        signal,
        onEvent: progress.event,
      }),
    ).finally(progress.end);
    const { annotationsOf, terminal } = await import('../../app/render.js');
    const annotations = annotationsOf(result.model, process.env);
    // Standard output is one document with --json; the runner reads workflow commands from both.
    if (annotations !== '' && !flags.quiet) process.stderr.write(`${annotations}\n`);
    if (!flags.quiet) {
      this.log(terminal(result, { columns: this.columns(), color: this.isColourful(flags) }));
    }
    process.exitCode = result.summary.exit;
    return result.summary;
  }
}
