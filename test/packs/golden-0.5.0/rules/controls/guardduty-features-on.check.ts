import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import type { FactKinds } from '../../../src/core/fact.js';
import { whereAudited } from '../../../src/derive/aws/guardduty.js';

/** What must be covered, and the features by any of which it is. */
const wanted = [
  { what: 'EKS audit logs', by: ['EKS_AUDIT_LOGS'] },
  // The older EKS_RUNTIME_MONITORING watches clusters alone, so that machines and tasks beside them are not seen.
  { what: 'runtime', by: ['RUNTIME_MONITORING'] },
  { what: 'S3 data events', by: ['S3_DATA_EVENTS'] },
  { what: 'malware on EBS volumes', by: ['EBS_MALWARE_PROTECTION'] },
];

type Features = FactKinds['aws.guardduty.region-detector']['features'];

export default defineCheck({
  needs: {
    region: need('aws.region', { as: 'subject' }),
    detectors: need('aws.guardduty.region-detector'),
  },
  run({ region, detectors }) {
    return whereAudited(region, detectors, ({ data: { detectorId, isOn, features, listsAllFeatures }, evidence }) => {
      if (detectorId === null) return fail(`${region.id} has no GuardDuty detector, which would cover it`, evidence);
      const detector = `the GuardDuty detector ${detectorId} of ${region.id}`;
      if (!isOn) return fail(`${detector} is suspended, so that it covers nothing`, evidence);
      const open = wanted.filter(({ by }) => !features.some(({ name, isEnabled }) => isEnabled && by.includes(name)));
      const off = open.filter(({ by }) => listsAllFeatures || features.some(({ name }) => by.includes(name)));
      if (off.length > 0) return fail(`${detector} does not cover ${textOf(off)}`, evidence);
      if (open.length > 0) {
        const why = 'GuardDuty lists its older data sources alone';
        return unknown(`whether ${detector} covers ${textOf(open)} cannot be said: ${why}`, [], evidence);
      }
      return pass(`${detector} covers ${textOf(wanted)}; ${agentsText(features)}`, evidence);
    });
  },
});

function textOf(coverage: readonly { readonly what: string }[]): string {
  return coverage.map(({ what }) => what).join(', ');
}

/** Runtime is seen by agents, which somebody has to install where GuardDuty does not. */
function agentsText(features: Features): string {
  const managed = features.flatMap(({ isEnabled, additional }) =>
    isEnabled ? additional.flatMap((one) => (one.isEnabled ? [one.name] : [])) : [],
  );
  return managed.length === 0 ? 'GuardDuty manages no agents' : `GuardDuty manages agents by ${managed.join(', ')}`;
}
