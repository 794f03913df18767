import { Flags } from '@oclif/core';
import { PrepayCommand } from '../cli/base-command.js';
import { PrepayError } from '../core/errors.js';

export default class Init extends PrepayCommand {
  static override summary = 'Write a prepay.yaml by asking; --yes takes the defaults.';
  static override description =
    'Asks who is assessed, what is audited and whether packs are signed, and writes a configuration with comments that every command accepts. The AWS account is that of the credentials at hand, if STS names it within five seconds; the GitHub organization is the owner of the repository that the file lies in, if a token is at hand; gates are judged if there is a folder artefacts. Nothing is overwritten without --force.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    { description: 'Without questions', command: '<%= config.bin %> <%= command.id %> --yes' },
  ];
  static override flags = {
    config: Flags.string({ description: 'file to write', default: 'prepay.yaml', helpValue: 'FILE' }),
    yes: Flags.boolean({ char: 'y', description: 'ask nothing, take the defaults' }),
    force: Flags.boolean({ description: 'write over a configuration that is there' }),
    'aws-profile': Flags.string({
      description: "profile of the AWS configuration (else AWS_PROFILE, else the SDK's chain)",
      helpValue: 'NAME',
    }),
  };

  async run(): Promise<object> {
    const { flags } = await this.parse(Init);
    if (!flags.yes) refuseSilence(this.jsonEnabled());
    const [{ init }, { identityAtHand }] = await Promise.all([
      import('../app/init.js'),
      import('../app/init-identity.js'),
    ]);
    const ask = flags.yes ? null : (await import('../cli/ask.js')).terminalAsk;
    const identity = () => identityAtHand(flags['aws-profile'] ?? null);
    const written = await init({ path: flags.config, force: flags.force, ask, identity, environment: process.env });
    const { initText } = await import('../app/init-summary.js');
    this.log(initText(written, this.columns()));
    return written;
  }
}

/** Throws PREPAY_USAGE where there is nobody to ask. */
function refuseSilence(isJson: boolean): void {
  if (isJson) {
    throw new PrepayError(
      'PREPAY_USAGE',
      'init asks questions, and --json has no place for them',
      'Pass --yes as well.',
    );
  }
  if (process.stdin.isTTY && process.stdout.isTTY) return;
  throw new PrepayError(
    'PREPAY_USAGE',
    'init asks questions, and this is no terminal',
    'Pass --yes to take the defaults.',
  );
}
