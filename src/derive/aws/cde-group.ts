import type { Fact, FactView, Lookup } from '../../core/fact.js';
import type { EvidenceRef, Gap } from '../../core/read.js';

/** Whether a group belongs to the cardholder data environment, and why. */
export type CdeMembership =
  | { readonly state: 'in' | 'out'; readonly why: string; readonly evidence: readonly EvidenceRef[] }
  | { readonly state: 'unknown'; readonly gaps: readonly Gap[] };

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
  const definition = cde.get('cde');
  if (definition.state === 'unknown') return { state: 'unknown', gaps: definition.gaps };
  const wanted = definition.state === 'found' ? definition.value.data.awsTags : null;
  const evidence = definition.state === 'found' ? definition.value.evidence : [];
  if (wanted === null) return { state: 'in', why: 'everything audited is', evidence };
  const tags = Object.entries(wanted);
  const text = tags.map(([key, value]) => `${key}=${value}`).join(', ');
  if (tags.every(([key, value]) => group.data.tags[key] === value)) {
    return { state: 'in', why: `tagged ${text}`, evidence };
  }
  const gaps: Gap[] = [];
  for (const place of placesOf(group, places, gaps)) {
    if (tags.some(([key, value]) => place.data.tags[key] !== value)) continue;
    return { state: 'in', why: `${place.id} is tagged ${text}`, evidence: [...evidence, ...place.evidence] };
  }
  if (gaps.length > 0) return { state: 'unknown', gaps };
  return { state: 'out', why: `neither it nor what it is on is tagged ${text}`, evidence };
}

type Place = Fact<'aws.ec2.vpc' | 'aws.ec2.network-interface' | 'aws.ec2.instance' | 'aws.ec2.subnet'>;

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

function found(lookup: Lookup<Place>, gaps: Gap[]): Place[] {
  if (lookup.state === 'unknown') gaps.push(...lookup.gaps);
  return lookup.state === 'found' ? [lookup.value] : [];
}
