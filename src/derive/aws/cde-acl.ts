import type { Fact, FactView } from '../../core/fact.js';
import { type CdeMembership, found, membershipOf } from './cde-membership.js';

interface Places {
  readonly subnets: FactView<'aws.ec2.subnet'>;
  readonly vpcs: FactView<'aws.ec2.vpc'>;
}

/**
 * A network ACL is in the CDE when it has the CDE's tags, all of them, or its VPC does, or one of its subnets. Where no
 * tags tell the CDE apart, everything that is audited is in it.
 */
export function aclCdeMembership(
  { data }: Fact<'aws.ec2.network-acl'>,
  cde: FactView<'cde'>,
  { subnets, vpcs }: Places,
): CdeMembership {
  return membershipOf(data.tags, cde, function* (gaps) {
    yield* found(vpcs.get(data.vpcId), gaps);
    for (const id of data.subnetIds) yield* found(subnets.get(id), gaps);
  });
}
