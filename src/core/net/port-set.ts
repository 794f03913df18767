import { pointsOf, protocolKind, protocolNumber } from './port-points.js';
import { describePoints } from './port-text.js';
import { RangeSet } from './range-set.js';
import { remembering } from '../remembering.js';

/** One stretch of the union of several sets, with the ascending indices of the sets that hold it. */
export interface PortPiece {
  readonly ports: PortSet;
  readonly members: readonly number[];
}

const ofRules = remembering<PortSet>();
const parsed = remembering<PortSet>();

/**
 * An immutable set of what a packet can be addressed to above IP: TCP and UDP ports, ICMP types and codes, and whole
 * other protocols. The protocols never mix: ICMP type 22 is not TCP port 22.
 */
export class PortSet {
  /** The set without ports. */
  static readonly empty = new PortSet(RangeSet.empty());
  /** Every port of every protocol. */
  static readonly all = PortSet.of(-1);

  readonly #points: RangeSet<number>;

  private constructor(points: RangeSet<number>) {
    this.#points = points;
  }

  /**
   * The ports that an EC2 rule with this protocol, FromPort and ToPort lets through.
   *
   * - `-1` is all protocols, whatever the ports.
   * - tcp (6) and udp (17): ports `from` to `to`, both included; no `from` or -1 is all ports, no `to` is `from` alone.
   * - icmp (1) and icmpv6 (58): `from` is the type and `to` the code; absent or -1 is any.
   * - Every other protocol has no ports: it is in the set as a whole.
   *
   * @param protocol `tcp`, `udp`, `icmp`, `icmpv6` in any case, or an IANA number from 0 to 255, or -1
   * @throws RangeError naming what is not a protocol, is out of range, or ends before it starts
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
   */
  static of(protocol: string | number, from?: number, to?: number): PortSet {
    return ofRules(`${protocol} ${from ?? ''} ${to ?? ''}`, () => {
      return new PortSet(RangeSet.of(pointsOf(protocolNumber(protocol), from, to)));
    });
  }

  /**
   * The ports that a person writes: `tcp/22`, `tcp/5985-5986`, `udp/53`, `tcp` or `tcp/all`, `icmp/8` (a type, any
   * code), `22` or `22-25` (bare numbers are TCP ports), `all`, or several of them separated by commas.
   *
   * @throws RangeError naming what it cannot read, such as ports of a protocol that has none
   */
  static parse(text: string): PortSet {
    return parsed(text, () => PortSet.unionAll(text.split(',').map((item) => parseItem(item.trim().toLowerCase()))));
  }

  /** The ports in any of the sets. O(n log n) in the number of all their ranges. */
  static unionAll(sets: readonly PortSet[]): PortSet {
    const [first, second] = sets;
    if (first !== undefined && second === undefined) return first;
    return new PortSet(RangeSet.unionAll(sets.map((set) => set.#points)));
  }

  /** The union of the sets, cut wherever one of them begins or ends, ascending by protocol and port. */
  static partition(sets: readonly PortSet[]): PortPiece[] {
    return RangeSet.partition(sets.map((set) => set.#points)).map(({ from, to, members }) => ({
      ports: new PortSet(RangeSet.of([{ from, to }])),
      members,
    }));
  }

  /** The ports in this set, in the other, or in both. */
  union(other: PortSet): PortSet {
    return new PortSet(this.#points.union(other.#points));
  }

  /** The ports in both sets. */
  intersect(other: PortSet): PortSet {
    return new PortSet(this.#points.intersect(other.#points));
  }

  /** The ports in this set that are not in the other. */
  subtract(other: PortSet): PortSet {
    return new PortSet(this.#points.subtract(other.#points));
  }

  /** True when every port of the other set is in this one. */
  covers(other: PortSet): boolean {
    return this.#points.covers(other.#points);
  }

  /** True when both sets have the same ports. */
  equals(other: PortSet): boolean {
    return this.#points.equals(other.#points);
  }

  /** True when the set has no ports. */
  isEmpty(): boolean {
    return this.#points.isEmpty();
  }

  /**
   * The set as text, ascending by protocol number and port: `tcp/22, tcp/5985-5986, udp/all`, `icmp type 8 code any`,
   * `protocol 47`, `all protocols` or `no port`.
   */
  toString(): string {
    if (this.isEmpty()) return 'no port';
    if (this.equals(PortSet.all)) return 'all protocols';
    return this.#points.ranges().flatMap(describePoints).join(', ');
  }
}

function parseItem(item: string): PortSet {
  if (item === 'all') return PortSet.all;
  const text = bareNumbers.test(item) ? `tcp/${item}` : item;
  const slash = text.indexOf('/');
  if (slash === -1) return PortSet.of(text);
  const protocol = protocolNumber(text.slice(0, slash));
  const ports = text.slice(slash + 1);
  if (ports === 'all') return PortSet.of(protocol);
  const numbers = portsPattern(protocol)?.exec(ports);
  if (!numbers)
    throw new RangeError(`ports: expected text such as tcp/22 or udp/5000-5010, got ${JSON.stringify(item)}`);
  return PortSet.of(protocol, Number(numbers[1]), numbers[2] === undefined ? undefined : Number(numbers[2]));
}

const bareNumbers = /^\d+(?:-\d+)?$/u;

function portsPattern(protocol: number): RegExp | undefined {
  switch (protocolKind(protocol)) {
    case 'ports':
      return /^(\d+)(?:-(\d+))?$/u;
    case 'types':
      return /^(\d+)$/u; // type 3-4 would read as type 3, code 4
    case 'all':
    case 'whole':
      return undefined;
  }
}
