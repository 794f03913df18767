import type { Fact, FactView } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';
import type { EvidenceRef, Gap } from '../../core/read.js';

/** Prefix lengths; a shorter one is wider. */
export interface Widths {
  readonly v4: number;
  readonly v6: number;
}

/** The VPCs in which a group is: their ranges, and how wide the widest of them is by family. */
export interface HomeNetwork {
  readonly cidrs: readonly string[];
  readonly ranges: AddressSet;
  readonly widest: Widths;
  readonly evidence: readonly EvidenceRef[];
}

type Group = Fact<'aws.ec2.security-group'>;
type Home = { readonly home: HomeNetwork } | { readonly home: null; readonly gaps: readonly Gap[] };

/** The VPC of the group, with `instead` for a family in which it has no range; or why it cannot be said. */
export function homeNetworkOf(group: Group, vpcs: FactView<'aws.ec2.vpc'>, instead: Widths): Home {
  const { vpcId } = group.data;
  if (vpcId === null) return { home: null, gaps: [unresolved(`the VPC of ${group.id} is not known`)] };
  return homeOf(group, [vpcId], vpcs, instead);
}

/**
 * The same, with the other VPCs in which an interface has the group: it may be associated with several.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html
 */
export function wholeHomeOf(
  group: Group,
  interfaces: FactView<'aws.ec2.network-interface'>,
  vpcs: FactView<'aws.ec2.vpc'>,
  instead: Widths,
): Home {
  const users = interfaces.where('groupIds', group.id);
  if (users.state === 'unknown') return { home: null, gaps: users.gaps };
  const used = users.state === 'found' ? users.value.map(({ data }) => data.vpcId) : [];
  const ids = new Set([group.data.vpcId, ...used].filter((id) => id !== null));
  return homeOf(group, [...ids], vpcs, instead);
}

function homeOf(group: Group, ids: readonly string[], vpcs: FactView<'aws.ec2.vpc'>, instead: Widths): Home {
  const found: Fact<'aws.ec2.vpc'>[] = [];
  const gaps: Gap[] = [];
  for (const id of ids) {
    const vpc = vpcs.get(id);
    if (vpc.state === 'found') found.push(vpc.value);
    else if (vpc.state === 'unknown') gaps.push(...vpc.gaps);
    else
      gaps.push(
        unresolved(`${id}, ${id === group.data.vpcId ? 'the' : 'a'} VPC of ${group.id}, is not among the VPCs`),
      );
  }
  if (gaps.length > 0) return { home: null, gaps };
  const cidrs = found.flatMap(({ data }) => [...data.v4, ...data.v6]);
  const evidence = found.flatMap((vpc) => vpc.evidence);
  return { home: { cidrs, ranges: AddressSet.ofCidrs(cidrs), widest: widestOf(cidrs, instead), evidence } };
}

function widestOf(cidrs: readonly string[], instead: Widths): Widths {
  const widest = (lengths: readonly number[], otherwise: number): number =>
    lengths.length === 0 ? otherwise : Math.min(...lengths);
  const isV4 = (cidr: string): boolean => !isV6(cidr);
  return {
    v4: widest(cidrs.filter(isV4).map(lengthOf), instead.v4),
    v6: widest(cidrs.filter(isV6).map(lengthOf), instead.v6),
  };
}

/** The prefix length of a CIDR block. */
export function lengthOf(cidr: string): number {
  return Number(cidr.slice(cidr.indexOf('/') + 1));
}

/** Whether a CIDR block is IPv6. */
export function isV6(cidr: string): boolean {
  return cidr.includes(':');
}

function unresolved(text: string): Gap {
  return { reason: 'unresolved', reads: [], text };
}
