import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import { gapsOf } from '../../../src/core/gap.js';
import { dayMs, declaredTime } from '../../../src/derive/declared-time.js';

export default defineCheck({
  needs: {
    organization: need('github.org', { as: 'subject' }),
    members: need('github.org.member'),
    activity: need('github.org.owner-activity'),
    times: need('time', { within: 'all' }),
  },
  run({ organization: { id }, members, activity, times, params }) {
    const [maxOwners, inactiveDays] = [params.integer('maxOwners'), params.integer('inactiveDays')];
    const listed = members.where('role', 'owner');
    if (listed.state !== 'found') return unknown(`who owns ${id} cannot be said`, gapsOf(listed));
    const owners = listed.value;
    const evidence = owners.flatMap((owner) => owner.evidence);
    const list = `${count(owners.length, 'owner')} (${owners.map((owner) => owner.id).join(', ')})`;
    if (owners.length > maxOwners) return fail(`${id} has ${list}: more than ${maxOwners}`, evidence);
    const now = declaredTime(times);
    if (now.state !== 'found') return unknown(`whether ${list} of ${id} are active cannot be said`, gapsOf(now));
    const since = now.value - inactiveDays * dayMs;
    const seen = owners.map((owner) => ({ owner, last: activity.get(owner.id) }));
    const changes = seen.flatMap(({ last }) =>
      last.state === 'found' && Date.parse(last.value.data.at) >= since ? [last.value] : [],
    );
    const quiet = seen.filter(({ owner }) => !changes.some(({ id: active }) => active === owner.id));
    if (quiet.length > 0) {
      const names = quiet.map(({ owner }) => owner.id).join(', ');
      const text = `${id} has ${list}; of ${names} no change within ${count(inactiveDays, 'day')} was seen, which says nothing of what else they did`;
      return unknown(
        text,
        quiet.flatMap(({ last }) => gapsOf(last)),
        evidence,
      );
    }
    return pass(`${id} has ${list}, each seen to be active`, [
      ...evidence,
      ...changes.flatMap((change) => change.evidence),
    ]);
  },
});

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
