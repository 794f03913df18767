import { defineCheck, fail, need, pass } from '../../../src/core/check.js';
import { whereAudited } from '../../../src/derive/aws/guardduty.js';

export default defineCheck({
  needs: {
    region: need('aws.region', { as: 'subject' }),
    detectors: need('aws.guardduty.region-detector'),
  },
  run({ region, detectors }) {
    return whereAudited(region, detectors, ({ data: { detectorId, isOn }, evidence }) => {
      if (detectorId === null) return fail(`${region.id} has no GuardDuty detector`, evidence);
      if (!isOn) return fail(`the GuardDuty detector ${detectorId} of ${region.id} is suspended`, evidence);
      return pass(`the GuardDuty detector ${detectorId} of ${region.id} is on`, evidence);
    });
  },
});
