import type { FactView } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';
import { type FarSide, knownFarSide, rangesText, unknownFarSide, unresolved } from './far-side.js';

export interface PeeringViews {
  readonly peerings: FactView<'aws.ec2.vpc-peering-connection'>;
  readonly vpcs: FactView<'aws.ec2.vpc'>;
}

/**
 * The other VPC of a peering connection, in whatever account and region it is: its ranges as the connection shows them,
 * or else those of the VPC itself, each family by itself. A connection that is not active carries nothing, so that no route by it is too wide.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcPeeringConnectionVpcInfo.html
 */
export function peeringFarSide(id: string, vpcId: string, asked: AddressSet, views: PeeringViews): FarSide {
  const peering = views.peerings.get(id);
  if (peering.state === 'unknown') return unknownFarSide(id, asked, peering.gaps);
  if (peering.state === 'absent') {
    return unknownFarSide(id, asked, [unresolved(`${id} is not among the peering connections`)]);
  }
  const { evidence, data } = peering.value;
  if (data.status !== 'active') {
    return knownFarSide(asked, id, evidence, `${id} is ${data.status} and carries nothing`);
  }
  const others = [data.requester, data.accepter].filter((side) => side.vpcId !== vpcId);
  const [far, second] = others;
  if (far === undefined || second !== undefined) {
    return unknownFarSide(id, asked, [unresolved(`${id} does not join ${vpcId} with another VPC`)]);
  }
  const shown = AddressSet.ofCidrs([...far.v4, ...far.v6]);
  const open = asked.intersect(AddressSet.ofCidrs([...notShown(far.v4, '0.0.0.0/0'), ...notShown(far.v6, '::/0')]));
  const known = knownFarSide(shown, far.vpcId, evidence);
  if (open.isEmpty()) return known;
  const vpc = views.vpcs.get(far.vpcId);
  if (vpc.state === 'found') {
    const { v4, v6 } = vpc.value.data;
    const own = AddressSet.ofCidrs([...(far.v4.length === 0 ? v4 : []), ...(far.v6.length === 0 ? v6 : [])]);
    return knownFarSide(shown.union(own), far.vpcId, [...evidence, ...vpc.value.evidence]);
  }
  const text = `neither ${id} nor an audited account shows the ranges of ${far.vpcId} that ${rangesText(open)} may be of`;
  const gaps = vpc.state === 'unknown' ? vpc.gaps : [unresolved(text)];
  return { ...known, possible: shown.union(open), gaps };
}

/** The family as a whole where none of its ranges is shown, which does not say that there are none. */
function notShown(ranges: readonly string[], family: string): string[] {
  return ranges.length === 0 ? [family] : [];
}
