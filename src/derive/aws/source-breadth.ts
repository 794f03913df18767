import type { Fact, FactView } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';
import { PortSet } from '../../core/net/port-set.js';
import { portsOpenTo, sourcesByPort } from '../../core/net/reach.js';
import { isInternet } from '../../core/net/special-purpose.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import { type HomeNetwork, isV6, lengthOf, type Widths } from './home-network.js';
import { ingressOf, type IngressRule, ruleText } from './ingress.js';
import { shortList, shortPorts } from './short-list.js';

/** What companies number their own networks with: https://www.iana.org/assignments/iana-ipv4-special-registry */
const privateNetworks = AddressSet.ofCidrs([
  '10.0.0.0/8', // RFC 1918 §3
  '172.16.0.0/12', // RFC 1918 §3
  '192.168.0.0/16', // RFC 1918 §3
  '100.64.0.0/10', // shared address space, RFC 6598 §7
  '198.18.0.0/15', // benchmarking, RFC 2544; AWS and others number internal networks with it
  '240.0.0.0/4', // reserved, RFC 1112 §4; used inside large networks
  'fc00::/7', // unique local, RFC 4193
]);

/** No packet with such a source is delivered in a VPC: this network, loopback, link local, multicast. */
const nobody = AddressSet.ofCidrs(['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4']);

/** Everybody else's networks; of IPv6 only 2000::/3 is assigned (RFC 4291 §2.4). */
const foreignNetworks = AddressSet.ofCidrs(['0.0.0.0/0', '2000::/3']).subtract(privateNetworks.union(nobody));

/** A VPC's blocks are /16 to /28 and /44 to /60 long, so that no longer one can be wider than a VPC: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const smallestVpc: Widths = { v4: 28, v6: 60 };

/** Sources that are broader than they may be, and the ports that they reach. */
export interface Broad {
  readonly ports: PortSet;
  readonly blocks: readonly string[];
  readonly rules: readonly IngressRule[];
}

/** Who reaches a group, the internet aside, which is the affair of other controls; cut at the rules' boundaries. */
export interface Audience {
  readonly pieces: readonly {
    readonly ports: PortSet;
    readonly sources: AddressSet;
    readonly rules: readonly IngressRule[];
    /** The addresses of the approved lists that these rules name. */
    readonly excused: AddressSet;
  }[];
  readonly unresolved: readonly Gap[];
}

/** `isApproved`: whether the prefix list with that id and name may be a source although it is wide. */
export function audienceOf(
  group: Fact<'aws.ec2.security-group'>,
  lists: FactView<'aws.ec2.prefix-list'>,
  isApproved: (id: string, name: string | null) => boolean = () => false,
): Audience {
  // What CIDRs open to the internet stays so whatever a list holds, so that no list is looked up for it.
  const world = portsOpenTo(ingressOf(group, AddressSet.empty, PortSet.all).rules, isInternet).ports;
  const { rules, unresolved } = ingressOf(group, lists, PortSet.all.subtract(world));
  const excusedBy = ({ written }: IngressRule): AddressSet[] =>
    written.flatMap(({ text, list, addresses }) => (list !== null && isApproved(text, list.name) ? [addresses] : []));
  const pieces = sourcesByPort(rules)
    .filter(({ sources }) => !isInternet(sources))
    .map((piece) => {
      const those = piece.rules.flatMap((index) => rules.slice(index, index + 1));
      return { ...piece, rules: those, excused: AddressSet.unionAll(those.flatMap(excusedBy)) };
    });
  return { pieces, unresolved };
}

/** True when a private source is there that is wide enough to be wider than some VPC. */
export function hasWidePrivateSource({ pieces }: Audience, approved: AddressSet): boolean {
  const wide = ({ sources, excused }: Audience['pieces'][number]): boolean =>
    blocksWiderThan(sources.intersect(privateNetworks).subtract(approved.union(excused)), smallestVpc).length > 0;
  return pieces.some(wide);
}

/**
 * The sources of networks that are not private which are wider than allowed: the blocks that all sources of a port make
 * up together, less what is approved and what is the group's own network.
 */
export function broadForeign({ pieces }: Audience, approved: AddressSet, home: AddressSet, widest: Widths): Broad[] {
  const fine = approved.union(home);
  return together(
    pieces.map((piece) => ({
      ...piece,
      blocks: blocksWiderThan(piece.sources.intersect(foreignNetworks).subtract(fine.union(piece.excused)), widest),
    })),
  );
}

/**
 * The private sources that are wider than the widest block of the group's own network in that family.
 *
 * Both what is written and what it adds up to are weighed: 10.20.0.0/15 is wider than the VPC 10.20.0.0/16, while that
 * VPC's own range beside the equally wide one of its neighbour is not.
 */
export function broadPrivate({ pieces }: Audience, approved: AddressSet, { ranges, widest }: HomeNetwork): Broad[] {
  const privateIn = remembered((rule: IngressRule) =>
    rule.written.flatMap(({ cidrs }) =>
      cidrs.map((cidr) => AddressSet.parseCidr(cidr).intersect(privateNetworks).subtract(approved)),
    ),
  );
  const widerIn = (blocks: readonly AddressSet[]): string[] =>
    blocks.flatMap((block) => (ranges.covers(block) ? [] : blocksWiderThan(block, widest)));
  const wideIn = remembered((rule: IngressRule) => widerIn(privateIn(rule)));
  return together(
    pieces.map((piece) => {
      const { excused } = piece;
      const wide = excused.isEmpty()
        ? piece.rules.flatMap(wideIn)
        : widerIn(piece.rules.flatMap(privateIn).map((block) => block.subtract(excused)));
      const single = [...new Set(wide)];
      const rest = piece.sources.intersect(privateNetworks).subtract(approved.union(ranges).union(excused));
      const sum = blocksWiderThan(rest.subtract(AddressSet.ofCidrs(single)), widest);
      return { ...piece, blocks: [...single, ...sum] };
    }),
  );
}

/** `10.0.0.0/8 reach tcp/22 (tcp/22 from 10.0.0.0/8)`, for each of them. */
export function broadText(broad: readonly Broad[]): string {
  const one = ({ ports, blocks, rules }: Broad): string => {
    const rulesText = shortList(
      rules.map((rule) => ruleText(rule.portsText, 'ingress', writtenIn(rule, blocks))),
      '; ',
    );
    return `${shortList(blocks)} reach ${shortPorts(ports)} (${rulesText})`;
  };
  return shortList(broad.map(one), '; ');
}

/** Whether any of it comes from a prefix list. */
export function isByList({ blocks, rules }: Broad): boolean {
  const addresses = AddressSet.ofCidrs(blocks);
  return rules.some(({ written }) =>
    written.some(({ list, ...source }) => list !== null && source.addresses.overlaps(addresses)),
  );
}

export function broadEvidence(broad: readonly Broad[]): EvidenceRef[] {
  return broad.flatMap(({ rules }) => rules.flatMap(({ evidence }) => evidence));
}

/** Pieces with the same blocks as one, and of each the rules that contribute to them. */
function together(pieces: readonly Broad[]): Broad[] {
  const found = new Map<string, Broad>();
  for (const { ports, blocks, rules } of pieces) {
    if (blocks.length === 0) continue;
    const key = blocks.join();
    const known = found.get(key);
    const addresses = AddressSet.ofCidrs(blocks);
    const contributing = rules.filter(({ sources }) => sources.overlaps(addresses));
    found.set(key, {
      ports: known === undefined ? ports : known.ports.union(ports),
      blocks,
      rules: [...new Set([...(known?.rules ?? []), ...contributing])],
    });
  }
  return [...found.values()];
}

function writtenIn({ written }: IngressRule, blocks: readonly string[]): string[] {
  const addresses = AddressSet.ofCidrs(blocks);
  return written.filter((each) => each.addresses.overlaps(addresses)).map(({ text }) => text);
}

function blocksWiderThan(addresses: AddressSet, widest: Widths): string[] {
  return addresses.toCidrs().filter((cidr) => lengthOf(cidr) < (isV6(cidr) ? widest.v6 : widest.v4));
}

/** One answer for each rule, however many pieces it is on. */
function remembered<T>(answer: (rule: IngressRule) => T): (rule: IngressRule) => T {
  const known = new Map<IngressRule, T>();
  return (rule) => {
    const found = known.get(rule) ?? answer(rule);
    known.set(rule, found);
    return found;
  };
}
