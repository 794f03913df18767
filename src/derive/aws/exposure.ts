import { type Given, need } from '../../core/check.js';
import type { Fact, Lookup } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';
import type { PortSet } from '../../core/net/port-set.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import { defineDerivation, derived, nothing } from '../derivation.js';
import type { Place } from './acl-crossing.js';
import { type Admission, admission, type Callers, everyPort, unfiltered } from './admission.js';
import { type BalancerInterface, balancerInterface } from './balancer-interface.js';
import { callersAt, doorsInto } from './doors.js';
import type { InternetEntry } from './internet-entry.js';
import { transportPorts } from './listeners.js';
import type { WeighedAcls } from './network-acl.js';
import { type Registration, registeredAddresses, registrationEvidence, registrations } from './registrations.js';
import { callersBy } from './way.js';

/** What the internet really reaches of a network interface. Its id is the interface's; one out of reach has no such fact. */
interface Exposure {
  readonly paths: readonly ExposurePath[];
}

export interface ExposurePath {
  /** `internet`, `igw-1`, `rtb-2`, `subnet-3 acl-4`, `eni-5 sg-6`; with a load balancer's hops before the interface. */
  readonly hops: readonly string[];
  /** For `PortSet.parse`. TCP and UDP only: nothing else has ports. */
  readonly ports: string;
  readonly evidence: readonly EvidenceRef[];
  /** Why it cannot be said that the path is open, in words; empty if it can. */
  readonly doubts: readonly string[];
}

declare module '../../core/fact.js' {
  interface FactKinds {
    'aws.ec2.exposure': Exposure;
  }
}

type Interface = Fact<'aws.ec2.network-interface'>;

export const exposureNeeds = {
  eni: need('aws.ec2.network-interface', { as: 'subject' }),
  interfaces: need('aws.ec2.network-interface'),
  groups: need('aws.ec2.security-group'),
  lists: need('aws.ec2.prefix-list'),
  routing: need('aws.ec2.subnet-routing'),
  targetGroups: need('aws.elbv2.target-group'),
  loadBalancers: need('aws.elbv2.load-balancer'),
  listeners: need('aws.elbv2.listener'),
} as const;
interface Views extends Given<typeof exposureNeeds> {
  readonly acls: WeighedAcls;
  readonly entries: { get(id: string): Lookup<{ readonly data: InternetEntry }> };
}

export const exposure = defineDerivation({
  kind: 'aws.ec2.exposure',
  needs: { ...exposureNeeds, acls: need('aws.ec2.network-acl'), entries: need('aws.ec2.internet-entry') },
  run(views) {
    const gaps: Gap[] = [];
    const paths = pathsTo(views, gaps);
    if (paths.length === 0) return nothing(gaps);
    return derived(
      { paths },
      paths.flatMap(({ evidence }) => evidence),
      gaps,
    );
  },
});

export function pathsTo(views: Views, gaps: Gap[]): ExposurePath[] {
  return [...directPaths(views, gaps), ...balancedPaths(views, gaps)];
}

/** By an address of its own; at a load balancer's interface, to the ports of its listeners. */
function directPaths(views: Views, gaps: Gap[]): ExposurePath[] {
  const { eni, routing, acls, loadBalancers, listeners } = views;
  const { subnetId, interfaceType, deniesInternetGateways } = eni.data;
  const families = familiesOf(eni);
  if (deniesInternetGateways) return [];
  // A NAT gateway answers only what it asked.
  if ((!families.v4 && !families.v6) || /^nat_?gateway$/iu.test(interfaceType)) return [];
  if (subnetId === null) {
    gaps.push(unnamed(eni, 'subnet'));
    return [];
  }
  const doors = doorsInto(subnetId, families, routing, gaps);
  if (doors.length === 0) return [];
  const own = balancerInterface(eni, loadBalancers, listeners);
  return doors.flatMap((door) => {
    const admitted = admittedBy(views, callersAt([door], acls, gaps), own?.ports ?? everyPort, gaps, own);
    return pathOf(eni, { hops: [], doubts: door.doubts }, admitted, own?.evidence ?? []);
  });
}

/** As a target of a load balancer that the internet reaches. */
function balancedPaths(views: Views, gaps: Gap[]): ExposurePath[] {
  const { eni, targetGroups, interfaces, entries, acls } = views;
  return registrations(eni, targetGroups.all(), interfaces).flatMap((registration) => {
    const { group, target } = registration;
    const entry = entries.get(group.id);
    if (entry.state !== 'found') return [];
    const asked = transportPorts(group.data.protocol ?? 'TCP', target.port ?? group.data.port);
    return entry.value.data.ways.flatMap((way) => {
      const callers = callersBy(way, () => placesOf(eni, registration, gaps), acls, gaps);
      const admitted = admittedBy(views, callers, asked, gaps, null);
      const before = { ...way, doubts: [...way.doubts, ...registration.doubts] };
      return pathOf(eni, before, admitted, [...way.evidence, ...registrationEvidence(registration)]);
    });
  });
}

/** A network load balancer may have no group, and then filters nothing; every other interface has one. */
function admittedBy(
  { eni, groups, lists }: Views,
  callers: Callers,
  asked: PortSet,
  gaps: Gap[],
  own: BalancerInterface | null,
): Admission {
  const isUnfiltered = eni.data.groupIds.length === 0 && own?.balancer?.data.type === 'network';
  if (isUnfiltered) return unfiltered(callers, asked);
  if (eni.data.groupIds.length === 0) gaps.push(unnamed(eni, 'security group'));
  const admitted = admission(eni.data.groupIds, callers, asked, groups, lists);
  gaps.push(...admitted.gaps);
  return admitted;
}

function pathOf(
  eni: Interface,
  { hops, doubts }: Pick<ExposurePath, 'hops' | 'doubts'>,
  { ports, groupIds, hops: onward, evidence }: Admission,
  before: readonly EvidenceRef[],
): ExposurePath[] {
  if (ports.isEmpty()) return [];
  const hop = [eni.id, ...groupIds].join(' ');
  return [{ hops: [...hops, ...onward, hop], ports: ports.toString(), evidence: [...before, ...evidence], doubts }];
}

/** Where the target is: what a load balancer's packets to it are addressed to. */
function placesOf(eni: Interface, registration: Registration, gaps: Gap[]): Place[] {
  const { subnetId } = eni.data;
  const addresses = registeredAddresses(eni, registration);
  if (subnetId === null) gaps.push(unnamed(eni, 'subnet'));
  if (addresses.isEmpty()) gaps.push(unnamed(eni, 'address'));
  return subnetId === null ? [] : [{ subnetId, addresses }];
}

/** RFC 4291 §2.4. A unique local or link-local address is of no use on the internet. */
const globalUnicast = AddressSet.parseCidr('2000::/3');

/** The families in which the interface has an address that the internet can name. */
function familiesOf({ data }: Interface): { v4: boolean; v6: boolean } {
  const v6 = [...data.v6.map((address) => `${address}/128`), ...data.v6Prefixes];
  return { v4: data.publicV4.length > 0, v6: v6.some((cidr) => globalUnicast.overlaps(AddressSet.parseCidr(cidr))) };
}

function unnamed({ id }: Interface, what: string): Gap {
  return { reason: 'unresolved', reads: [], text: `the answer names no ${what} of ${id}` };
}
