import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressSet } from './address-set.js';

const world4 = AddressSet.parseCidr('0.0.0.0/0');
const world6 = AddressSet.parseCidr('::/0');

/** CIDR blocks of the 256 addresses from 10.0.0.0 or from 2001:db8::, as texts with host bits set. */
const smallCidr = fc
  .tuple(fc.boolean(), fc.nat(255), fc.nat(8))
  .map(([v6, host, hostBits]) =>
    v6 ? `2001:db8::${host.toString(16)}/${String(128 - hostBits)}` : `10.0.0.${String(host)}/${String(32 - hostBits)}`,
  );
const anyCidr = fc.oneof(
  fc.tuple(fc.ipV4(), fc.nat(32)).map(([address, prefix]) => `${address}/${String(prefix)}`),
  fc
    .tuple(fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 }), fc.nat(128))
    .map(([parts, prefix]) => `${parts.map((part) => part.toString(16)).join(':')}/${String(prefix)}`),
);
const anySet = fc.array(anyCidr, { maxLength: 6 }).map((texts) => AddressSet.ofCidrs(texts));

/** The fewest aligned blocks for a set within an aligned block of 2^bits addresses, by recursion over its halves. */
function fewestBlocks(has: (point: number) => boolean, first: number, bits: number): number {
  const inside = [...Array(2 ** bits).keys()].filter((offset) => has(first + offset)).length;
  if (inside === 0) return 0;
  if (inside === 2 ** bits) return 1;
  return fewestBlocks(has, first, bits - 1) + fewestBlocks(has, first + 2 ** (bits - 1), bits - 1);
}

describe('AddressSet.parseCidr', () => {
  it.each([
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['255.255.255.255/32', '255.255.255.255/32'],
    ['255.255.255.255/0', '0.0.0.0/0'],
    ['2001:DB8:0:0:0:0:0:1/32', '2001:db8::/32'],
    ['::/0', '::/0'],
    ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128'],
    ['::ffff:0:0/96', '::ffff:0:0/96'],
    ['::ffff:192.0.2.1/120', '::ffff:c000:200/120'],
    ['0:0:1:2:3:0:0:4/128', '::1:2:3:0:0:4/128'],
    ['1:0:0:2:0:0:0:3/128', '1:0:0:2::3/128'],
    ['1:0:2:3:4:5:6:7/128', '1:0:2:3:4:5:6:7/128'],
    ['1:2:3:4:5:6:0:0/128', '1:2:3:4:5:6::/128'],
    ['::1/128', '::1/128'],
  ])('reads %s as %s', (text, canonical) => {
    expect(AddressSet.parseCidr(text).toCidrs()).toEqual([canonical]);
  });

  it('keeps an IPv4-mapped block apart from IPv4', () => {
    const mapped = AddressSet.parseCidr('::ffff:0:0/96');
    expect([mapped.countV4(), mapped.countV6()]).toEqual([0n, 1n << 32n]);
    expect(mapped.overlaps(world4)).toBe(false);
  });

  it.each(
    [
      [
        '',
        '10.0.0.0',
        '10.0.0.0/33',
        '10.0.0.0/-1',
        '10.0.0.0/',
        ' 10.0.0.0/8',
        '10.0.0.0/8\n',
        '300.0.0.0/8',
        '10.0/8',
      ],
      ['10/8', '010.0.0.0/8', '0x0a.0.0.0/8', '::ffff:010.0.0.1/128', 'pl-12345678', 'sg-1/32'],
      ['::1', '::/129', '1::2::3/64', '12345::/16', 'fe80::1%eth0/64', '1:2:3:4:5:6:7/64', '::/64/64'],
    ].flat(),
  )('refuses %j by name', (text) => {
    expect(() => AddressSet.parseCidr(text)).toThrow(RangeError);
    expect(() => AddressSet.ofCidrs(['::/0', text])).toThrow(JSON.stringify(text));
  });
});

describe('AddressSet', () => {
  it('makes the world of its two halves', () => {
    expect(AddressSet.ofCidrs(['128.0.0.0/1', '0.0.0.0/1']).equals(world4)).toBe(true);
    expect(AddressSet.ofCidrs(['::/1', '8000::/1']).toCidrs()).toEqual(['::/0']);
  });

  it('counts the addresses of each family', () => {
    const set = AddressSet.ofCidrs(['0.0.0.0/0', '::/0']);
    expect([set.countV4(), set.countV6()]).toEqual([1n << 32n, 1n << 128n]);
    expect([AddressSet.empty.countV4(), AddressSet.empty.countV6()]).toEqual([0n, 0n]);
  });

  it('prints IPv4 first, ascending by number and not by text', () => {
    const set = AddressSet.ofCidrs(['2001:db8::/32', '100.0.0.0/8', '::1/128', '9.0.0.0/8', '20.0.0.0/8']);
    expect(set.toString()).toBe('9.0.0.0/8, 20.0.0.0/8, 100.0.0.0/8, ::1/128, 2001:db8::/32');
    expect(AddressSet.empty.toString()).toBe('no address');
  });

  it('is empty only without addresses of both families', () => {
    expect([AddressSet.empty, world4, world6].map((set) => set.isEmpty())).toEqual([true, false, false]);
  });

  it('treats the families as independent', () => {
    expect(world4.covers(world6)).toBe(false);
    expect(world4.union(world6).covers(world6)).toBe(true);
    expect(world4.equals(world4.union(world6))).toBe(false);
    expect(world4.union(world6).subtract(world4).equals(world6)).toBe(true);
  });

  it('gives back the same set from its blocks', () => {
    fc.assert(
      fc.property(anySet, anySet, (a, b) => {
        for (const set of [a, a.subtract(b), a.union(b), a.intersect(b)]) {
          expect(AddressSet.ofCidrs(set.toCidrs()).equals(set)).toBe(true);
        }
      }),
    );
  });

  it('covers a set with the fewest blocks there are', () => {
    fc.assert(
      fc.property(fc.array(smallCidr, { maxLength: 12 }), fc.array(smallCidr, { maxLength: 3 }), (plus, minus) => {
        const set = AddressSet.ofCidrs(plus).subtract(AddressSet.ofCidrs(minus));
        const v4 = fewestBlocks((point) => set.v4.has(10 * 2 ** 24 + point), 0, 8);
        const v6 = fewestBlocks((point) => set.v6.has((0x20010db8n << 96n) + BigInt(point)), 0, 8);
        const texts = set.toCidrs();
        expect(texts.filter((text) => text.includes('.'))).toHaveLength(v4);
        expect(texts.filter((text) => text.includes(':'))).toHaveLength(v6);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the laws of sets', () => {
    fc.assert(
      fc.property(anySet, anySet, (a, b) => {
        expect(a.union(b).equals(b.union(a))).toBe(true);
        expect(a.intersect(b).equals(a.subtract(a.subtract(b)))).toBe(true);
        expect(a.overlaps(b)).toBe(!a.intersect(b).isEmpty());
        expect(a.covers(b)).toBe(a.union(b).equals(a));
        expect(AddressSet.unionAll([a, b]).equals(a.union(b))).toBe(true);
        expect(a.union(b).countV4() + a.intersect(b).countV4()).toBe(a.countV4() + b.countV4());
        expect(a.union(b).countV6() + a.intersect(b).countV6()).toBe(a.countV6() + b.countV6());
      }),
    );
  });
});
