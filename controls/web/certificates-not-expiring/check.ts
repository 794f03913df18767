import { defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
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
    if (data.isInUse === false) return notApplicable('unused', `${name} is not in use`);
    if (data.isInUse === null) return unknown(`whether ${name} is in use is not said`, []);
    // What is over is over, whatever its end.
    if (data.status === 'EXPIRED' || data.status === 'REVOKED') return fail(`${name} is in use and ${data.status}`);
    if (data.notAfter === null) return unknown(`${name} is in use and ${data.status}, and no end is said`, []);
    const now = declaredTime(times);
    if (now.state !== 'found') return unknown(`whether ${name} ends soon cannot be said`, gapsOf(now));
    const leftMs = Date.parse(data.notAfter) - now.value;
    if (leftMs < 0) return fail(`${name} is in use and ended on ${data.notAfter}`);
    if (leftMs < minDaysLeft * dayMs) {
      const days = `${minDaysLeft} day${minDaysLeft === 1 ? '' : 's'}`;
      return fail(`${name} is in use and ends in less than ${days}, on ${data.notAfter}${renewalText(data)}`);
    }
    return pass(`${name} is in use and ends on ${data.notAfter}`);
  },
});

function renewalText({ renewsItself }: FactKinds['aws.acm.certificate']): string {
  return renewsItself ? '; ACM was to renew it and has not yet' : '; ACM does not renew it';
}
