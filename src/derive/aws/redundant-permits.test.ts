import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressSet } from '../../core/net/address-set.js';
import { PortSet } from '../../core/net/port-set.js';
import { type Permit, redundantAmong } from './redundant-permits.js';

function permit(ports: string, source: string | null): Permit {
  const isBlock = source?.includes('/') === true;
  return {
    ports: PortSet.parse(ports),
    addresses: isBlock ? AddressSet.parseCidr(source) : AddressSet.empty,
    groupId: isBlock ? null : source,
  };
}

function redundant(...texts: readonly (readonly [string, string | null])[]): Record<number, number[]> {
  const permits = texts.map(([ports, source]) => permit(ports, source));
  return Object.fromEntries(
    redundantAmong(permits).map((each) => [
      permits.indexOf(each.permit),
      each.by.map((other) => permits.indexOf(other)),
    ]),
  );
}

describe('redundantAmong', () => {
  it('gives the narrow one and what covers it', () => {
    expect(redundant(['tcp/22', '10.1.0.0/16'], ['tcp/20-25', '10.0.0.0/8'])).toEqual({ 0: [1] });
  });

  it('keeps the first of equals', () => {
    expect(redundant(['tcp/22', '10.0.0.0/8'], ['tcp/22', '10.0.0.0/8'], ['tcp/22', '10.0.0.0/8'])).toEqual({
      1: [0],
      2: [0],
    });
  });

  it('names all kept ones that cover it together, and no other', () => {
    expect(
      redundant(
        ['tcp/22', '10.0.0.0/8'],
        ['tcp/20-22', '10.0.0.0/9'],
        ['tcp/22-25', '10.128.0.0/9'],
        ['tcp/22', '172.16.0.0/12'],
        ['tcp/80', '10.0.0.0/8'],
      ),
    ).toEqual({ 0: [1, 2] });
  });

  it('needs every port and every address', () => {
    expect(redundant(['tcp/22-23', '10.0.0.0/9'], ['tcp/22', '10.0.0.0/8'], ['tcp/23', '10.128.0.0/9'])).toEqual({});
    expect(redundant(['tcp/22', '10.0.0.0/8'], ['tcp/20-22', '10.0.0.0/9'], ['tcp/22-25', '10.192.0.0/10'])).toEqual(
      {},
    );
  });

  it('tells the families and groups apart', () => {
    expect(redundant(['tcp/22', '::/0'], ['tcp/22', '0.0.0.0/0'], ['tcp/22', 'sg-1'], ['tcp/22', 'sg-2'])).toEqual({});
    expect(redundant(['tcp/22', 'sg-1'], ['all', 'sg-1'])).toEqual({ 0: [1] });
  });

  it('leaves alone what lets nobody through', () => {
    expect(redundant(['tcp/22', null], ['all', '0.0.0.0/0'])).toEqual({});
    expect(redundantAmong([])).toEqual([]);
  });

  const block = fc
    .tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 29, max: 32 }))
    .map(([last, length]) => `10.0.0.${last}/${length}`);
  const ports = fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 3 }))
    .map(([first, more]) => `tcp/${first}-${first + more}`);
  const source = fc.oneof({ weight: 5, arbitrary: block }, fc.constantFrom('sg-1', 'sg-2'));

  it('takes away nothing that is let through, and leaves nothing that could be taken away', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(ports, source), { maxLength: 9 }), (texts) => {
        const permits = texts.map(([each, from]) => permit(each, from));
        const removed = new Set(redundantAmong(permits).map((each) => each.permit));
        const kept = permits.filter((each) => !removed.has(each));
        for (const each of removed) expect(isLetThroughBy(each, kept)).toBe(true);
        for (const each of kept) {
          expect(
            isLetThroughBy(
              each,
              kept.filter((other) => other !== each),
            ),
          ).toBe(false);
        }
      }),
    );
  });
});

/** The definition itself, port by port and address by address. */
function isLetThroughBy({ ports, addresses, groupId }: Permit, others: readonly Permit[]): boolean {
  return [1, 2, 3, 4, 5, 6, 7, 8, 9].every((number) => {
    const port = PortSet.of('tcp', number);
    if (!ports.covers(port)) return true;
    const there = others.filter((other) => other.ports.covers(port));
    const isGroup = groupId === null || there.some((other) => other.groupId === groupId);
    return isGroup && AddressSet.unionAll(there.map((other) => other.addresses)).covers(addresses);
  });
}

describe('a group with a thousand sources', () => {
  const thousand = Array.from({ length: 1000 }, (_, index) => index);
  const address = (index: number): string => `10.${Math.floor(index / 250)}.${index % 250}.0/24`;
  it.each([
    ['one port', thousand.map((index) => permit('tcp/443', address(index))), 0],
    ['a port each', thousand.map((index) => permit(`tcp/${index + 1}`, '0.0.0.0/0')), 0],
    [
      'half of them on all ports, half within one',
      thousand.map((index) =>
        index < 500 ? permit('all', address(index)) : permit(`tcp/${index}`, address(index - 500)),
      ),
      500,
    ],
    [
      'half of them open to all on a port each, half on one port',
      thousand.map((index) =>
        index < 500 ? permit(`tcp/${index + 1}`, '0.0.0.0/0') : permit('udp/53', address(index)),
      ),
      0,
    ],
    [
      'everything covered by the first',
      thousand.map((index) => (index === 0 ? permit('all', '0.0.0.0/0') : permit(`tcp/${index}`, address(index)))),
      999,
    ],
  ])('on %s is weighed without comparing each with each', (_, permits, count) => {
    const started = performance.now();
    expect(redundantAmong(permits)).toHaveLength(count);
    // A tenth of that on a busy machine.
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
