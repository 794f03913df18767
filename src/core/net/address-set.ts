import ipaddr from 'ipaddr.js';
import { RangeSet } from './range-set.js';
import { remembering } from '../remembering.js';

const v4Bits = 32; // RFC 791 §2.3
const v6Bits = 128; // RFC 4291 §2

/** An immutable set of IP addresses: IPv4 and IPv6 side by side, never mixed. */
export class AddressSet {
  /** The set without addresses. */
  static readonly empty = new AddressSet(RangeSet.empty(), RangeSet.empty());

  /** The IPv4 addresses as unsigned 32-bit numbers. */
  readonly v4: RangeSet<number>;
  /** The IPv6 addresses as unsigned 128-bit numbers. */
  readonly v6: RangeSet<bigint>;

  private constructor(v4: RangeSet<number>, v6: RangeSet<bigint>) {
    this.v4 = v4;
    this.v6 = v6;
  }

  /**
   * The addresses of one CIDR block, IPv4 or IPv6 (RFC 4632 §3.1, RFC 4291 §2.3).
   *
   * Host bits that are set are masked, as EC2 does. An IPv4-mapped block such as `::ffff:0:0/96` stays IPv6. Octal,
   * hexadecimal and shortened IPv4 notations are refused, because readers differ about them.
   *
   * @throws RangeError naming the text when it is no CIDR block, a bare address or a zone (`%eth0`) included
   */
  static parseCidr(text: string): AddressSet {
    return parsed(text, () => AddressSet.#parse(text));
  }

  static #parse(text: string): AddressSet {
    const [address, prefix] = parseBlock(text);
    if (address instanceof ipaddr.IPv4) {
      const size = 2 ** (v4Bits - prefix);
      const point = address.octets.reduce((value, octet) => value * 256 + octet, 0);
      const from = point - (point % size);
      return new AddressSet(RangeSet.of([{ from, to: from + size }]), AddressSet.empty.v6);
    }
    const hostBits = BigInt(v6Bits - prefix);
    const point = address.parts.reduce((value, part) => (value << 16n) | BigInt(part), 0n);
    const from = (point >> hostBits) << hostBits;
    return new AddressSet(AddressSet.empty.v4, RangeSet.of([{ from, to: from + (1n << hostBits) }]));
  }

  /**
   * The addresses of all the CIDR blocks, of both families and in any order.
   *
   * @throws RangeError as {@link AddressSet.parseCidr} does
   */
  static ofCidrs(texts: readonly string[]): AddressSet {
    return AddressSet.unionAll(texts.map((text) => AddressSet.parseCidr(text)));
  }

  /** The addresses in any of the sets. O(n log n) in the number of all their ranges. */
  static unionAll(sets: readonly AddressSet[]): AddressSet {
    const [first, second] = sets;
    if (first !== undefined && second === undefined) return first;
    return new AddressSet(RangeSet.unionAll(sets.map(({ v4 }) => v4)), RangeSet.unionAll(sets.map(({ v6 }) => v6)));
  }

  /** The addresses in this set, in the other, or in both. */
  union(other: AddressSet): AddressSet {
    return new AddressSet(this.v4.union(other.v4), this.v6.union(other.v6));
  }

  /** The addresses in both sets. */
  intersect(other: AddressSet): AddressSet {
    return new AddressSet(this.v4.intersect(other.v4), this.v6.intersect(other.v6));
  }

  /** The addresses in this set that are not in the other. */
  subtract(other: AddressSet): AddressSet {
    return new AddressSet(this.v4.subtract(other.v4), this.v6.subtract(other.v6));
  }

  /** True when every address of the other set is in this one. */
  covers(other: AddressSet): boolean {
    return this.v4.covers(other.v4) && this.v6.covers(other.v6);
  }

  /** True when the sets share an address. */
  overlaps(other: AddressSet): boolean {
    return !this.intersect(other).isEmpty();
  }

  /** True when both sets have the same addresses. */
  equals(other: AddressSet): boolean {
    return this.v4.equals(other.v4) && this.v6.equals(other.v6);
  }

  /** True when the set has no address of either family. */
  isEmpty(): boolean {
    return this.v4.isEmpty() && this.v6.isEmpty();
  }

  /** The number of IPv4 addresses, 0 to 2^32. */
  countV4(): bigint {
    return BigInt(this.v4.ranges().reduce((count, { from, to }) => count + (to - from), 0));
  }

  /** The number of IPv6 addresses, 0 to 2^128. */
  countV6(): bigint {
    return this.v6.ranges().reduce((count, { from, to }) => count + (to - from), 0n);
  }

  /** The fewest CIDR blocks that hold exactly this set: IPv4 first, then IPv6 as RFC 5952 writes it, each ascending. */
  toCidrs(): string[] {
    const v4 = this.v4.ranges().flatMap(({ from, to }) => blocks(BigInt(from), BigInt(to), v4Bits));
    const v6 = this.v6.ranges().flatMap(({ from, to }) => blocks(from, to, v6Bits));
    return [
      ...v4.map(({ first, prefix }) => `${dotted(first)}/${String(prefix)}`),
      ...v6.map(({ first, prefix }) => `${colons(first)}/${String(prefix)}`),
    ];
  }

  /** The blocks of {@link AddressSet.toCidrs} separated by commas, or `no address`. */
  toString(): string {
    return this.isEmpty() ? 'no address' : this.toCidrs().join(', ');
  }
}

const parsed = remembering<AddressSet>();
const cidrPattern = /^([0-9a-f:.]+)\/\d+$/iu;

function parseBlock(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const address = cidrPattern.exec(text)?.[1];
  if (address !== undefined && isUnambiguous(address)) {
    try {
      // ipaddr.parseCIDR would try IPv6 first and throw inside on every IPv4 block, at a tenth of the speed.
      return address.includes(':') ? ipaddr.IPv6.parseCIDR(text) : ipaddr.IPv4.parseCIDR(text);
    } catch (cause) {
      throw new RangeError(invalid(text), { cause });
    }
  }
  throw new RangeError(invalid(text));
}

/** True unless the IPv4 part, whole or at the end of an IPv6 address, is in a notation that inet_aton alone takes. */
function isUnambiguous(address: string): boolean {
  if (address.includes(':') && !address.includes('.')) return true;
  return ipaddr.IPv4.isValidFourPartDecimal(address.slice(address.lastIndexOf(':') + 1));
}

function invalid(text: string): string {
  return `CIDR: expected an IPv4 or IPv6 block such as 10.0.0.0/8 or 2001:db8::/32, got ${JSON.stringify(text)}`;
}

interface Block {
  readonly first: bigint;
  readonly prefix: number;
}

/** The aligned blocks that make up [from, to), each as large as its start and the end allow. */
function blocks(from: bigint, to: bigint, bits: number): Block[] {
  const result: Block[] = [];
  let first = from;
  while (first < to) {
    let prefix = bits;
    let size = 1n;
    while (first % (size * 2n) === 0n && first + size * 2n <= to) {
      size *= 2n;
      prefix -= 1;
    }
    result.push({ first, prefix });
    first += size;
  }
  return result;
}

function dotted(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 0xffn)).join('.');
}

// RFC 5952 §4: lower case, no leading zeros, `::` for the longest run of two or more zero groups, of equals the first.
// Own code because ipaddr.js 2.5 shortens the second run when the first stands at the start (0:0:1:2:3:0:0:4).
function colons(address: bigint): string {
  const groups = [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) => ((address >> shift) & 0xffffn).toString(16));
  const run = longestZeroRun(groups);
  if (run.length < 2) return groups.join(':');
  return `${groups.slice(0, run.start).join(':')}::${groups.slice(run.start + run.length).join(':')}`;
}

function longestZeroRun(groups: readonly string[]): { start: number; length: number } {
  let longest = { start: 0, length: 0 };
  let length = 0;
  for (const [index, group] of groups.entries()) {
    length = group === '0' ? length + 1 : 0;
    if (length > longest.length) longest = { start: index + 1 - length, length };
  }
  return longest;
}
