import type { Fact, FactKinds, FactView } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';
import type { EvidenceRef } from '../../core/read.js';

type Interface = Fact<'aws.ec2.network-interface'>;
type TargetGroup = Fact<'aws.elbv2.target-group'>;
type Target = FactKinds['aws.elbv2.target-group']['targets'][number];

/** That an interface is a target of a target group. */
export interface Registration {
  readonly group: TargetGroup;
  readonly target: Target;
  /** Why it cannot be said that the target is this interface, in words; empty if it can. */
  readonly doubts: readonly string[];
}

type Listed = Omit<Registration, 'doubts'>;

/**
 * Where the interface is registered: as an instance's primary interface by the instance, else by its address. An address
 * means the interface of the target group's own VPC that has it; where there is none, one of a connected VPC.
 */
export function registrations(
  eni: Interface,
  all: readonly TargetGroup[],
  interfaces: FactView<'aws.ec2.network-interface'>,
): Registration[] {
  const index = indexOf(all);
  const { data } = eni;
  const isPrimary = data.deviceIndex === null || data.deviceIndex === 0;
  const byInstance = data.instanceId === null || !isPrimary ? [] : (index.get(data.instanceId) ?? []);
  const isAnywhere = prefixesOf(eni).length > 0;
  const byAddress = isAnywhere ? [...index.values()].flat() : addressesOf(eni).flatMap((own) => index.get(own) ?? []);
  return [
    ...byInstance.filter(({ group }) => group.data.targetType === 'instance').map((one) => ({ ...one, doubts: [] })),
    ...byAddress
      .filter(({ group, target }) => group.data.targetType === 'ip' && holds(eni, target.id))
      .flatMap((one) => inItsVpc(eni, one, interfaces)),
  ];
}

function inItsVpc({ data }: Interface, one: Listed, interfaces: FactView<'aws.ec2.network-interface'>): Registration[] {
  const { vpcId } = one.group.data;
  if (vpcId === null || vpcId === data.vpcId) return [{ ...one, doubts: [] }];
  const holders = interfaces.all().filter((other) => holds(other, one.target.id));
  if (holders.some((other) => other.data.vpcId === vpcId)) return [];
  const doubt = `which of ${holders.map(({ id }) => id).join(', ')} is ${one.target.id} of ${one.group.id} is not read`;
  return [{ ...one, doubts: holders.length > 1 ? [doubt] : [] }];
}

/** The group's evidence, down to the target where it has a place of its own. */
export function registrationEvidence({ group, target }: Registration): EvidenceRef[] {
  return group.evidence.map((reference) =>
    target.index !== null && reference.pointer === '/TargetHealthDescriptions'
      ? { ...reference, pointer: `${reference.pointer}/${target.index}` }
      : reference,
  );
}

/** What packets to the target are addressed to: the registered address, or any of the instance's primary interface. */
export function registeredAddresses(eni: Interface, { group, target }: Registration): AddressSet {
  const own = [...addressesOf(eni).map(hostBlock), ...prefixesOf(eni)];
  return AddressSet.ofCidrs(group.data.targetType === 'ip' ? [hostBlock(target.id)] : own);
}

function addressesOf({ data }: Interface): string[] {
  return [...data.privateV4, ...data.v6.map(canonicalAddress)];
}

function prefixesOf({ data }: Interface): string[] {
  return [...data.v4Prefixes, ...data.v6Prefixes];
}

function holds(eni: Interface, address: string): boolean {
  if (addressesOf(eni).includes(canonicalAddress(address))) return true;
  const prefixes = prefixesOf(eni);
  return prefixes.length > 0 && AddressSet.ofCidrs(prefixes).overlaps(AddressSet.parseCidr(hostBlock(address)));
}

/** An IPv6 address may be written in many ways; an id of another kind has no colon or is left as it is. */
function canonicalAddress(text: string): string {
  if (!/^[0-9a-f:.]*:[0-9a-f:.]*$/iu.test(text)) return text;
  return AddressSet.parseCidr(hostBlock(text)).toString().replace('/128', '');
}

function hostBlock(address: string): string {
  return `${address}/${address.includes(':') ? 128 : 32}`;
}

const indices = new WeakMap<readonly TargetGroup[], ReadonlyMap<string, readonly Listed[]>>();

/** The registrations by target id, worked out once for one list: each interface of a scope asks with the same. */
function indexOf(all: readonly TargetGroup[]): ReadonlyMap<string, readonly Listed[]> {
  const known = indices.get(all);
  if (known !== undefined) return known;
  const index = new Map<string, Listed[]>();
  for (const group of all) {
    for (const target of group.data.targets) {
      const id = group.data.targetType === 'ip' ? canonicalAddress(target.id) : target.id;
      index.set(id, [...(index.get(id) ?? []), { group, target }]);
    }
  }
  indices.set(all, index);
  return index;
}
