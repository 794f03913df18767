import { type Given, need } from '../../core/check.js';
import type { Fact, FactKinds } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';
import type { PortSet } from '../../core/net/port-set.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import { defineDerivation, derived, nothing } from '../derivation.js';
import { type Admission, admission, type Callers, everyPort } from './admission.js';
import { internetHops, transportPorts } from './internet-entry.js';

/** What the internet really reaches of a network interface. Its id is the interface's; one out of reach has no such fact. */
interface Exposure {
  readonly paths: readonly ExposurePath[];
}

export interface ExposurePath {
  /** `internet`, `igw-1`, `rtb-2`, `subnet-3`, `eni-5 sg-6`; with a load balancer's hop before the interface. */
  readonly hops: readonly string[];
  /** For `PortSet.parse`. TCP and UDP only: nothing else has ports. */
  readonly ports: string;
  readonly evidence: readonly EvidenceRef[];
}

declare module '../../core/fact.js' {
  interface FactKinds {
    'aws.ec2.exposure': Exposure;
  }
}

type Interface = Fact<'aws.ec2.network-interface'>;
type TargetGroup = Fact<'aws.elbv2.target-group'>;
type Target = FactKinds['aws.elbv2.target-group']['targets'][number];

const needs = {
  eni: need('aws.ec2.network-interface', { as: 'subject' }),
  groups: need('aws.ec2.security-group'),
  lists: need('aws.ec2.prefix-list'),
  routing: need('aws.ec2.subnet-routing'),
  targetGroups: need('aws.elbv2.target-group'),
  entries: need('aws.ec2.internet-entry'),
} as const;
type Views = Given<typeof needs>;

export const exposure = defineDerivation({
  kind: 'aws.ec2.exposure',
  needs,
  run(views) {
    const gaps: Gap[] = [];
    const paths = [...directPaths(views, gaps), ...balancedPaths(views, gaps)];
    if (paths.length === 0) return nothing(gaps);
    return derived(
      { paths },
      paths.flatMap(({ evidence }) => evidence),
      gaps,
    );
  },
});

/** By an address of its own. */
function directPaths(views: Views, gaps: Gap[]): ExposurePath[] {
  const { eni } = views;
  const hasV4 = eni.data.publicV4.length > 0;
  const hasV6 = [...eni.data.v6.map((address) => `${address}/128`), ...eni.data.v6Prefixes].some(isGlobalUnicast);
  if ((!hasV4 && !hasV6) || eni.data.subnetId === null || !listens(eni)) return [];
  const routing = views.routing.get(eni.data.subnetId);
  if (routing.state !== 'found') return [];
  const { data, evidence } = routing.value;
  const internet = AddressSet.ofCidrs([...(hasV4 ? data.v4 : []), ...(hasV6 ? data.v6 : [])]);
  if (internet.isEmpty()) return [];
  const admitted = admittedBy(views, { internet, groupIds: [], cidrs: [] }, everyPort, gaps);
  return pathOf(eni, internetHops(eni.data.subnetId, data), admitted, evidence);
}

/** As a target of a load balancer that the internet reaches. */
function balancedPaths(views: Views, gaps: Gap[]): ExposurePath[] {
  const { eni } = views;
  return registrations(eni, views.targetGroups.all()).flatMap(({ group, target }) => {
    const port = target.port ?? group.data.port;
    const entry = views.entries.get(group.id);
    if (entry.state !== 'found' || port === null) return [];
    const asked = transportPorts(group.data.protocol ?? 'TCP', port);
    return entry.value.data.ways.flatMap((way) => {
      const callers = { ...way, internet: AddressSet.ofCidrs(way.internet) };
      const admitted = admittedBy(views, callers, asked, gaps);
      return pathOf(eni, way.hops, admitted, [...way.evidence, ...group.evidence]);
    });
  });
}

function admittedBy({ eni, groups, lists }: Views, callers: Callers, asked: PortSet, gaps: Gap[]): Admission {
  const admitted = admission(eni.data.groupIds, callers, asked, groups, lists);
  gaps.push(...admitted.gaps);
  return admitted;
}

function pathOf(
  eni: Interface,
  hops: readonly string[],
  { ports, groupIds, evidence }: Admission,
  before: readonly EvidenceRef[],
): ExposurePath[] {
  if (ports.isEmpty()) return [];
  const hop = [eni.id, ...groupIds].join(' ');
  return [{ hops: [...hops, hop], ports: ports.toString(), evidence: [...before, ...evidence] }];
}

/** RFC 4291 §2.4. A unique local or link-local address is of no use on the internet. */
const globalUnicast = AddressSet.parseCidr('2000::/3');

function isGlobalUnicast(cidr: string): boolean {
  return globalUnicast.overlaps(AddressSet.parseCidr(cidr));
}

/**
 * False for interfaces that take no connection of their own: a NAT gateway answers only what it asked, and what a load
 * balancer's interface lets in ends at its listeners, whose targets are judged instead.
 */
function listens({ data }: Interface): boolean {
  const isBalancer = /_load_balancer/u.test(data.interfaceType) || /^ELB (?:app|net|gwy)\//u.test(data.description);
  return data.interfaceType !== 'nat_gateway' && !isBalancer;
}

interface Registration {
  readonly group: TargetGroup;
  readonly target: Target;
}

/** Where the interface is registered: by its address within the VPC, or, as an instance's primary interface, by the instance. */
function registrations(eni: Interface, all: readonly TargetGroup[]): Registration[] {
  const index = indexOf(all);
  const { data } = eni;
  const isPrimary = data.deviceIndex === null || data.deviceIndex === 0;
  const byInstance = data.instanceId === null || !isPrimary ? [] : (index.get(data.instanceId) ?? []);
  const byAddress = [...data.privateV4, ...data.v6].flatMap((address) => index.get(address) ?? []);
  const prefixes = [...data.v4Prefixes, ...data.v6Prefixes];
  const byPrefix = prefixes.length === 0 ? [] : [...index.values()].flat();
  const isHere = ({ group }: Registration): boolean =>
    group.data.targetType === 'ip' && group.data.vpcId === data.vpcId;
  return [
    ...byInstance.filter(({ group }) => group.data.targetType === 'instance'),
    ...byAddress.filter(isHere),
    ...byPrefix.filter((one) => isHere(one) && isWithin(prefixes, one.target.id)),
  ];
}

function isWithin(prefixes: readonly string[], address: string): boolean {
  return AddressSet.ofCidrs(prefixes).overlaps(AddressSet.parseCidr(`${address}/${address.includes(':') ? 128 : 32}`));
}

const indices = new WeakMap<readonly TargetGroup[], ReadonlyMap<string, readonly Registration[]>>();

/** The registrations by target id, worked out once for one list: each interface of a scope asks with the same. */
function indexOf(all: readonly TargetGroup[]): ReadonlyMap<string, readonly Registration[]> {
  const known = indices.get(all);
  if (known !== undefined) return known;
  const index = new Map<string, Registration[]>();
  for (const group of all) {
    for (const target of group.data.targets) {
      index.set(target.id, [...(index.get(target.id) ?? []), { group, target }]);
    }
  }
  indices.set(all, index);
  return index;
}
