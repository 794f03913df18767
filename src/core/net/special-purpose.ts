import { AddressSet } from './address-set.js';

// The IANA registries, as of October 2025, with the entry's RFC (the registries themselves: RFC 6890, RFC 8190):
// https://www.iana.org/assignments/iana-ipv4-special-registry
// https://www.iana.org/assignments/iana-ipv6-special-registry
// The longest matching entry decides. "Globally Reachable: N/A" (192.88.99.0/24, 2001::/32, 2001:10::/28, 2002::/16)
// counts as reachable: to leave out a network that packets may come from would hide a finding.

/** Where unicast addresses are assigned from: IPv4 without multicast, and the one IPv6 block that IANA allocates. */
const unicast = AddressSet.ofCidrs(['0.0.0.0/0', '2000::/3']) // RFC 4291 §2.4
  .subtract(AddressSet.ofCidrs(['224.0.0.0/4'])); // multicast, RFC 5771 §3

const notGloballyReachable = AddressSet.ofCidrs([
  '0.0.0.0/8', // this network, RFC 791 §3.2
  '10.0.0.0/8', // private use, RFC 1918 §3
  '100.64.0.0/10', // shared address space, RFC 6598 §7
  '127.0.0.0/8', // loopback, RFC 1122 §3.2.1.3
  '169.254.0.0/16', // link local, RFC 3927 §2.1
  '172.16.0.0/12', // private use, RFC 1918 §3
  '192.0.0.0/24', // IETF protocol assignments, RFC 6890 §2.1
  '192.0.2.0/24', // documentation, RFC 5737 §3
  '192.168.0.0/16', // private use, RFC 1918 §3
  '198.18.0.0/15', // benchmarking, RFC 2544 appendix C.2.2
  '198.51.100.0/24', // documentation, RFC 5737 §3
  '203.0.113.0/24', // documentation, RFC 5737 §3
  '240.0.0.0/4', // reserved and limited broadcast, RFC 1112 §4, RFC 8190
  '2001::/23', // IETF protocol assignments, RFC 2928 §2
  '2001:db8::/32', // documentation, RFC 3849 §4
  '3fff::/20', // documentation, RFC 9637 §4
]);

/** Longer entries inside the blocks above that the registries give as reachable, or as N/A. */
const reachableWithin = AddressSet.ofCidrs([
  '192.0.0.9/32', // PCP anycast, RFC 7723 §4
  '192.0.0.10/32', // TURN anycast, RFC 8155 §8.1
  '2001::/32', // Teredo (N/A), RFC 4380 §6
  '2001:1::1/128', // PCP anycast, RFC 7723 §4
  '2001:1::2/128', // TURN anycast, RFC 8155 §8.2
  '2001:1::3/128', // DNS-SD service registration anycast, RFC 9665
  '2001:3::/32', // AMT, RFC 7450 §7
  '2001:4:112::/48', // AS112, RFC 7535 §3.1
  '2001:10::/28', // ORCHID (N/A, terminated), RFC 4843
  '2001:20::/28', // ORCHIDv2, RFC 7343 §6
  '2001:30::/28', // drone remote ID, RFC 9374
]);

/**
 * The globally reachable unicast addresses: where a packet from, or to, the internet can come from, or go.
 *
 * Documentation and benchmarking networks, which examples like to use, are not in it.
 */
export const publicInternet: AddressSet = unicast.subtract(notGloballyReachable).union(reachableWithin);

/**
 * One part in so many of a family's public addresses, from which a set counts as the internet.
 *
 * IPv4: an eighth. IPv6: a 512th, one /12 of 2000::/3, since the five /12 that the regional registries hold carry
 * nearly all of the IPv6 that is in use (RFC 7020 §2, IANA IPv6 Global Unicast Address Assignments).
 */
export const internetShare = { v4: 8n, v6: 512n } as const;

/**
 * True when the addresses are, to a person, "the internet": at least {@link internetShare} of the public IPv4 or of the
 * public IPv6 addresses.
 *
 * So two halves, everything but one address, or every public /8 are the internet as much as `0.0.0.0/0` is; one /8, a
 * private network and `8000::/1`, which holds no global unicast, are not. Monotone: more addresses never make it false.
 */
export function isInternet(sources: AddressSet): boolean {
  const reachable = sources.intersect(publicInternet);
  return reachable.countV4() * internetShare.v4 >= publicV4 || reachable.countV6() * internetShare.v6 >= publicV6;
}

const publicV4 = publicInternet.countV4();
const publicV6 = publicInternet.countV6();
