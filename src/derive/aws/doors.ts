import type { Fact, FactView } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';
import { isInternet } from '../../core/net/special-purpose.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import type { SubnetRouting } from './subnet-routing.js';

/** A way from the internet into a subnet, and the addresses of the internet that have it. */
export interface Door {
  /** `internet`, `igw-1`, `rtb-2`, `subnet-3`; a network ACL will stand beside the subnet. */
  readonly hops: readonly string[];
  readonly addresses: AddressSet;
  readonly evidence: readonly EvidenceRef[];
  /** Why it cannot be said that the way is open, in words; empty if it can. */
  readonly doubts: readonly string[];
}

type Families = { readonly v4: boolean; readonly v6: boolean };
type Routing = FactView<'aws.ec2.subnet-routing'>;

/** The doors of a subnet in the asked families: by a route to a gateway, and through an appliance. */
export function doorsInto(subnetId: string, families: Families, routing: Routing, gaps: Gap[]): Door[] {
  const route = routing.get(subnetId);
  if (route.state === 'absent') {
    gaps.push({
      reason: 'unresolved',
      reads: [],
      text: `${subnetId} is not among the subnets: its routes are not known`,
    });
  }
  if (route.state !== 'found') return [];
  const { data, evidence } = route.value;
  const open = { addresses: inFamilies(data, families), evidence, doubts: [] };
  const doors: Door[] = [
    { ...open, hops: ['internet', data.gatewayIds.join(', '), data.routeTableId, subnetId] },
    ...data.appliances.map((appliance) => ({
      hops: ['internet', appliance.gatewayId, appliance.routeTableId, appliance.target, data.routeTableId, subnetId],
      addresses: inFamilies(appliance, families),
      evidence,
      doubts: [`what ${appliance.target} lets through to ${subnetId} is not read`],
    })),
  ];
  return doors.filter(({ addresses }) => !addresses.isEmpty());
}

/** The doors of a load balancer, in the families that it speaks: all subnets with a plain one together, the others singly. */
export function doorsOf({ data }: Fact<'aws.elbv2.load-balancer'>, routing: Routing, gaps: Gap[]): Door[] {
  const families = { v4: true, v6: data.ipAddressType.startsWith('dualstack') };
  const all = data.subnetIds
    .flatMap((id) => doorsInto(id, families, routing, gaps))
    .filter(({ addresses }) => isInternet(addresses));
  const plain = all.filter(({ doubts }) => doubts.length === 0);
  const [first] = plain;
  const doubtful = all.filter(({ doubts }) => doubts.length > 0);
  if (first === undefined) return doubtful;
  return [{ ...first, addresses: AddressSet.unionAll(plain.map(({ addresses }) => addresses)) }, ...doubtful];
}

function inFamilies({ v4, v6 }: Pick<SubnetRouting, 'v4' | 'v6'>, families: Families): AddressSet {
  return AddressSet.ofCidrs([...(families.v4 ? v4 : []), ...(families.v6 ? v6 : [])]);
}
