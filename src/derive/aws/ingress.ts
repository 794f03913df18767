import type { Fact, FactKinds, FactView } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';
import { PortSet } from '../../core/net/port-set.js';
import { portsOpenTo } from '../../core/net/reach.js';
import { isInternet, publicInternet } from '../../core/net/special-purpose.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import { remembering } from '../../core/remembering.js';
import { shortList, shortPorts } from './short-list.js';

type Group = Fact<'aws.ec2.security-group'>;
type Rule = FactKinds['aws.ec2.security-group']['ingress'][number];
type Lists = FactView<'aws.ec2.prefix-list'>;
/** The prefix lists; or what each of them is taken for without being looked up: nobody, so that only CIDRs are weighed, or everybody. */
export type ListsOr = Lists | AddressSet;

/** Which way a rule lets traffic through: to the members of its group, or from them. */
export type Direction = 'ingress' | 'egress';

/** EC2's names for the two, and the words for the far side. */
const ways = {
  ingress: { member: 'IpPermissions', farSide: 'source', preposition: 'from' },
  egress: { member: 'IpPermissionsEgress', farSide: 'destination', preposition: 'to' },
} as const;

/**
 * One rule with its sources resolved; for egress these are its destinations. Sources that are groups admit members only,
 * never an address of the internet.
 */
export interface IngressRule {
  /** What it lets through of the ports that were asked for. */
  readonly ports: PortSet;
  readonly sources: AddressSet;
  readonly groupIds: readonly string[];
  /** The sources as written, CIDR or prefix list id, with the CIDRs and the addresses that each stands for. */
  readonly written: readonly WrittenSource[];
  /** Its own ports as text, all of them. */
  readonly portsText: string;
  readonly evidence: readonly EvidenceRef[];
}

/** A source as a rule names it. */
export interface WrittenSource {
  readonly text: string;
  /** Null for a CIDR; a list that is not there, or was not looked up, has no name. */
  readonly list: { readonly name: string | null } | null;
  readonly cidrs: readonly string[];
  readonly addresses: AddressSet;
}

export interface Ingress {
  readonly rules: readonly IngressRule[];
  /** Sources on the asked ports that could not be resolved. */
  readonly unresolved: readonly Gap[];
}

/**
 * The rules of a group, ingress unless said otherwise, that let anything through of these ports. A prefix list is looked
 * up only where such a rule names it, so that a list that cannot be read taints no more than what depends on it.
 */
export function ingressOf(group: Group, lists: ListsOr, ports: PortSet, direction: Direction = 'ingress'): Ingress {
  const unresolved: Gap[] = [];
  const rules = group.data[direction].flatMap((rule, index): IngressRule[] => {
    const { own, literal, addresses } = asWritten(rule);
    const asked = own.intersect(ports);
    if (asked.isEmpty()) return [];
    const listed = rule.lists.map((id) => {
      const list = contentOf(lists, id, `a ${ways[direction].farSide} of ${group.id} on ${own.toString()}`);
      unresolved.push(...list.gaps);
      return { text: id, list, cidrs: list.cidrs, addresses: list.addresses, evidence: list.evidence };
    });
    const written = listed.length === 0 ? literal : [...literal, ...listed];
    return [
      {
        ports: asked,
        sources:
          listed.length === 0 ? addresses : AddressSet.unionAll([addresses, ...listed.map((list) => list.addresses)]),
        groupIds: rule.groups.map(({ id }) => id),
        written,
        portsText: own.toString(),
        // Most rules are weighed and never named.
        get evidence() {
          return [...ruleEvidence(group, index, direction), ...listed.flatMap(({ evidence }) => evidence)];
        },
      },
    ];
  });
  return { rules, unresolved };
}

interface AsWritten {
  readonly own: PortSet;
  /** Its CIDRs, and the addresses of all of them. */
  readonly literal: readonly WrittenSource[];
  readonly addresses: AddressSet;
}

const writtenRules = remembering<AsWritten>();

/** What a rule says without anything being looked up. */
function asWritten(rule: Rule): AsWritten {
  return writtenRules(rule, () => {
    const literal = [...rule.v4, ...rule.v6].map((cidr) => ({
      text: cidr,
      list: null,
      cidrs: [cidr],
      addresses: AddressSet.parseCidr(cidr),
    }));
    return { own: portsOf(rule), literal, addresses: AddressSet.unionAll(literal.map(({ addresses }) => addresses)) };
  });
}

/** The ports of a rule as EC2 means them: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html */
export function portsOf({ protocol, ports }: Pick<Rule, 'protocol' | 'ports'>): PortSet {
  const [, from, to] = /^(-?\d+)(?:-(-?\d+))?$/u.exec(ports ?? '') ?? [];
  if (from === undefined) return PortSet.of(protocol);
  return PortSet.of(protocol, Number(from), to === undefined ? undefined : Number(to));
}

interface ListContent {
  /** What its owner calls it; null for one that was not read. */
  readonly name: string | null;
  /** As the list has them: a route by a list is as long as the entry, not as what entries add up to. */
  readonly cidrs: readonly string[];
  readonly addresses: AddressSet;
  readonly evidence: readonly EvidenceRef[];
  readonly gaps: readonly Gap[];
}

function contentOf(lists: ListsOr, id: string, role: string): ListContent {
  if (!(lists instanceof AddressSet)) return listOf(lists, id, role);
  return { name: null, cidrs: [], addresses: lists, evidence: [], gaps: [] };
}

/** The addresses of a managed prefix list; a list that is not there is unresolved, not empty. */
export function listOf(lists: Lists, id: string, role: string): ListContent {
  const list = lists.get(id);
  switch (list.state) {
    case 'found': {
      const { listName, v4, v6 } = list.value.data;
      const cidrs = [...v4, ...v6];
      return { name: listName, cidrs, addresses: AddressSet.ofCidrs(cidrs), evidence: list.value.evidence, gaps: [] };
    }
    case 'absent': {
      const gap: Gap = { reason: 'unresolved', reads: [], text: `${id}, ${role}, is not among the prefix lists` };
      return { name: null, cidrs: [], addresses: AddressSet.empty, evidence: [], gaps: [gap] };
    }
    case 'unknown':
      return { name: null, cidrs: [], addresses: AddressSet.empty, evidence: [], gaps: list.gaps };
  }
}

/** What of the asked ports is open to the internet, in words and with evidence. */
export interface OpenPorts {
  readonly ports: PortSet;
  /** The same as text, the first few of many. */
  readonly portsText: string;
  /** The sources as written that make up the internet: `0.0.0.0/1, 128.0.0.0/1`. */
  readonly sources: string;
  /** The rules that do it: `tcp/20-25 from 0.0.0.0/1; all protocols from pl-1`. */
  readonly rules: string;
  readonly evidence: readonly EvidenceRef[];
  readonly unresolved: readonly Gap[];
}

/**
 * The asked ports that the group opens to the internet, the sources of all its rules taken together; for egress, those
 * at which its members reach the internet.
 */
export function openToInternet(
  group: Group,
  lists: ListsOr,
  asked: PortSet,
  direction: Direction = 'ingress',
): OpenPorts {
  if (!mayBeInternet(group.data[direction])) return nothingOpen;
  const { rules, unresolved } = ingressOf(group, lists, asked, direction);
  // A rule that adds private networks only is no part of what makes it the internet.
  const reach = portsOpenTo(
    rules.map((rule) => ({ ports: rule.ports, sources: publicPart(rule.sources) })),
    isInternet,
  );
  const opening = reach.rules.flatMap((index) => rules.slice(index, index + 1));
  return {
    ports: reach.ports,
    portsText: shortPorts(reach.ports),
    sources: shortList(opening.flatMap(publicSources)),
    rules: shortList(
      opening.map((rule) => ruleText(rule.portsText, direction, publicSources(rule))),
      '; ',
    ),
    evidence: opening.flatMap(({ evidence }) => evidence),
    unresolved,
  };
}

const nothingOpen: OpenPorts = {
  ports: PortSet.empty,
  portsText: shortPorts(PortSet.empty),
  sources: '',
  rules: '',
  evidence: [],
  unresolved: [],
};

/** Whether the sources of all rules together, whatever their ports, can be the internet: most groups are done with here. */
function mayBeInternet(rules: readonly Rule[]): boolean {
  if (rules.some(({ lists }) => lists.length > 0)) return true;
  const parts = rules.map((rule) => publicPart(asWritten(rule).addresses)).filter((part) => !part.isEmpty());
  return isInternet(AddressSet.unionAll(parts));
}

const publicParts = remembering<AddressSet>();

function publicPart(sources: AddressSet): AddressSet {
  return publicParts(sources, () => sources.intersect(publicInternet));
}

/** The ports of a parameter's texts, as one set. */
export function portsIn(texts: readonly string[]): PortSet {
  return PortSet.parse(texts.join(','));
}

function publicSources({ written }: IngressRule): string[] {
  return written.filter(({ addresses }) => addresses.overlaps(publicInternet)).map(({ text }) => text);
}

/** The rule as people say it: `tcp/443 from 10.0.0.0/8`, `all protocols to 0.0.0.0/0`. */
export function ruleText(ports: string, direction: Direction, farSide: readonly string[]): string {
  return `${ports} ${ways[direction].preposition} ${shortList(farSide)}`;
}

/** Where the rule stands. Rules are in the order of the API's IpPermissions, so that a rule's index is its place in the answer. */
export function ruleEvidence(group: Group, index: number, direction: Direction = 'ingress'): EvidenceRef[] {
  return group.evidence.map((reference) => ({
    ...reference,
    pointer: `${reference.pointer}/${ways[direction].member}/${index}`,
  }));
}
