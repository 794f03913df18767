import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import { AddressSet } from '../../../src/core/net/address-set.js';
import type { EvidenceRef, Gap } from '../../../src/core/read.js';
import { approvedNetworks } from '../../../src/derive/aws/approvals.js';
import { type HomeNetwork, homeNetworkOf, wholeHomeOf } from '../../../src/derive/aws/home-network.js';
import { shortList } from '../../../src/derive/aws/short-list.js';
import {
  audienceOf,
  type Broad,
  broadEvidence,
  broadForeign,
  broadPrivate,
  broadText,
  hasWidePrivateSource,
  isByList,
} from '../../../src/derive/aws/source-breadth.js';

export default defineCheck({
  needs: {
    group: need('aws.ec2.security-group', { as: 'subject' }),
    lists: need('aws.ec2.prefix-list'),
    vpcs: need('aws.ec2.vpc'),
    // An interface that is left out may be in another VPC of the group's, whose ranges are its own too.
    interfaces: need('aws.ec2.network-interface', { completeness: 'population' }),
    // Without all of them nobody can say that a range is not approved.
    approvals: need('approval', { within: 'all', completeness: 'population' }),
  },
  run({ group, lists, vpcs, interfaces, approvals, params }) {
    const widest = { v4: params.integer('widestV4'), v6: params.integer('widestV6') };
    const allowed = `/${widest.v4} and /${widest.v6}`;
    const approved = approvedNetworks(approvals);
    const audience = audienceOf(group, lists, approved.isList);
    const unsaid = (gaps: readonly Gap[]) =>
      unknown(`whether a source of ${group.id} is too broad cannot be said`, [...audience.unresolved, ...gaps]);
    const narrow = (evidence: readonly EvidenceRef[]) =>
      audience.unresolved.length > 0
        ? unsaid([])
        : pass(`no source of ${group.id}, the internet aside, is wider than ${allowed} or its own VPC`, evidence);
    const isWide =
      hasWidePrivateSource(audience, approved.addresses) ||
      broadForeign(audience, approved.addresses, AddressSet.empty, widest).length > 0;
    if (!isWide) return narrow([]);
    const broadTo = (home: HomeNetwork): Broad[] => [
      ...broadForeign(audience, approved.addresses, home.ranges, widest),
      ...broadPrivate(audience, approved.addresses, home),
    ];
    const own = homeNetworkOf(group, vpcs, widest);
    if (own.home === null) return unsaid(own.gaps);
    if (broadTo(own.home).length === 0) return narrow(own.home.evidence);
    // More networks of its own can only make less of it broad, so that the interfaces matter here alone.
    const whole = wholeHomeOf(group, interfaces, vpcs, widest);
    if (whole.home === null) return unsaid(whole.gaps);
    const { home } = whole;
    const broad = broadTo(home);
    if (broad.length === 0) return narrow(home.evidence);
    const asVpc = `private ranges as wide as those of its VPC (${shortList(home.cidrs)})`;
    const orList = broad.some(isByList) ? '; a prefix list can be approved as a whole' : '';
    return fail(`${group.id} lets ${broadText(broad)}; allowed are ${allowed}, ${asVpc}${orList}`, [
      ...broadEvidence(broad),
      ...home.evidence,
    ]);
  },
});
