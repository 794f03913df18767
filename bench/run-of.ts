import { effectiveApprovals, effectiveCde } from '../src/app/approvals.js';
import { packageRoot } from '../src/app/package-root.js';
import { effectiveParameters } from '../src/app/parameters.js';
import { withoutConfig } from '../src/app/config.js';
import { definitions, rules } from '../src/app/rules.js';
import type { Run } from '../src/core/run.js';
import { otherSources } from '../test/helpers/other-sources.js';
import { account, region } from './big-account.js';

/** The controls that judge a security group by its own rules: the same three however many are added beside them. */
export const judged = ['no-world-open-admin-ports', 'no-world-open-all-ports', 'no-world-open-data-ports'];

const declaredAt = '2026-01-01T00:00:00.000Z';

const configured = {
  ...otherSources,
  params: effectiveParameters(withoutConfig(), definitions).map((setting) => ({
    ...setting,
    value: typeof setting.value === 'number' ? setting.value : [...setting.value],
  })),
  cde: effectiveCde(withoutConfig()),
  attestations: null,
  approvals: effectiveApprovals(withoutConfig()),
};

/** Every setting of the run at its default and its time, as the run itself states them. */
export const stated = { ...configured, declaredAt };

/** A run over the big account by those controls. */
export const run: Run = {
  schema: 'https://prepay.example/run/v1',
  packId: '20260101T000000000Z-bench',
  declaredAt,
  tool: { name: 'prepay', version: packageRoot.version, libraries: {} },
  configuration: {
    file: null,
    entity: null,
    aws: { account, regions: [region], homeRegion: region },
    ...configured,
  },
  selection: {
    sources: ['aws'],
    frameworks: rules.catalogs.map(({ id }) => id),
    controls: judged,
    regions: [region],
    severities: [],
    failOn: 'high',
    allowIncomplete: [],
  },
  partial: true,
  partialBecause: ['the benchmark judges security groups alone'],
  demo: null,
  runner: null,
};
