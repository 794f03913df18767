import type { Fact, FactView } from '../../core/fact.js';
import { AddressSet } from '../../core/net/address-set.js';
import { PortSet } from '../../core/net/port-set.js';
import { sourcesByPort } from '../../core/net/reach.js';
import { isInternet } from '../../core/net/special-purpose.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import { type HomeNetwork, isV6, lengthOf, type Widths } from './home-network.js';
import { ingressOf, type IngressRule, ruleText } from './ingress.js';
import { shortList } from './short-list.js';

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
  }[];
  readonly unresolved: readonly Gap[];
}

export function audienceOf(group: Fact<'aws.ec2.security-group'>, lists: FactView<'aws.ec2.prefix-list'>): Audience {
  const { rules, unresolved } = ingressOf(group, lists, PortSet.all);
  const pieces = sourcesByPort(rules)
    .filter(({ sources }) => !isInternet(sources))
    .map((piece) => ({ ...piece, rules: piece.rules.flatMap((index) => rules.slice(index, index + 1)) }));
  return { pieces, unresolved };
}

/** True when a private source is there that is wide enough to be wider than some VPC. */
export function hasWidePrivateSource({ pieces }: Audience, approved: AddressSet): boolean {
  const wide = ({ sources }: Pick<Audience['pieces'][number], 'sources'>): boolean =>
    blocksWiderThan(sources.intersect(privateNetworks).subtract(approved), smallestVpc).length > 0;
  return pieces.some(wide);
}

/**
 * The sources of networks that are not private which are wider than allowed: the blocks that all sources of a port make
 * up together, less what is approved and what is the group's own network.
 */
export function broadForeign({ pieces }: Audience, approved: AddressSet, home: AddressSet, widest: Widths): Broad[] {
  const excused = approved.union(home);
  return together(
    pieces.map((piece) => ({
      ...piece,
      blocks: blocksWiderThan(piece.sources.intersect(foreignNetworks).subtract(excused), widest),
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
  const written = new Map<IngressRule, string[]>();
  const wideIn = (rule: IngressRule): string[] => {
    const known = written.get(rule) ?? rule.written.flatMap(({ cidrs }) => cidrs.flatMap(wideBlocks));
    written.set(rule, known);
    return known;
  };
  const wideBlocks = (cidr: string): string[] => {
    const block = AddressSet.parseCidr(cidr).intersect(privateNetworks).subtract(approved);
    return ranges.covers(block) ? [] : blocksWiderThan(block, widest);
  };
  return together(
    pieces.map((piece) => {
      const single = [...new Set(piece.rules.flatMap(wideIn))];
      const rest = piece.sources.intersect(privateNetworks).subtract(approved.union(ranges));
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
    return `${shortList(blocks)} reach ${ports.toString()} (${rulesText})`;
  };
  return shortList(broad.map(one), '; ');
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
