import { type CheckResult, defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import { gapsOf } from '../../../src/core/gap.js';
import type { FactKinds } from '../../../src/core/fact.js';
import { dayMs, declaredTime } from '../../../src/derive/declared-time.js';

export default defineCheck({
  needs: {
    certificate: need('aws.acm.certificate', { as: 'subject' }),
    times: need('time', { within: 'all' }),
  },
  run({ certificate: { data }, times, params }) {
    const minDaysLeft = params.integer('minDaysLeft');
    const name = `${data.id} (${data.domainName}, ${data.type})`;
    if (data.isInUse === null) return unknown(`whether ${name} is in use is not said`, []);
    if (!data.isInUse && !data.isExported) return notApplicable('unused', `${name} is not in use`);
    const use = data.isInUse ? 'is in use' : 'was exported';
    const over = (text: string): CheckResult =>
      data.isInUse
        ? fail(`${name} ${use} and ${text}`)
        : unknown(`${name} ${use} and ${text}; whether it is served anywhere cannot be said`, []);
    // What is over is over, whatever its end.
    if (data.status === 'EXPIRED' || data.status === 'REVOKED') return over(data.status);
    if (data.notAfter === null) return unknown(`${name} ${use} and ${data.status}, and no end is said`, []);
    const now = declaredTime(times);
    if (now.state !== 'found') return unknown(`whether ${name} ends soon cannot be said`, gapsOf(now));
    const leftMs = Date.parse(data.notAfter) - now.value;
    if (leftMs < 0) return over(`ended on ${data.notAfter}`);
    if (leftMs < minDaysLeft * dayMs) {
      const days = `${minDaysLeft} day${minDaysLeft === 1 ? '' : 's'}`;
      return over(`ends in less than ${days}, on ${data.notAfter}${renewalText(data)}`);
    }
    return pass(`${name} ${use} and ends on ${data.notAfter}`);
  },
});

function renewalText({ renewsItself }: FactKinds['aws.acm.certificate']): string {
  return renewsItself ? '; ACM was to renew it and has not yet' : '; ACM does not renew it';
}
