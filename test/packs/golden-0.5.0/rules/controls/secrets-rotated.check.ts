import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import { gapsOf } from '../../../src/core/gap.js';
import { dayMs, declaredTime } from '../../../src/derive/declared-time.js';

export default defineCheck({
  needs: {
    secret: need('github.secret', { as: 'subject' }),
    times: need('time', { within: 'all' }),
  },
  run({ secret, times, params }) {
    const now = declaredTime(times);
    if (now.state !== 'found') return unknown(`the age of ${secret.id} cannot be said`, gapsOf(now));
    const maxAgeDays = params.integer('maxAgeDays');
    const text = `${secret.id} was set last at ${secret.data.updatedAt}, ${maxAgeDays} days being the limit`;
    return Date.parse(secret.data.updatedAt) < now.value - maxAgeDays * dayMs ? fail(text) : pass(text);
  },
});
