import type { Fact, FactView } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';
import { isInternet } from '../../core/net/special-purpose.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import { entering, unhindered } from './acl-crossing.js';
import type { Callers } from './admission.js';
import type { WeighedAcls } from './network-acl.js';
import type { SubnetRouting } from './subnet-routing.js';

/** A way from the internet to a subnet's network ACL, and the addresses of the internet that have it. */
export interface Door {
  /** `internet`, `igw-1`, `rtb-2`; the subnet and its ACL come next. */
  readonly hops: readonly string[];
  readonly subnetId: string;
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
  // A carrier gateway is none that VPC Block Public Access knows.
  if (data.blocksIngress && !data.gatewayIds.some((id) => id.startsWith('cagw-'))) return [];
  const open = { subnetId, addresses: inFamilies(data, families), evidence, doubts: [] };
  const appliances = data.blocksIngress ? [] : data.appliances;
  const doors: Door[] = [
    { ...open, hops: ['internet', data.gatewayIds.join(', '), data.routeTableId] },
    ...appliances.map((appliance) => ({
      ...open,
      hops: ['internet', appliance.gatewayId, appliance.routeTableId, appliance.target, data.routeTableId],
      addresses: inFamilies(appliance, families),
      doubts: [`what ${appliance.target} lets through to ${subnetId} is not read`],
    })),
  ];
  return doors.filter(({ addresses }) => !addresses.isEmpty());
}

/** The doors of a load balancer, in the families that it speaks: all subnets with a plain one together, the others singly. */
export function doorsOf({ data }: Fact<'aws.elbv2.load-balancer'>, routing: Routing, gaps: Gap[]): Door[][] {
  const families = { v4: true, v6: data.ipAddressType.startsWith('dualstack') };
  const all = data.subnetIds.flatMap((id) => doorsInto(id, families, routing, gaps));
  const plain = all.filter(({ doubts }) => doubts.length === 0);
  const doubtful = all.filter(({ doubts }) => doubts.length > 0);
  return [plain, ...doubtful.map((door) => [door])].filter((doors) =>
    isInternet(AddressSet.unionAll(doors.map(({ addresses }) => addresses))),
  );
}

/** The internet as it comes in by these doors. */
export function callersAt(doors: readonly Door[], acls: WeighedAcls, gaps: Gap[]): Callers {
  return {
    internet: AddressSet.unionAll(doors.map(({ addresses }) => addresses)),
    groupIds: [],
    nodes: AddressSet.empty,
    arriving: (ports) => ({
      clients: doors.flatMap(({ subnetId, addresses, hops, evidence }) =>
        (acls === null
          ? unhindered(addresses, ports, [subnetId])
          : entering(subnetId, addresses, ports, acls, gaps)
        ).map((arrival) => ({
          ...arrival,
          hops: [...hops, ...arrival.hops],
          evidence: [...evidence, ...arrival.evidence],
        })),
      ),
      nodes: [],
    }),
  };
}

function inFamilies({ v4, v6 }: Pick<SubnetRouting, 'v4' | 'v6'>, families: Families): AddressSet {
  return AddressSet.ofCidrs([...(families.v4 ? v4 : []), ...(families.v6 ? v6 : [])]);
}
