import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PortSet } from './port-set.js';

const port = fc.oneof(fc.nat(4), fc.constantFrom(22, 443, 65_534, 65_535));
const byte = fc.oneof(fc.nat(3), fc.constantFrom(8, 254, 255));
const anyOr = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof(arbitrary, fc.constant(-1), fc.constant(undefined));

interface Packet {
  readonly protocol: number;
  readonly first: number;
  readonly second: number;
}
interface Spec {
  readonly set: PortSet;
  readonly admits: (packet: Packet) => boolean;
}

const portSpec = fc
  .tuple(fc.constantFrom('tcp', 'UDP', 6, '17'), port, port, fc.boolean())
  .map(([protocol, a, b, all]) => {
    const [from, to] = [Math.min(a, b), Math.max(a, b)];
    const number = ['tcp', 6].includes(protocol) ? 6 : 17;
    return {
      set: all ? PortSet.of(protocol) : PortSet.of(protocol, from, to),
      admits: (packet: Packet) => packet.protocol === number && (all || (packet.first >= from && packet.first <= to)),
    };
  });
const icmpSpec = fc
  .tuple(fc.constantFrom('icmp', 'icmpv6', 1, '58'), anyOr(byte), anyOr(byte))
  .map(([protocol, type, code]) => {
    const number = ['icmp', 1].includes(protocol) ? 1 : 58;
    const matches = (wanted: number | undefined, got: number) =>
      wanted === undefined || wanted === -1 || wanted === got;
    return {
      set: PortSet.of(protocol, type, code),
      admits: (packet: Packet) =>
        packet.protocol === number && matches(type, packet.first) && matches(code, packet.second),
    };
  });
const wholeSpec = fc.constantFrom(0, 2, 47, 132, 255).map((number) => ({
  set: PortSet.of(number, 22, 22),
  admits: (packet: Packet) => packet.protocol === number,
}));
const allSpec = fc.constant({ set: PortSet.of('-1', 22, 22), admits: () => true });
const spec: fc.Arbitrary<Spec> = fc.oneof(portSpec, icmpSpec, wholeSpec, { weight: 1, arbitrary: allSpec });
const specs = fc.array(spec, { maxLength: 4 });
const sets = specs.map((many) => PortSet.unionAll(many.map(({ set }) => set)));

const packet: fc.Arbitrary<Packet> = fc.oneof(
  fc.record({ protocol: fc.constantFrom(6, 17), first: port, second: fc.constant(0) }),
  fc.record({ protocol: fc.constantFrom(1, 58), first: byte, second: byte }),
  fc.record({ protocol: fc.constantFrom(0, 2, 47, 132, 254, 255), first: fc.constant(0), second: fc.constant(0) }),
);

/** Whether the set lets a packet through, asked of the public interface only. */
function admits(set: PortSet, { protocol, first, second }: Packet): boolean {
  return set.covers(PortSet.of(protocol, first, [1, 58].includes(protocol) ? second : first));
}

describe('PortSet.of', () => {
  it.each([
    { name: 'one TCP port', set: PortSet.of('tcp', 22), text: 'tcp/22' },
    { name: 'a range', set: PortSet.of('tcp', 5985, 5986), text: 'tcp/5985-5986' },
    { name: 'a protocol by number', set: PortSet.of(6, 22, 22), text: 'tcp/22' },
    { name: 'a protocol by number as text', set: PortSet.of('17', 53, 53), text: 'udp/53' },
    { name: 'a protocol in upper case', set: PortSet.of('TCP', 22, 22), text: 'tcp/22' },
    { name: 'TCP without ports', set: PortSet.of('tcp'), text: 'tcp/all' },
    { name: 'TCP with ports -1', set: PortSet.of('tcp', -1, -1), text: 'tcp/all' },
    { name: 'TCP 0-65535', set: PortSet.of('tcp', 0, 65_535), text: 'tcp/all' },
    { name: 'TCP 1-65535', set: PortSet.of('tcp', 1, 65_535), text: 'tcp/1-65535' },
    { name: 'TCP port 0', set: PortSet.of('tcp', 0, 0), text: 'tcp/0' },
    { name: 'all protocols', set: PortSet.of('-1'), text: 'all protocols' },
    { name: 'all protocols, whatever the ports', set: PortSet.of(-1, 22, 22), text: 'all protocols' },
    { name: 'ICMP echo request', set: PortSet.of('icmp', 8, -1), text: 'icmp type 8 code any' },
    { name: 'an ICMP code', set: PortSet.of(1, 3, 4), text: 'icmp type 3 code 4' },
    { name: 'all ICMP', set: PortSet.of('icmp', -1, -1), text: 'icmp/all' },
    { name: 'ICMPv6 by number', set: PortSet.of('58', 128), text: 'icmpv6 type 128 code any' },
    { name: 'GRE, which has no ports', set: PortSet.of('47', 0, 0), text: 'protocol 47' },
    {
      name: 'the first and the last protocol',
      set: PortSet.of(0).union(PortSet.of(255)),
      text: 'protocol 0, protocol 255',
    },
  ])('makes $text of $name', ({ set, text }) => {
    expect(set.toString()).toBe(text);
  });

  it.each([
    { name: 'an unknown protocol', make: () => PortSet.of('gre'), says: 'got "gre"' },
    { name: 'no protocol', make: () => PortSet.of(''), says: 'got ""' },
    { name: 'protocol 256', make: () => PortSet.of(256), says: 'got 256' },
    { name: 'protocol -2', make: () => PortSet.of('-2'), says: 'got "-2"' },
    { name: 'protocol 6.5', make: () => PortSet.of(6.5), says: 'got 6.5' },
    { name: 'a padded protocol', make: () => PortSet.of('06'), says: 'got "06"' },
    { name: 'port 65536', make: () => PortSet.of('tcp', 22, 65_536), says: 'port: expected 0 to 65535, got 65536' },
    { name: 'port -2', make: () => PortSet.of('tcp', -2), says: 'got -2' },
    { name: 'half a port', make: () => PortSet.of('udp', 1.5), says: 'got 1.5' },
    { name: 'a range that ends before it starts', make: () => PortSet.of('tcp', 23, 22), says: 'got 23 to 22' },
    { name: 'ICMP type 256', make: () => PortSet.of('icmp', 256), says: 'ICMP type: expected 0 to 255, got 256' },
    { name: 'ICMP code 300', make: () => PortSet.of('icmp', 8, 300), says: 'ICMP code: expected 0 to 255, got 300' },
  ])('refuses $name', ({ make, says }) => {
    expect(make).toThrow(RangeError);
    expect(make).toThrow(says);
  });

  it('never takes an ICMP type for a TCP port', () => {
    const everyIcmp = PortSet.of('icmp').union(PortSet.of('icmpv6'));
    expect(everyIcmp.intersect(PortSet.parse('tcp, udp')).isEmpty()).toBe(true);
    expect(PortSet.of('icmp', 22).covers(PortSet.of('tcp', 22))).toBe(false);
  });

  it('admits the packets that the rule describes, and no others', () => {
    fc.assert(
      fc.property(spec, packet, (one, each) => {
        expect(admits(one.set, each)).toBe(one.admits(each));
      }),
      { numRuns: 500 },
    );
  });
});

describe('PortSet.parse', () => {
  it.each([
    ['tcp/22', 'tcp/22'],
    ['tcp/5985-5986', 'tcp/5985-5986'],
    ['udp/53', 'udp/53'],
    ['TCP/443', 'tcp/443'],
    ['6/443', 'tcp/443'],
    ['tcp', 'tcp/all'],
    ['udp/all', 'udp/all'],
    ['all', 'all protocols'],
    ['ALL', 'all protocols'],
    ['-1', 'all protocols'],
    ['22', 'tcp/22'],
    ['22-25', 'tcp/22-25'],
    ['5986, 5985,udp/53 , 22', 'tcp/22, tcp/5985-5986, udp/53'],
    ['icmp/8', 'icmp type 8 code any'],
    ['icmpv6', 'icmpv6/all'],
    ['47/all', 'protocol 47'],
  ])('reads %s as %s', (text, printed) => {
    expect(PortSet.parse(text).toString()).toBe(printed);
  });

  it.each(['', 'tcp/', 'tcp/22,', 'tcp/22/23', 'tcp/ssh', 'tcp/-1', 'tcp/22-', 'icmp/3-4', '47/80', '-1/22', 'gre/1'])(
    'refuses %j',
    (text) => {
      expect(() => PortSet.parse(text)).toThrow(RangeError);
    },
  );

  it.each(['tcp/70000', 'tcp/23-22', '99999'])('refuses the ports of %s', (text) => {
    expect(() => PortSet.parse(text)).toThrow(RangeError);
  });

  it('names what it cannot read', () => {
    expect(() => PortSet.parse('tcp/22, tcp/ssh')).toThrow('got "tcp/ssh"');
  });
});

describe('PortSet', () => {
  it('prints ascending by protocol and port, and joins neighbours', () => {
    const set = PortSet.parse('udp, tcp/3389, tcp/23, tcp/22, icmp/8, icmp/9, icmpv6/128').union(PortSet.of(47));
    expect(set.toString()).toBe(
      'icmp type 8-9 code any, tcp/22-23, tcp/3389, udp/all, protocol 47, icmpv6 type 128 code any',
    );
  });

  it('prints what is left when something is taken out of everything', () => {
    expect(PortSet.all.subtract(PortSet.parse('tcp/22, udp/0, icmpv6/128')).toString()).toBe(
      'protocol 0, icmp/all, protocols 2-5, tcp/0-21, tcp/23-65535, protocols 7-16, udp/1-65535, protocols 18-57, ' +
        'icmpv6 type 0-127 code any, icmpv6 type 129-255 code any, protocols 59-255',
    );
    expect(
      PortSet.of('icmp', 3)
        .subtract(PortSet.of('icmp', 3, 4))
        .toString(),
    ).toBe('icmp type 3 code 0-3, icmp type 3 code 5-255');
    expect(
      PortSet.of('icmp', 3, 255)
        .union(PortSet.of('icmp', 4))
        .union(PortSet.of('icmp', 5, 0))
        .toString(),
    ).toBe('icmp type 3 code 255, icmp type 4 code any, icmp type 5 code 0');
    expect(PortSet.empty.toString()).toBe('no port');
  });

  it('does set operations as a predicate on packets does', () => {
    fc.assert(
      fc.property(specs, specs, packet, (left, right, each) => {
        const a = PortSet.unionAll(left.map(({ set }) => set));
        const b = PortSet.unionAll(right.map(({ set }) => set));
        const inA = left.some((one) => one.admits(each));
        const inB = right.some((one) => one.admits(each));
        expect(admits(a.union(b), each)).toBe(inA || inB);
        expect(admits(a.intersect(b), each)).toBe(inA && inB);
        expect(admits(a.subtract(b), each)).toBe(inA && !inB);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the laws of sets', () => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        const not = (set: PortSet) => PortSet.all.subtract(set);
        expect(a.union(b).equals(b.union(a))).toBe(true);
        expect(not(a.union(b)).equals(not(a).intersect(not(b)))).toBe(true);
        expect(a.subtract(b).union(a.intersect(b)).equals(a)).toBe(true);
        expect(a.covers(b)).toBe(b.subtract(a).isEmpty());
        expect(a.toString() === b.toString()).toBe(a.equals(b));
      }),
    );
  });

  it('reads back what it prints of TCP and UDP', () => {
    fc.assert(
      fc.property(fc.array(portSpec, { minLength: 1 }), (many) => {
        const set = PortSet.unionAll(many.map((one) => one.set));
        expect(PortSet.parse(set.toString()).equals(set)).toBe(true);
      }),
    );
  });

  it('is cut at the boundaries of the sets that make it', () => {
    const pieces = PortSet.partition([PortSet.parse('tcp/20-30'), PortSet.parse('tcp/22, udp/53'), PortSet.empty]);
    expect(pieces.map(({ ports, members }) => [ports.toString(), members])).toEqual([
      ['tcp/20-21', [0]],
      ['tcp/22', [0, 1]],
      ['tcp/23-30', [0]],
      ['udp/53', [1]],
    ]);
  });
});
