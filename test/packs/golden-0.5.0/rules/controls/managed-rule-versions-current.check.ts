import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import { gapsOf } from '../../../src/core/gap.js';
import type { EvidenceRef, Gap } from '../../../src/core/read.js';
import { shortList } from '../../../src/derive/aws/short-list.js';
import { managedRuleGroupId } from '../../../src/facts/aws/waf.js';

interface Judged {
  readonly state: 'current' | 'ending' | 'expired' | 'unsaid';
  readonly text: string;
  readonly gaps: readonly Gap[];
  readonly evidence: readonly EvidenceRef[];
}

export default defineCheck({
  needs: {
    acl: need('aws.wafv2.web-acl', { as: 'subject' }),
    groups: need('aws.wafv2.managed-rule-group'),
    versions: need('aws.wafv2.managed-rule-group-versions'),
  },
  run({ acl, groups, versions }) {
    const aclName = acl.data.webAclName || acl.id;
    const { preProcessGroups, rules, postProcessGroups } = acl.data;
    const pinned = [...preProcessGroups, ...rules, ...postProcessGroups].flatMap(({ statement }) =>
      statement.type === 'managed-rule-group' && statement.version !== null
        ? [{ vendor: statement.vendor, name: statement.name, version: statement.version }]
        : [],
    );
    if (pinned.length === 0) return pass(`${aclName} pins no managed rule group to a version`);
    const judged = pinned.map(({ vendor, name, version }): Judged => {
      const text = `${managedRuleGroupId(vendor, name, null)} ${version}`;
      const listed = versions.get(managedRuleGroupId(vendor, name, null));
      const evidence = listed.state === 'found' ? listed.value.evidence : [];
      if (listed.state === 'found' && listed.value.data.versions.some((each) => each.name === version)) {
        return { state: 'current', text, gaps: [], evidence };
      }
      // That WAF refuses to describe a version, since it has expired, is proof enough.
      const id = managedRuleGroupId(vendor, name, version);
      const refused = groups.glimpseWhere('id', id);
      if (refused?.data.isExpired === true) return { state: 'expired', text, gaps: [], evidence: refused.evidence };
      if (listed.state !== 'found') {
        return { state: 'unsaid', text, gaps: gapsOf(listed), evidence };
      }
      // One that is on offer no more may still be described: then its end is set, and has not come.
      const found = groups.get(id);
      return found.state === 'found'
        ? { state: 'ending', text, gaps: [], evidence: [...evidence, ...found.value.evidence] }
        : { state: 'unsaid', text, gaps: gapsOf(found), evidence };
    });
    const of = (state: Judged['state']) => judged.filter((each) => each.state === state);
    const named = (all: readonly Judged[]) => shortList(all.map(({ text }) => text));
    const evidence = (all: readonly Judged[]) => all.flatMap((each) => each.evidence);
    const [expired, unsaid, ending] = [of('expired'), of('unsaid'), of('ending')];
    if (expired.length > 0)
      return fail(`${aclName} is pinned to what has expired: ${named(expired)}`, evidence(expired));
    if (unsaid.length > 0) {
      const gaps = unsaid.flatMap((each) => each.gaps);
      return unknown(
        `whether what ${aclName} is pinned to has expired cannot be said: ${named(unsaid)}`,
        gaps,
        evidence(unsaid),
      );
    }
    const soon = ending.length === 0 ? '' : `; the end of ${named(ending)} is set`;
    return pass(`no managed rule group of ${aclName} is pinned to an expired version${soon}`, evidence(judged));
  },
});
