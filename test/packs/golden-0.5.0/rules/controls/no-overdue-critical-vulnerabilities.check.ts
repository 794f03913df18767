import { defineCheck, need, unknown } from '../../../src/core/check.js';
import { gapsOf } from '../../../src/core/gap.js';
import { overdueVerdict } from '../../../src/derive/aws/overdue-vulnerabilities.js';
import { declaredTime } from '../../../src/derive/declared-time.js';

export default defineCheck({
  needs: {
    image: need('aws.ecr.image', { as: 'subject' }),
    vulnerabilities: need('aws.ecr.vulnerabilities'),
    declared: need('time', { within: 'all' }),
  },
  run({ image, vulnerabilities, declared, params }) {
    const time = declaredTime(declared);
    if (time.state !== 'found') return unknown('the time of the run is not known', gapsOf(time));
    const limit = { severity: 'CRITICAL', maxAgeDays: params.integer('maxAgeDays'), at: time.value } as const;
    return overdueVerdict(image, vulnerabilities, limit);
  },
});
