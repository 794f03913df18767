import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import { gapsOf } from '../../../src/core/gap.js';
import { shortList } from '../../../src/derive/aws/short-list.js';
import { cellText } from '../../../src/derive/aws/waf/cell-text.js';
import { asOf } from '../../../src/derive/aws/waf/managed-groups.js';
import { unreadGaps } from '../../../src/derive/aws/waf/unread-gaps.js';

export default defineCheck({
  needs: {
    acl: need('aws.wafv2.web-acl', { as: 'subject' }),
    protection: need('aws.wafv2.effective-protection'),
    ruleGroups: need('aws.wafv2.rule-group'),
    managedGroups: need('aws.wafv2.managed-rule-group'),
    ipSets: need('aws.wafv2.ip-set'),
  },
  run({ acl, protection, ruleGroups, managedGroups, ipSets, params }) {
    const name = acl.data.webAclName || acl.id;
    const found = protection.get(acl.id);
    if (found.state !== 'found') return unknown(`what ${name} blocks cannot be said`, gapsOf(found));
    const { cells, unread, unlisted } = found.value.data;
    const required = cells.filter(({ category }) => params.choices('required').includes(category));
    const remark =
      unlisted.length === 0
        ? ''
        : `; what ${shortList(unlisted)} looks for is not in the table of ${asOf}, and not counted`;
    const short = required.filter(({ isShort }) => isShort);
    if (short.length > 0) {
      const text = short.map(cellText).join('; ');
      return fail(`${name} does not block every attack that it has to: ${text}${remark}`, found.value.evidence);
    }
    const open = required.filter(({ action }) => action === 'unknown');
    if (open.length > 0) {
      const text = `whether ${name} blocks ${open.map(({ category }) => category).join(', ')} cannot be said${remark}`;
      return unknown(text, unreadGaps(unread, { ruleGroups, managedGroups, ipSets }), found.value.evidence);
    }
    return pass(`${name} blocks ${required.map(cellText).join('; ')}${remark}`, found.value.evidence);
  },
});
