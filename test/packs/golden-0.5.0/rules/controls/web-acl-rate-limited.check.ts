import { defineCheck, fail, pass, unknown } from '../../../src/core/check.js';
import { shortList } from '../../../src/derive/aws/short-list.js';
import { letBy } from '../../../src/derive/aws/waf/let-by.js';
import { rateLimitOf } from '../../../src/derive/aws/waf/rate-limit.js';
import { aclNeeds, stepsOf } from '../../../src/derive/aws/waf/steps.js';
import { unreadGaps } from '../../../src/derive/aws/waf/unread-gaps.js';

export default defineCheck({
  needs: aclNeeds,
  run({ acl, ruleGroups, managedGroups, ipSets, approvals }) {
    const name = acl.data.webAclName || acl.id;
    const { steps, unread, evidence } = stepsOf(acl, { ruleGroups, managedGroups });
    const limits = steps.flatMap((step, at) => {
      const limit = rateLimitOf(step);
      if (limit === null) return [];
      const before = steps.slice(0, at).map((earlier) => letBy(earlier, ipSets, approvals));
      const lets = before.filter(({ says }) => says === 'yes');
      const maybe = before.filter(({ says }) => says === 'unsaid');
      const isShort = limit.says === 'no' || lets.length > 0;
      const why = [...limit.why, ...lets.map(({ text }) => text), ...maybe.map(({ text }) => text)];
      return [
        {
          text: limit.text,
          says: isShort ? 'no' : limit.says === 'unsaid' || maybe.length > 0 ? 'unsaid' : 'yes',
          why: `${step.name}: ${shortList(why, '; ')}`,
          evidence: before.flatMap((each) => each.evidence),
          unread: before.flatMap((each) => each.unread),
        },
      ] as const;
    });
    const good = limits.find(({ says }) => says === 'yes');
    if (good !== undefined) return pass(`${name} ${good.text}`, [...evidence, ...good.evidence]);
    const all = [...evidence, ...limits.flatMap((limit) => limit.evidence)];
    const whys = shortList(
      limits.map(({ why }) => why),
      '; ',
    );
    const why = whys === '' ? '' : ` (${whys})`;
    // A group of the account's own that nobody read may have the limit, unless whatever it decides only counts.
    const own = new Set(unread.filter(({ kind }) => kind === 'aws.wafv2.rule-group').map(({ id }) => id));
    const isHidden = steps.some(
      ({ matches, action }) => matches.type === 'unread' && action !== 'count' && own.has(matches.group),
    );
    if (isHidden || limits.some(({ says }) => says === 'unsaid')) {
      const gaps = unreadGaps([...unread, ...limits.flatMap((limit) => limit.unread)], {
        ruleGroups,
        managedGroups,
        ipSets,
      });
      return unknown(`whether ${name} limits the rate of all requests cannot be said${why}`, gaps, all);
    }
    return fail(`no rule of ${name} blocks whoever sends too many requests, whatever they ask for${why}`, all);
  },
});
