import type { Fact, FactView } from '../../core/fact.js';
import type { Gap } from '../../core/read.js';
import { type CdeMembership, found, membershipOf, type Place } from './cde-membership.js';

interface Places {
  readonly interfaces: FactView<'aws.ec2.network-interface'>;
  readonly instances: FactView<'aws.ec2.instance'>;
  readonly subnets: FactView<'aws.ec2.subnet'>;
  readonly vpcs: FactView<'aws.ec2.vpc'>;
}

/**
 * A group is in the CDE when it has the CDE's tags, all of them, or its VPC does, or an interface that uses it, or that
 * interface's instance or subnet. Where no tags tell the CDE apart, everything that is audited is in it.
 */
export function cdeMembership(
  group: Fact<'aws.ec2.security-group'>,
  cde: FactView<'cde'>,
  places: Places,
): CdeMembership {
  return membershipOf(group.data.tags, cde, (gaps) => placesOf(group, places, gaps));
}

/** Where the group is, widest first, each place once it is asked for; what could not be looked up is noted. */
function* placesOf(
  { id, data }: Fact<'aws.ec2.security-group'>,
  { interfaces, instances, subnets, vpcs }: Places,
  gaps: Gap[],
): Generator<Place> {
  if (data.vpcId !== null) yield* found(vpcs.get(data.vpcId), gaps);
  const users = interfaces.where('groupIds', id);
  if (users.state === 'unknown') gaps.push(...users.gaps);
  for (const user of users.state === 'found' ? users.value : []) {
    yield user;
    if (user.data.subnetId !== null) yield* found(subnets.get(user.data.subnetId), gaps);
    if (user.data.instanceId !== null) yield* found(instances.get(user.data.instanceId), gaps);
  }
}
