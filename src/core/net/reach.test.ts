import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { AddressSet } from './address-set.js';
import { PortSet } from './port-set.js';
import { portsOpenTo, type Reach, type ReachRule, sourcesByPort } from './reach.js';
import { isInternet } from './special-purpose.js';

function rule(ports: string, ...cidrs: string[]): ReachRule {
  return { ports: PortSet.parse(ports), sources: AddressSet.ofCidrs(cidrs) };
}

function asText({ ports, sources, rules }: Reach): [string, string, readonly number[]] {
  return [ports.toString(), sources.toString(), rules];
}

const numbers = [...Array(16).keys()];
const rules: fc.Arbitrary<ReachRule[]> = fc.array(
  fc
    .tuple(fc.nat(15), fc.nat(15), fc.subarray(['0.0.0.0/1', '128.0.0.0/1', '10.0.0.0/8', '::/1', '8000::/1']))
    .map(([a, b, cidrs]) => rule(`${String(Math.min(a, b))}-${String(Math.max(a, b))}`, ...cidrs)),
  { maxLength: 8 },
);

/** Who reaches one TCP port, and by which rules, asked of each rule in turn. */
function reachOf(many: readonly ReachRule[], port: number): { sources: AddressSet; rules: number[] } {
  const one = PortSet.of('tcp', port);
  const hits = [...many.entries()].filter(([, each]) => each.ports.covers(one) && !each.sources.isEmpty());
  return {
    sources: hits.reduce((all, [, each]) => all.union(each.sources), AddressSet.empty),
    rules: hits.map(([index]) => index),
  };
}

describe('sourcesByPort', () => {
  it('cuts at the boundaries of rules and joins the sources of those that overlap', () => {
    const reaches = sourcesByPort([rule('20-30', '10.0.0.0/8'), rule('22', '11.0.0.0/8'), rule('udp/53', '::/0')]);
    expect(reaches.map(asText)).toEqual([
      ['tcp/20-21', '10.0.0.0/8', [0]],
      ['tcp/22', '10.0.0.0/7', [0, 1]],
      ['tcp/23-30', '10.0.0.0/8', [0]],
      ['udp/53', '::/0', [2]],
    ]);
  });

  it('is empty without rules, and for rules without ports or sources', () => {
    expect(sourcesByPort([])).toEqual([]);
    expect(sourcesByPort([rule('22'), { ports: PortSet.empty, sources: AddressSet.parseCidr('::/0') }])).toEqual([]);
  });

  it('tells of every port what asking each rule tells', () => {
    fc.assert(
      fc.property(rules, (many) => {
        const reaches = sourcesByPort(many);
        for (const port of numbers) {
          const expected = reachOf(many, port);
          const found = reaches.filter(({ ports }) => ports.covers(PortSet.of('tcp', port)));
          expect(found.map((reach) => reach.rules)).toEqual(expected.rules.length === 0 ? [] : [expected.rules]);
          expect(found.every(({ sources }) => sources.equals(expected.sources))).toBe(true);
        }
      }),
    );
  });
});

describe('portsOpenTo', () => {
  it.each([
    { name: 'one rule for all', given: [rule('22', '0.0.0.0/0')], open: ['tcp/22', '0.0.0.0/0', [0]] },
    {
      name: 'two halves of IPv4 in two rules',
      given: [rule('22', '0.0.0.0/1'), rule('22', '128.0.0.0/1')],
      open: ['tcp/22', '0.0.0.0/0', [0, 1]],
    },
    {
      name: 'two halves of IPv6 where their ports overlap',
      given: [rule('20-22', '::/2'), rule('22-25', '::/1'), rule('21', '8000::/1')],
      open: ['tcp/20-25', '::/0', [0, 1, 2]],
    },
    {
      name: 'many /8 blocks that are the internet together',
      given: [...Array(40).keys()].map((index) => rule('443', `${String(index + 11)}.0.0.0/8`)),
      open: [
        'tcp/443',
        '11.0.0.0/8, 12.0.0.0/6, 16.0.0.0/4, 32.0.0.0/4, 48.0.0.0/7, 50.0.0.0/8',
        [...Array(40).keys()],
      ],
    },
    {
      name: 'all protocols, and a private rule that is part of it',
      given: [rule('22', '10.0.0.0/8'), rule('-1', '0.0.0.0/0')],
      open: ['all protocols', '0.0.0.0/0', [0, 1]],
    },
    {
      name: 'only the port that is open, beside private ones',
      given: [rule('5432', '10.0.0.0/8'), rule('443', '::/0', '0.0.0.0/0'), rule('440-450', '192.0.2.0/24')],
      open: ['tcp/443', '0.0.0.0/0, ::/0', [1, 2]],
    },
  ])('finds $name', ({ given, open }) => {
    expect(asText(portsOpenTo(given, isInternet))).toEqual(open);
  });

  it.each([
    { name: 'private sources', given: [rule('all', '10.0.0.0/8', 'fc00::/7')] },
    {
      name: 'what is the internet only across different ports',
      given: [rule('22', '16.0.0.0/4'), rule('23', '32.0.0.0/4')],
    },
    { name: 'a rule without sources', given: [rule('all'), rule('22', '10.0.0.0/8')] },
    { name: 'no rules', given: [] },
  ])('finds nothing in $name', ({ given }) => {
    expect(asText(portsOpenTo(given, isInternet))).toEqual(['no port', 'no address', []]);
  });

  it('asks the predicate once when all sources together fail it', () => {
    const predicate = vi.fn(isInternet);
    portsOpenTo([rule('22', '10.0.0.0/8'), rule('23', '11.0.0.0/8')], predicate);
    expect(predicate).toHaveBeenCalledTimes(1);
  });

  it('finds the ports, sources and rules that asking each port finds', () => {
    fc.assert(
      fc.property(rules, (many) => {
        const open = numbers
          .map((port) => ({ port, ...reachOf(many, port) }))
          .filter(({ sources }) => isInternet(sources));
        const found = portsOpenTo(many, isInternet);
        expect(found.ports.equals(PortSet.unionAll(open.map(({ port }) => PortSet.of('tcp', port))))).toBe(true);
        expect(found.sources.equals(AddressSet.unionAll(open.map(({ sources }) => sources)))).toBe(true);
        expect(found.rules).toEqual([...new Set(open.flatMap((each) => each.rules))].sort((a, b) => a - b));
      }),
    );
  });
});
