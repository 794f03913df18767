import { type CheckResult, defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import { gapsOf } from '../../../src/core/gap.js';
import type { FactKinds } from '../../../src/core/fact.js';
import { byCodeUnit } from '../../../src/core/json.js';
import { whereAudited } from '../../../src/derive/aws/guardduty.js';
import { shortList } from '../../../src/derive/aws/short-list.js';
import { dayMs, declaredTime } from '../../../src/derive/declared-time.js';

// 7.0 to 8.9 is high, 9.0 to 10.0 critical. https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html
const leastSeverity = 7;

export default defineCheck({
  needs: {
    region: need('aws.region', { as: 'subject' }),
    detectors: need('aws.guardduty.region-detector'),
    reports: need('aws.guardduty.region-findings'),
    times: need('time', { within: 'all' }),
  },
  run({ region, detectors, reports, times, params }) {
    const maxAgeDays = params.integer('maxAgeDays');
    const days = `${maxAgeDays} day${maxAgeDays === 1 ? '' : 's'}`;
    const which = `of severity ${leastSeverity} or more in ${region.id} that nobody archived`;
    return whereAudited(region, reports, ({ data: { findings }, evidence }) => {
      const now = declaredTime(times);
      if (now.state !== 'found') return unknown('the age of findings cannot be said', gapsOf(now));
      const oldest = now.value - maxAgeDays * dayMs;
      const stale = findings
        .filter(({ severity, isArchived }) => severity >= leastSeverity && !isArchived)
        .filter(({ createdAt }) => Date.parse(createdAt) < oldest)
        .sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt) || byCodeUnit(a.id, b.id));
      if (stale.length > 0) {
        const [count, are] = stale.length === 1 ? ['one finding', 'is'] : [`${stale.length} findings`, 'are'];
        return fail(`${count} ${which} ${are} older than ${days}: ${shortList(stale.map(textOf), '; ')}`, evidence);
      }
      return whereAudited(region, detectors, (detector): CheckResult => {
        const { detectorId, isOn } = detector.data;
        if (detectorId === null) {
          return notApplicable('no-detector', `${region.id} has no GuardDuty detector`, detector.evidence);
        }
        if (!isOn) {
          const text = `the GuardDuty detector ${detectorId} of ${region.id} is suspended and finds nothing new`;
          return notApplicable('suspended', text, detector.evidence);
        }
        return pass(`no finding ${which} is older than ${days}`, [...evidence, ...detector.evidence]);
      });
    });
  },
});

type Finding = FactKinds['aws.guardduty.region-findings']['findings'][number];

function textOf({ id, type, severity, createdAt }: Finding): string {
  return `${id} (${type}, severity ${severity}, of ${createdAt})`;
}
