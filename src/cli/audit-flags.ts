import { Flags } from '@oclif/core';
import { failOnLevels, severities } from '../core/outcome.js';

const list = { multiple: true, multipleNonGreedy: true, delimiter: ',' } as const;

/** The flags of `audit run`: what is read, what is checked, what is written, how it ends. */
export const auditFlags = {
  config: Flags.string({
    description: 'configuration file (default: prepay.yaml, if it is there)',
    helpValue: 'FILE',
    helpGroup: 'SCOPE',
  }),
  source: Flags.string({
    ...list,
    description: 'only these sources (aws, github, gates)',
    helpValue: 'aws,github',
    helpGroup: 'SCOPE',
  }),
  preset: Flags.option({
    options: ['ci', 'full'] as const,
    description: "ci: the build's gates and what a workflow's own token can read; full: everything in scope",
    exclusive: ['source', 'demo'],
    helpGroup: 'SCOPE',
  })(),
  org: Flags.string({
    ...list,
    description: 'only these organizations of GitHub',
    helpValue: 'NAME',
    helpGroup: 'SCOPE',
  }),
  region: Flags.string({ ...list, description: 'only these AWS regions', helpValue: 'eu-west-1', helpGroup: 'SCOPE' }),
  'aws-profile': Flags.string({
    description: "profile of the AWS configuration (else AWS_PROFILE, else the SDK's chain)",
    helpValue: 'NAME',
    helpGroup: 'SCOPE',
  }),
  demo: Flags.option({
    options: ['before', 'after'] as const,
    description: 'audit the recorded demo platform: no network, no credentials',
    helpGroup: 'SCOPE',
  })(),
  framework: Flags.string({
    ...list,
    description: 'only controls mapped to these frameworks',
    helpValue: 'pci-dss-4.0.1',
    helpGroup: 'SELECTION',
  }),
  control: Flags.string({
    ...list,
    description: 'only controls that match these globs',
    helpValue: "'no-world-*'",
    helpGroup: 'SELECTION',
  }),
  'exclude-control': Flags.string({
    ...list,
    description: 'all but controls that match these globs',
    helpValue: 'GLOB',
    helpGroup: 'SELECTION',
  }),
  severity: Flags.option({
    ...list,
    options: severities,
    description: 'only controls of these severities',
    helpGroup: 'SELECTION',
  })(),
  out: Flags.string({
    description: 'folder that receives the pack',
    default: './evidence',
    helpValue: 'DIR',
    helpGroup: 'OUTPUT',
  }),
  format: Flags.string({
    ...list,
    description: 'reports to render into the pack (html, pdf, json, csv, sarif, junit, markdown, ocsf)',
    default: ['html', 'pdf', 'json'],
    helpValue: 'html,json',
    helpGroup: 'OUTPUT',
  }),
  output: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    description: 'write one more report to a file that is not there yet; missing folders are made',
    helpValue: 'FORMAT=FILE',
    helpGroup: 'OUTPUT',
  }),
  sign: Flags.string({
    description: 'private key file that signs the pack (else signing.key of the configuration, else UNSIGNED)',
    helpValue: 'KEY',
    helpGroup: 'OUTPUT',
  }),
  'sample-seed': Flags.string({
    description: "the assessor's seed: samples of each population are drawn by it, and anybody can draw them again",
    helpValue: 'TEXT',
    helpGroup: 'OUTPUT',
  }),
  nonce: Flags.string({
    description: "the assessor's own challenge, at most 200 printable characters: the signed statement repeats it",
    helpValue: 'TEXT',
    helpGroup: 'OUTPUT',
  }),
  'fail-on': Flags.option({
    options: failOnLevels,
    description: 'lowest severity that makes the exit code 1 (fail) or 3 (unknown)',
    default: 'high' as const,
    helpGroup: 'EXIT',
  })(),
  baseline: Flags.string({
    description: 'an earlier pack: what failed or was unknown there does not make the exit code 1 or 3 again',
    helpValue: 'PACK',
    helpGroup: 'EXIT',
  }),
  'allow-incomplete': Flags.string({
    ...list,
    description: 'sources whose unknowns do not make the exit code 3',
    helpValue: 'all|aws,gates',
    helpGroup: 'EXIT',
  }),
  resume: Flags.boolean({
    description:
      'go on with the run in --out that was cut short: its complete reads of the last hour are not made again',
    exclusive: ['demo', 'plan'],
    helpGroup: 'RUN',
  }),
  plan: Flags.boolean({
    description: 'print what would be read and in how many calls, and make none',
    exclusive: ['demo'],
    helpGroup: 'RUN',
  }),
  concurrency: Flags.integer({
    description: 'calls in flight per service and region at most; fewer while it throttles',
    default: 10,
    min: 1,
    max: 100,
    helpGroup: 'RUN',
  }),
  timeout: Flags.integer({
    description: 'seconds to wait for one call',
    default: 60,
    min: 1,
    max: 3600,
    helpGroup: 'RUN',
  }),
  quiet: Flags.boolean({ char: 'q', description: 'print errors only', helpGroup: 'RUN' }),
  'log-level': Flags.option({
    options: ['error', 'warn', 'info', 'debug'] as const,
    description: 'detail on standard error',
    default: 'info' as const,
    helpGroup: 'RUN',
  })(),
};
