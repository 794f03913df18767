import { defineCheck, fail, pass, unknown } from '../../../src/core/check.js';
import { shortList } from '../../../src/derive/aws/short-list.js';
import { inspectedBytes } from '../../../src/derive/aws/waf/body-limits.js';
import { letBy } from '../../../src/derive/aws/waf/let-by.js';
import { oversizeFate } from '../../../src/derive/aws/waf/oversize.js';
import { aclNeeds, stepsOf } from '../../../src/derive/aws/waf/steps.js';
import { unreadGaps } from '../../../src/derive/aws/waf/unread-gaps.js';

export default defineCheck({
  needs: aclNeeds,
  run({ acl, ruleGroups, managedGroups, ipSets, approvals }) {
    const name = acl.data.webAclName || acl.id;
    const { steps, unread, evidence } = stepsOf(acl, { ruleGroups, managedGroups });
    const fates = inspectedBytes(acl.data).map((inspected) => ({
      inspected,
      ...oversizeFate({
        steps,
        defaultAction: acl.data.defaultAction,
        inspected,
        letBy: (step) => letBy(step, ipSets, approvals),
      }),
    }));
    const asked = fates.flatMap((fate) => fate.asked);
    const all = [...evidence, ...asked.flatMap((answer) => answer.evidence)];
    const worst = fates.reduce((a, b) => (order.indexOf(b.says) < order.indexOf(a.says) ? b : a));
    const bodies = `bodies of more than ${String(worst.inspected / 1024)} KB`;
    const why = shortList(worst.why, '; ');
    if (worst.says === 'stopped') return pass(`${name} blocks ${bodies} (${why})`, all);
    if (worst.says === 'unsaid') {
      const gaps = unreadGaps([...unread, ...asked.flatMap((answer) => answer.unread)], {
        ruleGroups,
        managedGroups,
        ipSets,
      });
      return unknown(`whether ${name} lets ${bodies} by cannot be said (${why})`, gaps, all);
    }
    return fail(`${name} lets ${bodies} by, whose end is not inspected (${why})`, all);
  },
});

const order = ['let by', 'unsaid', 'stopped'];
