import { defineCheck, fail, need, pass, unknown } from '../../../src/core/check.js';
import { AddressSet } from '../../../src/core/net/address-set.js';
import { approvedNetworks } from '../../../src/derive/aws/approvals.js';
import { homeNetworkOf } from '../../../src/derive/aws/home-network.js';
import {
  audienceOf,
  broadEvidence,
  broadForeign,
  broadPrivate,
  broadText,
  hasWidePrivateSource,
} from '../../../src/derive/aws/source-breadth.js';

export default defineCheck({
  needs: {
    group: need('aws.ec2.security-group', { as: 'subject' }),
    lists: need('aws.ec2.prefix-list'),
    vpcs: need('aws.ec2.vpc'),
    // Without all of them nobody can say that a range is not approved.
    approvals: need('approval', { within: 'all', completeness: 'population' }),
  },
  run({ group, lists, vpcs, approvals, params }) {
    const widest = { v4: params.integer('widestV4'), v6: params.integer('widestV6') };
    const allowed = `/${widest.v4} and /${widest.v6}`;
    const audience = audienceOf(group, lists);
    const approved = approvedNetworks(approvals);
    const isPrivate = hasWidePrivateSource(audience, approved);
    const isForeign = broadForeign(audience, approved, AddressSet.empty, widest).length > 0;
    const own = isPrivate || isForeign ? homeNetworkOf(group, vpcs, widest) : null;
    const home = own?.home ?? null;
    const evidence = home?.evidence ?? [];
    const broad = [
      ...broadForeign(audience, approved, home?.ranges ?? AddressSet.empty, widest),
      ...(home === null ? [] : broadPrivate(audience, approved, home)),
    ];
    if (broad.length > 0) {
      const asVpc = home === null ? '' : `, private ranges as wide as those of its VPC (${home.cidrs.join(', ')})`;
      const text = `${group.id} lets ${broadText(broad)}; allowed are ${allowed}${asVpc}`;
      return fail(text, [...broadEvidence(broad), ...evidence]);
    }
    const gaps = [...audience.unresolved, ...(isPrivate && own?.home === null ? own.gaps : [])];
    if (gaps.length > 0) return unknown(`whether a source of ${group.id} is too broad cannot be said`, gaps);
    return pass(`no source of ${group.id}, the internet aside, is wider than ${allowed} or its own VPC`, evidence);
  },
});
