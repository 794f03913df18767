import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import type { EvidenceRef, Gap } from '../../../src/core/read.js';
import { approvedPorts } from '../../../src/derive/aws/approvals.js';
import { openToInternet } from '../../../src/derive/aws/ingress.js';
import { shortList } from '../../../src/derive/aws/short-list.js';
import { sourceGroupsOf } from '../../../src/derive/aws/source-groups.js';

export default defineCheck({
  needs: {
    group: need('aws.ec2.security-group', { as: 'subject' }),
    // EC2 lets a rule name groups of its own region only, also where VPCs are peered across regions.
    groups: need('aws.ec2.security-group'),
    lists: need('aws.ec2.prefix-list'),
    // Without all of them nobody can say that a port is not approved.
    approvals: need('approval', { within: 'all', completeness: 'population' }),
  },
  run({ group, groups, lists, approvals }) {
    const sources = sourceGroupsOf(group);
    if (sources.length === 0) return pass(`${group.id} admits no other group`);
    const approved = approvedPorts(approvals).ports;
    const hits: { readonly text: string; readonly evidence: readonly EvidenceRef[] }[] = [];
    const gaps: Gap[] = [];
    for (const source of sources) {
      if (source.account !== null) {
        gaps.push(unresolved(`${source.id} is a group of account ${source.account}, whose rules are not on record`));
        continue;
      }
      // A port that may be open to the internet may be so on the source: a load balancer in front of its targets.
      const asked = source.ports.subtract(approved);
      if (asked.isEmpty()) continue;
      const found = groups.get(source.id);
      if (found.state === 'absent') gaps.push(unresolved(`${source.id} is not among the security groups`));
      if (found.state === 'unknown') gaps.push(...found.gaps);
      if (found.state !== 'found') continue;
      const open = openToInternet(found.value, lists, asked);
      gaps.push(...open.unresolved);
      if (open.ports.isEmpty()) continue;
      hits.push({
        text: `${source.id} on ${open.portsText}, where ${open.sources} reach it (${open.rules})`,
        evidence: [...source.evidence, ...found.value.evidence, ...open.evidence],
      });
    }
    if (hits.length > 0) {
      return fail(
        `${group.id} admits ${shortList(
          hits.map(({ text }) => text),
          '; ',
        )}`,
        hits.flatMap(({ evidence }) => evidence),
      );
    }
    if (gaps.length > 0)
      return unknown(`whether ${group.id} admits a group that is open to the internet cannot be said`, gaps);
    const names = shortList(sources.map(({ id }) => id));
    return pass(`what ${group.id} admits is not open to the internet on the same port, approved ones aside: ${names}`);
  },
});

function unresolved(text: string): Gap {
  return { reason: 'unresolved', reads: [], text };
}
