import type { Fact, FactKinds, FactView } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';
import { type OrderedRule, passages } from '../../core/net/ordered-rules.js';
import type { PortSet } from '../../core/net/port-set.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import { portsOf } from './ingress.js';

export type NetworkAcl = Fact<'aws.ec2.network-acl'>;
export type NetworkAcls = FactView<'aws.ec2.network-acl'>;
/** Null: none is weighed, each is taken to let everything pass, so that what is found is what there is at most. */
export type WeighedAcls = NetworkAcls | null;
export type Direction = 'inbound' | 'outbound';

/** Ports, the addresses that an ACL lets pass on them, and the entries that do it. */
export interface AclPassage {
  readonly ports: PortSet;
  readonly addresses: AddressSet;
  readonly entries: readonly AclEntry[];
}

export interface AclEntry extends OrderedRule {
  readonly ruleNumber: number;
  readonly isEgress: boolean;
  readonly evidence: readonly EvidenceRef[];
}

/** The subnet's ACL. Null, with the reason among the gaps or met by the look-up, when it cannot be said which that is. */
export function aclOf(subnetId: string, acls: NetworkAcls, gaps: Gap[]): NetworkAcl | null {
  const found = acls.where('subnetIds', subnetId);
  switch (found.state) {
    case 'unknown':
      return null;
    case 'absent':
      // Every subnet has one: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
      gaps.push(unresolved(`no network ACL among those read says that it is the one of ${subnetId}`));
      return null;
    case 'found': {
      const [acl, second] = found.value;
      if (acl !== undefined && second === undefined) return acl;
      gaps.push(
        unresolved(`several network ACLs say that they are the one of ${subnetId}: it changed while it was read`),
      );
      return null;
    }
  }
}

/** What of the asked ports the ACL lets pass by these entries, all if not said: inbound from the addresses, outbound to them. */
export function letThrough(
  acl: NetworkAcl,
  direction: Direction,
  asked: PortSet,
  isWeighed?: (entry: AclEntry) => boolean,
): AclPassage[] {
  const all = entriesOf(acl)[direction];
  const entries = isWeighed === undefined ? all : all.filter(isWeighed);
  return passages(entries, asked).map(({ ports, addresses, rules }) => ({
    ports,
    addresses,
    entries: rules.flatMap((index) => entries.slice(index, index + 1)),
  }));
}

type Entries = Readonly<Record<Direction, readonly AclEntry[]>>;
const parsed = new WeakMap<NetworkAcl, Entries>();

/** The entries in the order in which EC2 weighs them, worked out once an ACL: each interface of its subnets asks. */
function entriesOf(acl: NetworkAcl): Entries {
  const known = parsed.get(acl);
  if (known !== undefined) return known;
  const all = acl.data.entries
    .map((entry, index) => ({ ...parse(entry), evidence: entryEvidence(acl, index) }))
    .sort((a, b) => a.ruleNumber - b.ruleNumber);
  const entries = {
    inbound: all.filter(({ isEgress }) => !isEgress),
    outbound: all.filter(({ isEgress }) => isEgress),
  };
  parsed.set(acl, entries);
  return entries;
}

type Entry = FactKinds['aws.ec2.network-acl']['entries'][number];

function parse(entry: Entry): Omit<AclEntry, 'evidence'> {
  const { ruleNumber, isEgress, action, v4, v6 } = entry;
  return {
    ruleNumber,
    isEgress,
    action,
    ports: portsOf(entry),
    addresses: AddressSet.ofCidrs([v4, v6].filter((cidr) => cidr !== null)),
  };
}

/** Entries are in the order of the API's answer, so that an entry's index is its place in it. */
function entryEvidence(acl: NetworkAcl, index: number): EvidenceRef[] {
  return acl.evidence.map((reference) => ({ ...reference, pointer: `${reference.pointer}/Entries/${index}` }));
}

function unresolved(text: string): Gap {
  return { reason: 'unresolved', reads: [], text };
}
