import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import type { Fact } from '../../../src/core/fact.js';
import { shortList } from '../../../src/derive/aws/short-list.js';
import { blockedRecords } from '../../../src/derive/aws/waf/log-filter.js';

type Log = Fact<'aws.wafv2.logging-configuration'>;

export default defineCheck({
  needs: {
    acl: need('aws.wafv2.web-acl', { as: 'subject' }),
    // That there is none is said of all of them, so that none may be missing.
    logs: need('aws.wafv2.logging-configuration', { completeness: 'population' }),
  },
  run({ acl, logs }) {
    const name = acl.data.webAclName || acl.id;
    // That blocked requests are recorded rests on the one configuration that does it, whatever others were not read.
    const good = logs.glimpse((log) =>
      log.data.webAclId === acl.id && hasDestination(log) && blockedRecords(log.data.filter).kept === 'all'
        ? log
        : null,
    );
    if (good !== null) return pass(`${name} logs to ${destinationsOf(good)}, and keeps what is blocked`, good.evidence);
    const found = logs.where('webAclId', acl.id);
    if (found.state === 'unknown') return unknown(`where ${name} logs to cannot be said`, found.gaps);
    const own = found.state === 'found' ? found.value.filter(hasDestination) : [];
    if (own.length === 0) return fail(`${name} logs to no destination`);
    const records = own.map((log) => ({ log, ...blockedRecords(log.data.filter) }));
    const why = shortList(
      records.map(({ log, why: reason }) => `${destinationsOf(log)}: ${reason}`),
      '; ',
    );
    const evidence = own.flatMap((log) => log.evidence);
    return records.some(({ kept }) => kept === 'unsaid')
      ? unknown(`whether ${name} logs all that is blocked cannot be said (${why})`, [], evidence)
      : fail(`${name} does not log all that is blocked (${why})`, evidence);
  },
});

/** A configuration of another service's, such as Security Lake, names its own destination or none. */
function hasDestination({ data }: Log): boolean {
  return data.destinations.length > 0 || data.logScope !== 'CUSTOMER';
}

function destinationsOf({ data }: Log): string {
  return data.destinations.length === 0 ? data.logScope : shortList(data.destinations);
}
