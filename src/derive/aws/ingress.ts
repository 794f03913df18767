import type { Fact, FactKinds, FactView } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';
import { PortSet } from '../../core/net/port-set.js';
import { portsOpenTo } from '../../core/net/reach.js';
import { isInternet, publicInternet } from '../../core/net/special-purpose.js';
import type { EvidenceRef, Gap } from '../../core/read.js';

type Group = Fact<'aws.ec2.security-group'>;
type Rule = FactKinds['aws.ec2.security-group']['ingress'][number];
type Lists = FactView<'aws.ec2.prefix-list'>;

/** One ingress rule with its sources resolved. Sources that are groups admit members only, never an address of the internet. */
export interface IngressRule {
  /** What it lets through of the ports that were asked for. */
  readonly ports: PortSet;
  readonly sources: AddressSet;
  readonly groupIds: readonly string[];
  /** The sources as written, CIDR or prefix list id, with the addresses that each stands for. */
  readonly written: readonly { readonly text: string; readonly addresses: AddressSet }[];
  /** Its own ports as text, all of them. */
  readonly portsText: string;
  readonly evidence: readonly EvidenceRef[];
}

export interface Ingress {
  readonly rules: readonly IngressRule[];
  /** Sources on the asked ports that could not be resolved. */
  readonly unresolved: readonly Gap[];
}

/**
 * The ingress rules of a group that let anything through of these ports. A prefix list is looked up only where such a
 * rule names it, so that a list that cannot be read taints no more than what depends on it.
 */
export function ingressOf(group: Group, lists: Lists, ports: PortSet): Ingress {
  const unresolved: Gap[] = [];
  const rules = group.data.ingress.flatMap((rule, index): IngressRule[] => {
    const own = portsOf(rule);
    const asked = own.intersect(ports);
    if (asked.isEmpty()) return [];
    const literal = [...rule.v4, ...rule.v6].map((cidr) => ({ text: cidr, addresses: AddressSet.parseCidr(cidr) }));
    const listed = rule.lists.map((id) => {
      const list = listOf(lists, id, `a source of ${group.id} on ${own.toString()}`);
      unresolved.push(...list.gaps);
      return { text: id, addresses: list.addresses, evidence: list.evidence };
    });
    const written = [...literal, ...listed];
    return [
      {
        ports: asked,
        sources: AddressSet.unionAll(written.map(({ addresses }) => addresses)),
        groupIds: rule.groups.map(({ id }) => id),
        written,
        portsText: own.toString(),
        evidence: [...ruleEvidence(group, index), ...listed.flatMap(({ evidence }) => evidence)],
      },
    ];
  });
  return { rules, unresolved };
}

/** The ports of a rule as EC2 means them: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html */
export function portsOf({ protocol, ports }: Pick<Rule, 'protocol' | 'ports'>): PortSet {
  const [, from, to] = /^(-?\d+)(?:-(-?\d+))?$/u.exec(ports ?? '') ?? [];
  if (from === undefined) return PortSet.of(protocol);
  return PortSet.of(protocol, Number(from), to === undefined ? undefined : Number(to));
}

interface ListContent {
  /** As the list has them: a route by a list is as long as the entry, not as what entries add up to. */
  readonly cidrs: readonly string[];
  readonly addresses: AddressSet;
  readonly evidence: readonly EvidenceRef[];
  readonly gaps: readonly Gap[];
}

/** The addresses of a managed prefix list; a list that is not there is unresolved, not empty. */
export function listOf(lists: Lists, id: string, role: string): ListContent {
  const list = lists.get(id);
  switch (list.state) {
    case 'found': {
      const cidrs = [...list.value.data.v4, ...list.value.data.v6];
      return { cidrs, addresses: AddressSet.ofCidrs(cidrs), evidence: list.value.evidence, gaps: [] };
    }
    case 'absent': {
      const gap: Gap = { reason: 'unresolved', reads: [], text: `${id}, ${role}, is not among the prefix lists` };
      return { cidrs: [], addresses: AddressSet.empty, evidence: [], gaps: [gap] };
    }
    case 'unknown':
      return { cidrs: [], addresses: AddressSet.empty, evidence: [], gaps: list.gaps };
  }
}

/** What of the asked ports is open to the internet, in words and with evidence. */
export interface OpenPorts {
  readonly ports: PortSet;
  /** The sources as written that make up the internet: `0.0.0.0/1, 128.0.0.0/1`. */
  readonly sources: string;
  /** The rules that do it: `tcp/20-25 from 0.0.0.0/1; all protocols from pl-1`. */
  readonly rules: string;
  readonly evidence: readonly EvidenceRef[];
  readonly unresolved: readonly Gap[];
}

/** The asked ports that the group opens to the internet, the sources of all its rules taken together. */
export function openToInternet(group: Group, lists: Lists, asked: PortSet): OpenPorts {
  const { rules, unresolved } = ingressOf(group, lists, asked);
  // A rule that adds private networks only is no part of what makes it the internet.
  const reach = portsOpenTo(
    rules.map((rule) => ({ ports: rule.ports, sources: rule.sources.intersect(publicInternet) })),
    isInternet,
  );
  const opening = reach.rules.flatMap((index) => rules.slice(index, index + 1));
  return {
    ports: reach.ports,
    sources: shortList(opening.flatMap(publicSources)),
    rules: opening.map((rule) => `${rule.portsText} from ${shortList(publicSources(rule))}`).join('; '),
    evidence: opening.flatMap(({ evidence }) => evidence),
    unresolved,
  };
}

/** The ports of a parameter's texts, as one set. */
export function portsIn(texts: readonly string[]): PortSet {
  return PortSet.parse(texts.join(','));
}

function publicSources({ written }: IngressRule): string[] {
  return written.filter(({ addresses }) => addresses.overlaps(publicInternet)).map(({ text }) => text);
}

/** Rules are in the order of the API's IpPermissions, so that a rule's index is its place in the answer. */
function ruleEvidence(group: Group, index: number): EvidenceRef[] {
  return group.evidence.map((reference) => ({ ...reference, pointer: `${reference.pointer}/IpPermissions/${index}` }));
}

const shown = 4; // Everything but one address is 32 blocks, and nobody reads them.

function shortList(texts: readonly string[]): string {
  const all = [...new Set(texts)];
  const rest = all.length - shown;
  return rest > 1 ? `${all.slice(0, shown).join(', ')} and ${rest} more` : all.join(', ');
}
