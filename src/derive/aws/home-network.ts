import type { Fact, FactView } from '../../core/fact.js';
import { gapsOf } from '../../core/gap.js';
import { AddressSet } from '../../core/net/address-set.js';
import type { EvidenceRef, Gap } from '../../core/read.js';

/** Prefix lengths; a shorter one is wider. */
export interface Widths {
  readonly v4: number;
  readonly v6: number;
}

/** A group's own VPC: its ranges, and how wide the widest of them is by family. */
export interface HomeNetwork {
  readonly cidrs: readonly string[];
  readonly ranges: AddressSet;
  readonly widest: Widths;
  readonly evidence: readonly EvidenceRef[];
}

/** The VPC of the group, with `instead` for a family in which it has no range; or why it cannot be said. */
export function homeNetworkOf(
  group: Fact<'aws.ec2.security-group'>,
  vpcs: FactView<'aws.ec2.vpc'>,
  instead: Widths,
): { readonly home: HomeNetwork } | { readonly home: null; readonly gaps: readonly Gap[] } {
  const { vpcId } = group.data;
  if (vpcId === null) return { home: null, gaps: [unresolved(`the VPC of ${group.id} is not known`)] };
  const vpc = vpcs.get(vpcId);
  if (vpc.state === 'unknown') return { home: null, gaps: gapsOf(vpc) };
  if (vpc.state === 'absent') {
    return { home: null, gaps: [unresolved(`${vpcId}, the VPC of ${group.id}, is not among the VPCs`)] };
  }
  const cidrs = [...vpc.value.data.v4, ...vpc.value.data.v6];
  const ranges = AddressSet.ofCidrs(cidrs);
  return { home: { cidrs, ranges, widest: widestOf(cidrs, instead), evidence: vpc.value.evidence } };
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
