import { defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import { gapsOf } from '../../../src/core/gap.js';
import { shortList } from '../../../src/derive/aws/short-list.js';
import { unreadGaps } from '../../../src/derive/aws/waf/unread-gaps.js';

export default defineCheck({
  needs: {
    acl: need('aws.wafv2.web-acl', { as: 'subject' }),
    protection: need('aws.wafv2.effective-protection'),
    ruleGroups: need('aws.wafv2.rule-group'),
    managedGroups: need('aws.wafv2.managed-rule-group'),
    ipSets: need('aws.wafv2.ip-set'),
  },
  run({ acl, protection, ruleGroups, managedGroups, ipSets }) {
    const name = acl.data.webAclName || acl.id;
    const found = protection.get(acl.id);
    if (found.state !== 'found') return unknown(`whom ${name} allows cannot be said`, gapsOf(found));
    const { evidence, data } = found.value;
    const text = (isCertain: boolean): string =>
      shortList(
        data.bypasses
          .filter((bypass) => bypass.isCertain === isCertain)
          .map(({ rule, lets, before }) => `${rule} allows ${lets} before ${before}`),
        '; ',
      );
    if (data.bypasses.some(({ isCertain }) => isCertain)) return fail(`in ${name}, ${text(true)}`, evidence);
    // A group that was not read may allow, or add the label that another rule allows by.
    const isGroupUnread = data.unread.some(({ kind }) => kind !== 'aws.wafv2.ip-set');
    if (data.bypasses.length > 0 || data.stops === null || isGroupUnread) {
      const maybe = data.bypasses.length > 0 ? `, perhaps ${text(false)}` : '';
      const gaps = unreadGaps(data.unread, { ruleGroups, managedGroups, ipSets });
      return unknown(
        `whether a rule of ${name} lets traffic by the rules behind it cannot be said${maybe}`,
        gaps,
        evidence,
      );
    }
    if (!data.stops) {
      return notApplicable(
        'nothing-to-bypass',
        `no rule of ${name} stops a request, so that none can be let by it`,
        evidence,
      );
    }
    return pass(`no rule of ${name} allows anything that rules behind it would have to see`, evidence);
  },
});
