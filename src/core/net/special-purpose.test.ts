import { describe, expect, it } from 'vitest';
import { AddressSet } from './address-set.js';
import { internetShare, isInternet, publicInternet } from './special-purpose.js';

const numberedSlash8s = [...Array(223).keys()].map((index) => `${String(index + 1)}.0.0.0/8`);
const rfc1918 = AddressSet.ofCidrs(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']);

describe('publicInternet', () => {
  it.each(
    ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/29']
      .concat([
        '192.0.0.170/31',
        '192.0.2.0/24',
        '192.168.0.0/16',
        '198.18.0.0/15',
        '198.51.100.0/24',
        '203.0.113.0/24',
      ])
      .concat(['224.0.0.0/4', '240.0.0.0/4', '255.255.255.255/32', '::/128', '::1/128', '::ffff:0:0/96', '100::/64'])
      .concat(['64:ff9b:1::/48', '2001:2::/48', '2001:db8::/32', '3fff::/20', '5f00::/16', 'fc00::/7', 'fe80::/10'])
      .concat(['ff00::/8', '8000::/1']),
  )('has no address of %s', (block) => {
    expect(publicInternet.overlaps(AddressSet.parseCidr(block))).toBe(false);
  });

  it.each(
    ['1.0.0.0/8', '8.8.8.8/32', '100.63.0.0/16', '100.128.0.0/16', '172.15.0.0/16', '172.32.0.0/16', '223.0.0.0/8']
      .concat(['192.0.0.9/32', '192.0.0.10/32', '192.88.99.0/24', '192.31.196.0/24', '198.20.0.0/16', '2600::/12'])
      .concat(['2001::/32', '2001:3::/32', '2001:20::/28', '2001:200::/23', '2001:db9::/32', '2002::/16', '3ffe::/16'])
      .concat(['2620:4f:8000::/48']),
  )('has all of %s', (block) => {
    expect(publicInternet.covers(AddressSet.parseCidr(block))).toBe(true);
  });
});

describe('isInternet', () => {
  it.each([
    { name: 'every IPv4 address', cidrs: ['0.0.0.0/0'] },
    { name: 'two halves of IPv4', cidrs: ['0.0.0.0/1', '128.0.0.0/1'] },
    { name: 'one half of IPv4', cidrs: ['128.0.0.0/1'] },
    { name: 'every IPv6 address', cidrs: ['::/0'] },
    { name: 'two halves of IPv6', cidrs: ['::/1', '8000::/1'] },
    { name: 'all of global unicast IPv6', cidrs: ['2000::/3'] },
    { name: 'one registry block of IPv6', cidrs: ['2a00::/12'] },
    { name: 'one /32 and every IPv6 address', cidrs: ['192.0.2.1/32', '::/0'] },
    { name: 'thirty-two /8 blocks', cidrs: numberedSlash8s.slice(10, 42) },
  ])('holds for $name', ({ cidrs }) => {
    expect(isInternet(AddressSet.ofCidrs(cidrs))).toBe(true);
  });

  it('holds for everything but one address, and for every /8 without private space', () => {
    const world = AddressSet.parseCidr('0.0.0.0/0');
    expect(isInternet(world.subtract(AddressSet.parseCidr('8.8.8.8/32')))).toBe(true);
    expect(isInternet(AddressSet.ofCidrs(numberedSlash8s).subtract(rfc1918))).toBe(true);
  });

  it.each([
    { name: 'nobody', cidrs: [] },
    { name: 'private networks', cidrs: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'] },
    { name: 'carrier-grade NAT', cidrs: ['100.64.0.0/10'] },
    { name: 'one public /8', cidrs: ['52.0.0.0/8'] },
    { name: 'multicast and reserved space', cidrs: ['224.0.0.0/3'] },
    { name: 'the upper half of IPv6, without global unicast', cidrs: ['8000::/1'] },
    { name: 'half of a registry block of IPv6', cidrs: ['2600::/13'] },
  ])('does not hold for $name', ({ cidrs }) => {
    expect(isInternet(AddressSet.ofCidrs(cidrs))).toBe(false);
  });

  it.each([
    { family: '0.0.0.0/0', denominator: internetShare.v4 },
    { family: '::/0', denominator: internetShare.v6 },
  ])('begins at exactly the stated share of the public part of $family', ({ family, denominator }) => {
    const all = publicInternet.intersect(AddressSet.parseCidr(family));
    const needed = (count(all) + denominator - 1n) / denominator;
    const enough = firstAddresses(all, needed);
    expect(count(enough)).toBe(needed);
    expect(isInternet(enough)).toBe(true);
    expect(isInternet(firstAddresses(all, needed - 1n))).toBe(false);
  });
});

function count(set: AddressSet): bigint {
  return set.countV4() + set.countV6();
}

/** A subset with so many addresses: whole blocks while they fit, then halves of the next one. */
function firstAddresses(set: AddressSet, wanted: bigint): AddressSet {
  const taken: string[] = [];
  const queue = set.toCidrs();
  let left = wanted;
  while (left > 0n) {
    const [address = '', prefix = ''] = (queue.shift() ?? '').split('/');
    const block = AddressSet.parseCidr(`${address}/${prefix}`);
    if (count(block) <= left) {
      taken.push(`${address}/${prefix}`);
      left -= count(block);
    } else {
      const lowerHalf = `${address}/${String(Number(prefix) + 1)}`;
      queue.unshift(lowerHalf, ...block.subtract(AddressSet.parseCidr(lowerHalf)).toCidrs());
    }
  }
  return AddressSet.ofCidrs(taken);
}
