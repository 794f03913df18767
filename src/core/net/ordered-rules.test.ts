import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressSet } from './address-set.js';
import { type OrderedRule, type Passage, passages } from './ordered-rules.js';
import { PortSet } from './port-set.js';

function rule(action: 'allow' | 'deny', ports: string, ...cidrs: string[]): OrderedRule {
  return { action, ports: PortSet.parse(ports), addresses: AddressSet.ofCidrs(cidrs) };
}

function asText({ ports, addresses, rules }: Passage): [string, string, readonly number[]] {
  return [ports.toString(), addresses.toString(), rules];
}

describe('passages', () => {
  it('lets the first rule that matches decide', () => {
    const first = [rule('deny', '22', '0.0.0.0/0'), rule('allow', '20-25', '0.0.0.0/0')];
    expect(passages(first, PortSet.all).map(asText)).toEqual([['tcp/20-21, tcp/23-25', '0.0.0.0/0', [1]]]);
    expect(passages([...first].reverse(), PortSet.all).map(asText)).toEqual([
      ['tcp/20-21, tcp/23-25', '0.0.0.0/0', [0]],
      ['tcp/22', '0.0.0.0/0', [0]],
    ]);
  });

  it('joins split ranges, takes denied ones out, and names only rules that add an address', () => {
    const rules = [
      rule('deny', 'tcp', '128.0.0.0/2'),
      rule('allow', '22', '0.0.0.0/1'),
      rule('allow', '22', '10.0.0.0/8'),
      rule('allow', '22', '128.0.0.0/1'),
      rule('allow', '22', '128.0.0.0/2'),
    ];
    expect(passages(rules, PortSet.parse('22')).map(asText)).toEqual([['tcp/22', '0.0.0.0/1, 192.0.0.0/2', [1, 3]]]);
  });

  it('keeps the families apart', () => {
    const rules = [rule('deny', '22', '::/0'), rule('allow', 'all', '0.0.0.0/0'), rule('allow', 'all', '::/0')];
    expect(passages(rules, PortSet.parse('22,udp/53')).map(asText)).toEqual([
      ['tcp/22', '0.0.0.0/0', [1]],
      ['udp/53', '0.0.0.0/0, ::/0', [1, 2]],
    ]);
  });

  it('takes protocol -1 for every protocol, and ICMP types for no ports', () => {
    const rules = [
      { ...rule('deny', 'tcp', '0.0.0.0/0'), ports: PortSet.of(1, 22, 0) },
      { ...rule('allow', 'tcp', '0.0.0.0/0'), ports: PortSet.of(-1) },
    ];
    expect(passages(rules, PortSet.parse('tcp/22,icmp/22,47')).map(asText)).toEqual([
      ['icmp type 22 code 1-255, tcp/22, tcp/47', '0.0.0.0/0', [1]],
    ]);
  });

  it('lets nothing through without a rule, without addresses, or outside the asked ports', () => {
    expect(passages([], PortSet.all)).toEqual([]);
    expect(passages([rule('allow', 'all')], PortSet.all)).toEqual([]);
    expect(passages([rule('allow', '22', '0.0.0.0/0')], PortSet.parse('23'))).toEqual([]);
    expect(passages([rule('allow', '22', '0.0.0.0/0')], PortSet.empty)).toEqual([]);
  });

  it('agrees with asking the rules in turn for every address and port of a small space', () => {
    const v4 = ['0.0.0.0/29', '0.0.0.0/30', '0.0.0.4/30', '0.0.0.2/31', '0.0.0.6/31', '0.0.0.5/32'];
    const v6 = ['::/126', '::/127', '::2/127', '::3/128'];
    const hosts = [
      ...[...Array(8).keys()].map((host) => `0.0.0.${host}/32`),
      ...[...Array(4).keys()].map((host) => `::${host}/128`),
    ].map((host) => AddressSet.parseCidr(host));
    const points = [...Array(8).keys()].flatMap((port) => [PortSet.of('tcp', port), PortSet.of('udp', port)]);
    const spans = fc
      .tuple(fc.constantFrom('tcp', 'udp'), fc.nat(7), fc.nat(7))
      .map(([protocol, a, b]) => PortSet.of(protocol, Math.min(a, b), Math.max(a, b)));
    const rules = fc.record({
      action: fc.constantFrom('allow', 'deny'),
      addresses: fc.subarray([...v4, ...v6]).map((cidrs) => AddressSet.ofCidrs(cidrs)),
      ports: fc.oneof({ weight: 4, arbitrary: spans }, { weight: 1, arbitrary: fc.constant(PortSet.all) }),
    });
    const asked = fc.array(spans, { maxLength: 3 }).map((sets) => PortSet.unionAll(sets));
    fc.assert(
      fc.property(fc.array(rules, { maxLength: 6 }), asked, (list, ports) => {
        const found = passages(list, ports);
        for (const point of points) {
          const holding = found.filter((piece) => piece.ports.covers(point));
          expect(holding.length).toBeLessThanOrEqual(1);
          for (const host of hosts) {
            const decisive = list.findIndex((one) => one.ports.covers(point) && one.addresses.covers(host));
            const isLet = ports.covers(point) && list[decisive]?.action === 'allow';
            expect(holding.some(({ addresses }) => addresses.covers(host))).toBe(isLet);
            if (isLet) expect(holding.flatMap((piece) => piece.rules)).toContain(decisive);
          }
        }
        expect(found.every(({ addresses, ports: piece }) => !addresses.isEmpty() && ports.covers(piece))).toBe(true);
      }),
    );
  });

  it('lets no more through when a deny rule comes first, and no less when an allow rule does', () => {
    const cidrs = fc.subarray(['0.0.0.0/1', '128.0.0.0/2', '10.0.0.0/8', '::/1']);
    const rules = fc.record({
      action: fc.constantFrom('allow', 'deny'),
      addresses: cidrs.map((texts) => AddressSet.ofCidrs(texts)),
      ports: fc.constantFrom('tcp/1-5', 'tcp/3', 'udp/1-9', 'all').map((text) => PortSet.parse(text)),
    });
    const port = PortSet.parse('3');
    const through = (list: readonly OrderedRule[]) =>
      AddressSet.unionAll(passages(list, port).map(({ addresses }) => addresses));
    fc.assert(
      fc.property(fc.array(rules, { maxLength: 5 }), rules, (list, first) => {
        const [less, more] = first.action === 'deny' ? [[first, ...list], list] : [list, [first, ...list]];
        expect(through(more).covers(through(less))).toBe(true);
      }),
    );
  });
});
